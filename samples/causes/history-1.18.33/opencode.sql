CREATE TABLE `workspace` (
          `id` text PRIMARY KEY,
          `type` text NOT NULL,
          `name` text DEFAULT '' NOT NULL,
          `branch` text,
          `directory` text,
          `extra` text,
          `project_id` text NOT NULL,
          `time_used` integer NOT NULL,
          CONSTRAINT `fk_workspace_project_id_project_id_fk` FOREIGN KEY (`project_id`) REFERENCES `project`(`id`) ON DELETE CASCADE
        );
CREATE TABLE `data_migration` (
          `name` text PRIMARY KEY,
          `time_completed` integer NOT NULL
        );
CREATE TABLE `account_state` (
          `id` integer PRIMARY KEY,
          `active_account_id` text,
          `active_org_id` text,
          CONSTRAINT `fk_account_state_active_account_id_account_id_fk` FOREIGN KEY (`active_account_id`) REFERENCES `account`(`id`) ON DELETE SET NULL
        );
CREATE TABLE `account` (
          `id` text PRIMARY KEY,
          `email` text NOT NULL,
          `url` text NOT NULL,
          `access_token` text NOT NULL,
          `refresh_token` text NOT NULL,
          `token_expiry` integer,
          `time_created` integer NOT NULL,
          `time_updated` integer NOT NULL
        );
CREATE TABLE `control_account` (
          `email` text NOT NULL,
          `url` text NOT NULL,
          `access_token` text NOT NULL,
          `refresh_token` text NOT NULL,
          `token_expiry` integer,
          `active` integer NOT NULL,
          `time_created` integer NOT NULL,
          `time_updated` integer NOT NULL,
          CONSTRAINT `control_account_pk` PRIMARY KEY(`email`, `url`)
        );
CREATE TABLE `credential` (
          `id` text PRIMARY KEY,
          `integration_id` text,
          `label` text NOT NULL,
          `value` text NOT NULL,
          `connector_id` text,
          `method_id` text,
          `active` integer,
          `time_created` integer NOT NULL,
          `time_updated` integer NOT NULL
        );
CREATE TABLE `event_sequence` (
          `aggregate_id` text PRIMARY KEY,
          `seq` integer NOT NULL,
          `owner_id` text
        );
CREATE TABLE `event` (
          `id` text PRIMARY KEY,
          `aggregate_id` text NOT NULL,
          `seq` integer NOT NULL,
          `type` text NOT NULL,
          `data` text NOT NULL,
          CONSTRAINT `fk_event_aggregate_id_event_sequence_aggregate_id_fk` FOREIGN KEY (`aggregate_id`) REFERENCES `event_sequence`(`aggregate_id`) ON DELETE CASCADE
        );
CREATE TABLE `permission` (
          `id` text PRIMARY KEY,
          `project_id` text NOT NULL,
          `action` text NOT NULL,
          `resource` text NOT NULL,
          `time_created` integer NOT NULL,
          `time_updated` integer NOT NULL,
          CONSTRAINT `fk_permission_project_id_project_id_fk` FOREIGN KEY (`project_id`) REFERENCES `project`(`id`) ON DELETE CASCADE
        );
CREATE TABLE `project_directory` (
          `project_id` text NOT NULL,
          `directory` text NOT NULL,
          `type` text,
          `strategy` text,
          `time_created` integer NOT NULL,
          CONSTRAINT `project_directory_pk` PRIMARY KEY(`project_id`, `directory`),
          CONSTRAINT `fk_project_directory_project_id_project_id_fk` FOREIGN KEY (`project_id`) REFERENCES `project`(`id`) ON DELETE CASCADE
        );
INSERT INTO project_directory VALUES('1177421803f9600babad4f2fb44045b95b19ef21','/home/operator/proj',NULL,NULL,1795891041387);
CREATE TABLE `project` (
          `id` text PRIMARY KEY,
          `worktree` text NOT NULL,
          `vcs` text,
          `name` text,
          `icon_url` text,
          `icon_url_override` text,
          `icon_color` text,
          `time_created` integer NOT NULL,
          `time_updated` integer NOT NULL,
          `time_initialized` integer,
          `sandboxes` text NOT NULL,
          `commands` text
        );
INSERT INTO project VALUES('1177421803f9600babad4f2fb44045b95b19ef21','/home/operator/proj','git',NULL,NULL,NULL,NULL,1795891041380,1795891041380,NULL,'[]',NULL);
CREATE TABLE `message` (
          `id` text PRIMARY KEY,
          `session_id` text NOT NULL,
          `time_created` integer NOT NULL,
          `time_updated` integer NOT NULL,
          `data` text NOT NULL,
          CONSTRAINT `fk_message_session_id_session_id_fk` FOREIGN KEY (`session_id`) REFERENCES `session`(`id`) ON DELETE CASCADE
        );
INSERT INTO message VALUES('msg_223729609001BSKTZmq2RvrihH','ses_ddc8d6b40ffemr9FrYV4ArukAw',1795891041801,1795891045342,'{"role":"user","time":{"created":1795891041801},"agent":"build","model":{"providerID":"mock","modelID":"good"},"summary":{"diffs":[]}}');
INSERT INTO message VALUES('msg_223729c6a001lg51iZ2m7t0Fx5','ses_ddc8d6b40ffemr9FrYV4ArukAw',1795891043434,1795891045248,'{"parentID":"msg_223729609001BSKTZmq2RvrihH","role":"assistant","mode":"build","agent":"build","path":{"cwd":"/home/operator/proj","root":"/home/operator/proj"},"cost":0,"tokens":{"total":13,"input":10,"output":3,"reasoning":0,"cache":{"write":0,"read":0}},"modelID":"good","providerID":"mock","time":{"created":1795891043434,"completed":1795891045247},"finish":"stop"}');
INSERT INTO message VALUES('msg_22372a553001101BtuHK4cBwmp','ses_ddc8d5abfffedqYx1j3d11Yfkp',1795891045715,1795891046190,'{"role":"user","time":{"created":1795891045715},"agent":"build","model":{"providerID":"mock","modelID":"good"},"summary":{"diffs":[]}}');
INSERT INTO message VALUES('msg_22372a56e001pBVsOIrzuL8ASb','ses_ddc8d5abfffedqYx1j3d11Yfkp',1795891045742,1795891046125,'{"parentID":"msg_22372a553001101BtuHK4cBwmp","role":"assistant","mode":"build","agent":"build","path":{"cwd":"/home/operator/proj","root":"/home/operator/proj"},"cost":0,"tokens":{"total":13,"input":10,"output":3,"reasoning":0,"cache":{"write":0,"read":0}},"modelID":"good","providerID":"mock","time":{"created":1795891045742,"completed":1795891046124},"finish":"stop"}');
INSERT INTO message VALUES('msg_22372a8fb001NfFofOE1DtAwAk','ses_ddc8d5abfffedqYx1j3d11Yfkp',1795891046651,1795891046745,'{"role":"user","time":{"created":1795891046651},"agent":"build","model":{"providerID":"mock","modelID":"good"},"summary":{"diffs":[]}}');
INSERT INTO message VALUES('msg_22372a90b001vsfjRmGfMytaib','ses_ddc8d5abfffedqYx1j3d11Yfkp',1795891046667,1795891046833,'{"parentID":"msg_22372a8fb001NfFofOE1DtAwAk","role":"assistant","mode":"build","agent":"build","path":{"cwd":"/home/operator/proj","root":"/home/operator/proj"},"cost":0,"tokens":{"input":0,"output":0,"reasoning":0,"cache":{"read":0,"write":0}},"modelID":"good","providerID":"mock","time":{"created":1795891046667,"completed":1795891046831},"error":{"name":"APIError","data":{"message":"messages.3: `tool_use` ids were found without `tool_result` blocks immediately after: toolu_01AbCdEf. Each `tool_use` block must have a corresponding `tool_result` block in the next message.","statusCode":400,"isRetryable":false,"responseHeaders":{"content-length":"263","content-type":"application/json","date":"Sat, 28 Nov 2026 18:37:26 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"responseBody":"{\"error\": {\"message\": \"messages.3: `tool_use` ids were found without `tool_result` blocks immediately after: toolu_01AbCdEf. Each `tool_use` block must have a corresponding `tool_result` block in the next message.\", \"type\": \"invalid_request_error\", \"code\": null}}","metadata":{"url":"http://127.0.0.1:8911/v1/chat/completions"}}}}');
INSERT INTO message VALUES('msg_22372aa120014zPsUNvQxGnmwo','ses_ddc8d5abfffedqYx1j3d11Yfkp',1795891046930,1795891047008,'{"role":"user","time":{"created":1795891046930},"agent":"build","model":{"providerID":"mock","modelID":"good"},"summary":{"diffs":[]}}');
INSERT INTO message VALUES('msg_22372aa1e0013xlFXslUUZlPOC','ses_ddc8d5abfffedqYx1j3d11Yfkp',1795891046943,1795891047071,'{"parentID":"msg_22372aa120014zPsUNvQxGnmwo","role":"assistant","mode":"build","agent":"build","path":{"cwd":"/home/operator/proj","root":"/home/operator/proj"},"cost":0,"tokens":{"input":0,"output":0,"reasoning":0,"cache":{"read":0,"write":0}},"modelID":"good","providerID":"mock","time":{"created":1795891046943,"completed":1795891047070},"error":{"name":"APIError","data":{"message":"messages.3: `tool_use` ids were found without `tool_result` blocks immediately after: toolu_01AbCdEf. Each `tool_use` block must have a corresponding `tool_result` block in the next message.","statusCode":400,"isRetryable":false,"responseHeaders":{"content-length":"263","content-type":"application/json","date":"Sat, 28 Nov 2026 18:37:27 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"responseBody":"{\"error\": {\"message\": \"messages.3: `tool_use` ids were found without `tool_result` blocks immediately after: toolu_01AbCdEf. Each `tool_use` block must have a corresponding `tool_result` block in the next message.\", \"type\": \"invalid_request_error\", \"code\": null}}","metadata":{"url":"http://127.0.0.1:8911/v1/chat/completions"}}}}');
INSERT INTO message VALUES('msg_22372ab23001EGxIf3gMuDGLzY','ses_ddc8d5abfffedqYx1j3d11Yfkp',1795891047203,1795891047281,'{"role":"user","time":{"created":1795891047203},"agent":"build","model":{"providerID":"mock","modelID":"good"},"summary":{"diffs":[]}}');
INSERT INTO message VALUES('msg_22372ab33001K6Gzo8rGJWnmF5','ses_ddc8d5abfffedqYx1j3d11Yfkp',1795891047219,1795891047349,'{"parentID":"msg_22372ab23001EGxIf3gMuDGLzY","role":"assistant","mode":"build","agent":"build","path":{"cwd":"/home/operator/proj","root":"/home/operator/proj"},"cost":0,"tokens":{"input":0,"output":0,"reasoning":0,"cache":{"read":0,"write":0}},"modelID":"good","providerID":"mock","time":{"created":1795891047219,"completed":1795891047348},"error":{"name":"APIError","data":{"message":"messages.3: `tool_use` ids were found without `tool_result` blocks immediately after: toolu_01AbCdEf. Each `tool_use` block must have a corresponding `tool_result` block in the next message.","statusCode":400,"isRetryable":false,"responseHeaders":{"content-length":"263","content-type":"application/json","date":"Sat, 28 Nov 2026 18:37:27 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"responseBody":"{\"error\": {\"message\": \"messages.3: `tool_use` ids were found without `tool_result` blocks immediately after: toolu_01AbCdEf. Each `tool_use` block must have a corresponding `tool_result` block in the next message.\", \"type\": \"invalid_request_error\", \"code\": null}}","metadata":{"url":"http://127.0.0.1:8911/v1/chat/completions"}}}}');
INSERT INTO message VALUES('msg_22372ac34001bDo1SeaQSLvy4P','ses_ddc8d6b40ffemr9FrYV4ArukAw',1795891047476,1795891047849,'{"role":"user","time":{"created":1795891047476},"agent":"build","model":{"providerID":"mock","modelID":"good"},"summary":{"diffs":[]}}');
INSERT INTO message VALUES('msg_22372ac44001qUxylvy9V5vah9','ses_ddc8d6b40ffemr9FrYV4ArukAw',1795891047492,1795891047779,'{"parentID":"msg_22372ac34001bDo1SeaQSLvy4P","role":"assistant","mode":"build","agent":"build","path":{"cwd":"/home/operator/proj","root":"/home/operator/proj"},"cost":0,"tokens":{"total":13,"input":10,"output":3,"reasoning":0,"cache":{"write":0,"read":0}},"modelID":"good","providerID":"mock","time":{"created":1795891047492,"completed":1795891047778},"finish":"stop"}');
INSERT INTO message VALUES('msg_22372afdb001p5rflzhaqiAI95','ses_ddc8d502dffeMb7CrkXlYtde7y',1795891048411,1795891048904,'{"role":"user","time":{"created":1795891048411},"agent":"build","model":{"providerID":"mock","modelID":"good"},"summary":{"diffs":[]}}');
INSERT INTO message VALUES('msg_22372aff50017SAxXg6a4Plua0','ses_ddc8d502dffeMb7CrkXlYtde7y',1795891048437,1795891048846,'{"parentID":"msg_22372afdb001p5rflzhaqiAI95","role":"assistant","mode":"build","agent":"build","path":{"cwd":"/home/operator/proj","root":"/home/operator/proj"},"cost":0,"tokens":{"total":13,"input":10,"output":3,"reasoning":0,"cache":{"write":0,"read":0}},"modelID":"good","providerID":"mock","time":{"created":1795891048437,"completed":1795891048845},"finish":"stop"}');
INSERT INTO message VALUES('msg_22372b37f001iAD54VJxPvEhqF','ses_ddc8d502dffeMb7CrkXlYtde7y',1795891049343,1795891049448,'{"role":"user","time":{"created":1795891049343},"agent":"build","model":{"providerID":"mock","modelID":"good"},"summary":{"diffs":[]}}');
INSERT INTO message VALUES('msg_22372b3980012JJe7JdPqAvPkG','ses_ddc8d502dffeMb7CrkXlYtde7y',1795891049368,1795891049537,'{"parentID":"msg_22372b37f001iAD54VJxPvEhqF","role":"assistant","mode":"build","agent":"build","path":{"cwd":"/home/operator/proj","root":"/home/operator/proj"},"cost":0,"tokens":{"input":0,"output":0,"reasoning":0,"cache":{"read":0,"write":0}},"modelID":"good","providerID":"mock","time":{"created":1795891049368,"completed":1795891049535},"error":{"name":"APIError","data":{"message":"messages.1.content.0: Invalid `signature` in `thinking` block","statusCode":400,"isRetryable":false,"responseHeaders":{"content-length":"134","content-type":"application/json","date":"Sat, 28 Nov 2026 18:37:29 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"responseBody":"{\"error\": {\"message\": \"messages.1.content.0: Invalid `signature` in `thinking` block\", \"type\": \"invalid_request_error\", \"code\": null}}","metadata":{"url":"http://127.0.0.1:8911/v1/chat/completions"}}}}');
INSERT INTO message VALUES('msg_22372b491001m3SOL3cZEZPdNg','ses_ddc8d502dffeMb7CrkXlYtde7y',1795891049617,1795891049724,'{"role":"user","time":{"created":1795891049617},"agent":"build","model":{"providerID":"mock","modelID":"good"},"summary":{"diffs":[]}}');
INSERT INTO message VALUES('msg_22372b4a4001WheoIvqMEKD7Ss','ses_ddc8d502dffeMb7CrkXlYtde7y',1795891049636,1795891049826,'{"parentID":"msg_22372b491001m3SOL3cZEZPdNg","role":"assistant","mode":"build","agent":"build","path":{"cwd":"/home/operator/proj","root":"/home/operator/proj"},"cost":0,"tokens":{"input":0,"output":0,"reasoning":0,"cache":{"read":0,"write":0}},"modelID":"good","providerID":"mock","time":{"created":1795891049636,"completed":1795891049824},"error":{"name":"APIError","data":{"message":"messages.1.content.0: Invalid `signature` in `thinking` block","statusCode":400,"isRetryable":false,"responseHeaders":{"content-length":"134","content-type":"application/json","date":"Sat, 28 Nov 2026 18:37:29 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"responseBody":"{\"error\": {\"message\": \"messages.1.content.0: Invalid `signature` in `thinking` block\", \"type\": \"invalid_request_error\", \"code\": null}}","metadata":{"url":"http://127.0.0.1:8911/v1/chat/completions"}}}}');
INSERT INTO message VALUES('msg_22372b59f001s8imzMMLr2D5oT','ses_ddc8d502dffeMb7CrkXlYtde7y',1795891049887,1795891049980,'{"role":"user","time":{"created":1795891049887},"agent":"build","model":{"providerID":"mock","modelID":"good"},"summary":{"diffs":[]}}');
INSERT INTO message VALUES('msg_22372b5b70011WTVw6VkoTnuiG','ses_ddc8d502dffeMb7CrkXlYtde7y',1795891049911,1795891050052,'{"parentID":"msg_22372b59f001s8imzMMLr2D5oT","role":"assistant","mode":"build","agent":"build","path":{"cwd":"/home/operator/proj","root":"/home/operator/proj"},"cost":0,"tokens":{"input":0,"output":0,"reasoning":0,"cache":{"read":0,"write":0}},"modelID":"good","providerID":"mock","time":{"created":1795891049911,"completed":1795891050050},"error":{"name":"APIError","data":{"message":"messages.1.content.0: Invalid `signature` in `thinking` block","statusCode":400,"isRetryable":false,"responseHeaders":{"content-length":"134","content-type":"application/json","date":"Sat, 28 Nov 2026 18:37:29 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"responseBody":"{\"error\": {\"message\": \"messages.1.content.0: Invalid `signature` in `thinking` block\", \"type\": \"invalid_request_error\", \"code\": null}}","metadata":{"url":"http://127.0.0.1:8911/v1/chat/completions"}}}}');
INSERT INTO message VALUES('msg_22372b6c1001xb45jt6L1stL7S','ses_ddc8d6b40ffemr9FrYV4ArukAw',1795891050177,1795891050462,'{"role":"user","time":{"created":1795891050177},"agent":"build","model":{"providerID":"mock","modelID":"good"},"summary":{"diffs":[]}}');
INSERT INTO message VALUES('msg_22372b6d7001fI2u4254k1eufZ','ses_ddc8d6b40ffemr9FrYV4ArukAw',1795891050199,1795891050416,'{"parentID":"msg_22372b6c1001xb45jt6L1stL7S","role":"assistant","mode":"build","agent":"build","path":{"cwd":"/home/operator/proj","root":"/home/operator/proj"},"cost":0,"tokens":{"total":13,"input":10,"output":3,"reasoning":0,"cache":{"write":0,"read":0}},"modelID":"good","providerID":"mock","time":{"created":1795891050199,"completed":1795891050415},"finish":"stop"}');
INSERT INTO message VALUES('msg_22372b97a0019OMCAxclQ4XMOo','ses_ddc8d4697ffeRmkssMw4942a50',1795891050874,1795891051255,'{"role":"user","time":{"created":1795891050874},"agent":"build","model":{"providerID":"mock","modelID":"good"},"summary":{"diffs":[]}}');
INSERT INTO message VALUES('msg_22372b996001QpLRPG9dQxH2Td','ses_ddc8d4697ffeRmkssMw4942a50',1795891050902,1795891051186,'{"parentID":"msg_22372b97a0019OMCAxclQ4XMOo","role":"assistant","mode":"build","agent":"build","path":{"cwd":"/home/operator/proj","root":"/home/operator/proj"},"cost":0,"tokens":{"total":13,"input":10,"output":3,"reasoning":0,"cache":{"write":0,"read":0}},"modelID":"good","providerID":"mock","time":{"created":1795891050902,"completed":1795891051184},"finish":"stop"}');
INSERT INTO message VALUES('msg_22372bd2c0016qUFxUi2R1dQjQ','ses_ddc8d4697ffeRmkssMw4942a50',1795891051820,1795891051931,'{"role":"user","time":{"created":1795891051820},"agent":"build","model":{"providerID":"mock","modelID":"good"},"summary":{"diffs":[]}}');
INSERT INTO message VALUES('msg_22372bd400015eDjNmdkpyCmwn','ses_ddc8d4697ffeRmkssMw4942a50',1795891051840,1795891052028,'{"parentID":"msg_22372bd2c0016qUFxUi2R1dQjQ","role":"assistant","mode":"build","agent":"build","path":{"cwd":"/home/operator/proj","root":"/home/operator/proj"},"cost":0,"tokens":{"input":0,"output":0,"reasoning":0,"cache":{"read":0,"write":0}},"modelID":"good","providerID":"mock","time":{"created":1795891051840,"completed":1795891052027},"error":{"name":"APIError","data":{"message":"The encrypted content gAAAAABo could not be verified. Reason: Encrypted content could not be decrypted or parsed. (encrypted_content)","statusCode":400,"isRetryable":false,"responseHeaders":{"content-length":"229","content-type":"application/json","date":"Sat, 28 Nov 2026 18:37:31 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"responseBody":"{\"error\": {\"message\": \"The encrypted content gAAAAABo could not be verified. Reason: Encrypted content could not be decrypted or parsed. (encrypted_content)\", \"type\": \"invalid_request_error\", \"code\": \"invalid_encrypted_content\"}}","metadata":{"url":"http://127.0.0.1:8911/v1/chat/completions"}}}}');
INSERT INTO message VALUES('msg_22372be44001Nx9A5IaHqjhQt0','ses_ddc8d4697ffeRmkssMw4942a50',1795891052100,1795891052202,'{"role":"user","time":{"created":1795891052100},"agent":"build","model":{"providerID":"mock","modelID":"good"},"summary":{"diffs":[]}}');
INSERT INTO message VALUES('msg_22372be5d001pPtrmLYkY2ncEi','ses_ddc8d4697ffeRmkssMw4942a50',1795891052125,1795891052288,'{"parentID":"msg_22372be44001Nx9A5IaHqjhQt0","role":"assistant","mode":"build","agent":"build","path":{"cwd":"/home/operator/proj","root":"/home/operator/proj"},"cost":0,"tokens":{"input":0,"output":0,"reasoning":0,"cache":{"read":0,"write":0}},"modelID":"good","providerID":"mock","time":{"created":1795891052125,"completed":1795891052287},"error":{"name":"APIError","data":{"message":"The encrypted content gAAAAABo could not be verified. Reason: Encrypted content could not be decrypted or parsed. (encrypted_content)","statusCode":400,"isRetryable":false,"responseHeaders":{"content-length":"229","content-type":"application/json","date":"Sat, 28 Nov 2026 18:37:32 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"responseBody":"{\"error\": {\"message\": \"The encrypted content gAAAAABo could not be verified. Reason: Encrypted content could not be decrypted or parsed. (encrypted_content)\", \"type\": \"invalid_request_error\", \"code\": \"invalid_encrypted_content\"}}","metadata":{"url":"http://127.0.0.1:8911/v1/chat/completions"}}}}');
INSERT INTO message VALUES('msg_22372bf58001HnJgpHmiQj0Abo','ses_ddc8d4697ffeRmkssMw4942a50',1795891052376,1795891052458,'{"role":"user","time":{"created":1795891052376},"agent":"build","model":{"providerID":"mock","modelID":"good"},"summary":{"diffs":[]}}');
INSERT INTO message VALUES('msg_22372bf6f001bdXfFHbjYFdins','ses_ddc8d4697ffeRmkssMw4942a50',1795891052399,1795891052544,'{"parentID":"msg_22372bf58001HnJgpHmiQj0Abo","role":"assistant","mode":"build","agent":"build","path":{"cwd":"/home/operator/proj","root":"/home/operator/proj"},"cost":0,"tokens":{"input":0,"output":0,"reasoning":0,"cache":{"read":0,"write":0}},"modelID":"good","providerID":"mock","time":{"created":1795891052399,"completed":1795891052542},"error":{"name":"APIError","data":{"message":"The encrypted content gAAAAABo could not be verified. Reason: Encrypted content could not be decrypted or parsed. (encrypted_content)","statusCode":400,"isRetryable":false,"responseHeaders":{"content-length":"229","content-type":"application/json","date":"Sat, 28 Nov 2026 18:37:32 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"responseBody":"{\"error\": {\"message\": \"The encrypted content gAAAAABo could not be verified. Reason: Encrypted content could not be decrypted or parsed. (encrypted_content)\", \"type\": \"invalid_request_error\", \"code\": \"invalid_encrypted_content\"}}","metadata":{"url":"http://127.0.0.1:8911/v1/chat/completions"}}}}');
INSERT INTO message VALUES('msg_22372c06f0019VK490rm1UjeTq','ses_ddc8d6b40ffemr9FrYV4ArukAw',1795891052655,1795891052942,'{"role":"user","time":{"created":1795891052655},"agent":"build","model":{"providerID":"mock","modelID":"good"},"summary":{"diffs":[]}}');
INSERT INTO message VALUES('msg_22372c085001cmLJPXzVsRsrUW','ses_ddc8d6b40ffemr9FrYV4ArukAw',1795891052677,1795891052859,'{"parentID":"msg_22372c06f0019VK490rm1UjeTq","role":"assistant","mode":"build","agent":"build","path":{"cwd":"/home/operator/proj","root":"/home/operator/proj"},"cost":0,"tokens":{"total":13,"input":10,"output":3,"reasoning":0,"cache":{"write":0,"read":0}},"modelID":"good","providerID":"mock","time":{"created":1795891052677,"completed":1795891052858},"finish":"stop"}');
INSERT INTO message VALUES('msg_22372c321001SVTomWxagC6PWT','ses_ddc8d3ce9ffeyGh6ViOlacRN28',1795891053345,1795891053844,'{"role":"user","time":{"created":1795891053345},"agent":"build","model":{"providerID":"mock","modelID":"good"},"summary":{"diffs":[]}}');
INSERT INTO message VALUES('msg_22372c3380012ip4P5jBtc0WPw','ses_ddc8d3ce9ffeyGh6ViOlacRN28',1795891053368,1795891053794,'{"parentID":"msg_22372c321001SVTomWxagC6PWT","role":"assistant","mode":"build","agent":"build","path":{"cwd":"/home/operator/proj","root":"/home/operator/proj"},"cost":0,"tokens":{"total":13,"input":10,"output":3,"reasoning":0,"cache":{"write":0,"read":0}},"modelID":"good","providerID":"mock","time":{"created":1795891053368,"completed":1795891053793},"finish":"stop"}');
INSERT INTO message VALUES('msg_22372c6c9001kfjWzsCEequz6b','ses_ddc8d3ce9ffeyGh6ViOlacRN28',1795891054281,1795891054412,'{"role":"user","time":{"created":1795891054281},"agent":"build","model":{"providerID":"mock","modelID":"good"},"summary":{"diffs":[]}}');
INSERT INTO message VALUES('msg_22372c6df001wJTc7nWsH8Sarm','ses_ddc8d3ce9ffeyGh6ViOlacRN28',1795891054303,1795891054588,'{"parentID":"msg_22372c6c9001kfjWzsCEequz6b","role":"assistant","mode":"build","agent":"build","path":{"cwd":"/home/operator/proj","root":"/home/operator/proj"},"cost":0,"tokens":{"input":0,"output":0,"reasoning":0,"cache":{"read":0,"write":0}},"modelID":"good","providerID":"mock","time":{"created":1795891054303,"completed":1795891054586},"error":{"name":"APIError","data":{"message":"No tool output found for function call call_abc123.","statusCode":400,"isRetryable":false,"responseHeaders":{"content-length":"124","content-type":"application/json","date":"Sat, 28 Nov 2026 18:37:34 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"responseBody":"{\"error\": {\"message\": \"No tool output found for function call call_abc123.\", \"type\": \"invalid_request_error\", \"code\": null}}","metadata":{"url":"http://127.0.0.1:8911/v1/chat/completions"}}}}');
INSERT INTO message VALUES('msg_22372c8da001hajmZ6pZ7kn0vw','ses_ddc8d3ce9ffeyGh6ViOlacRN28',1795891054810,1795891054934,'{"role":"user","time":{"created":1795891054810},"agent":"build","model":{"providerID":"mock","modelID":"good"},"summary":{"diffs":[]}}');
INSERT INTO message VALUES('msg_22372c8ec001f5cZEaRaWehupA','ses_ddc8d3ce9ffeyGh6ViOlacRN28',1795891054828,1795891055129,'{"parentID":"msg_22372c8da001hajmZ6pZ7kn0vw","role":"assistant","mode":"build","agent":"build","path":{"cwd":"/home/operator/proj","root":"/home/operator/proj"},"cost":0,"tokens":{"input":0,"output":0,"reasoning":0,"cache":{"read":0,"write":0}},"modelID":"good","providerID":"mock","time":{"created":1795891054828,"completed":1795891055127},"error":{"name":"APIError","data":{"message":"No tool output found for function call call_abc123.","statusCode":400,"isRetryable":false,"responseHeaders":{"content-length":"124","content-type":"application/json","date":"Sat, 28 Nov 2026 18:37:35 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"responseBody":"{\"error\": {\"message\": \"No tool output found for function call call_abc123.\", \"type\": \"invalid_request_error\", \"code\": null}}","metadata":{"url":"http://127.0.0.1:8911/v1/chat/completions"}}}}');
INSERT INTO message VALUES('msg_22372caec001MIDyOD3EsTp2VO','ses_ddc8d3ce9ffeyGh6ViOlacRN28',1795891055340,1795891055502,'{"role":"user","time":{"created":1795891055340},"agent":"build","model":{"providerID":"mock","modelID":"good"},"summary":{"diffs":[]}}');
INSERT INTO message VALUES('msg_22372cb0a001bP7DazlPzaBOhb','ses_ddc8d3ce9ffeyGh6ViOlacRN28',1795891055370,1795891055640,'{"parentID":"msg_22372caec001MIDyOD3EsTp2VO","role":"assistant","mode":"build","agent":"build","path":{"cwd":"/home/operator/proj","root":"/home/operator/proj"},"cost":0,"tokens":{"input":0,"output":0,"reasoning":0,"cache":{"read":0,"write":0}},"modelID":"good","providerID":"mock","time":{"created":1795891055370,"completed":1795891055638},"error":{"name":"APIError","data":{"message":"No tool output found for function call call_abc123.","statusCode":400,"isRetryable":false,"responseHeaders":{"content-length":"124","content-type":"application/json","date":"Sat, 28 Nov 2026 18:37:35 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"responseBody":"{\"error\": {\"message\": \"No tool output found for function call call_abc123.\", \"type\": \"invalid_request_error\", \"code\": null}}","metadata":{"url":"http://127.0.0.1:8911/v1/chat/completions"}}}}');
INSERT INTO message VALUES('msg_22372cd0b001n3lealfoJR6R7y','ses_ddc8d6b40ffemr9FrYV4ArukAw',1795891055883,1795891056239,'{"role":"user","time":{"created":1795891055883},"agent":"build","model":{"providerID":"mock","modelID":"good"},"summary":{"diffs":[]}}');
INSERT INTO message VALUES('msg_22372cd29001oWlnTI6f4fYhQH','ses_ddc8d6b40ffemr9FrYV4ArukAw',1795891055913,1795891056170,'{"parentID":"msg_22372cd0b001n3lealfoJR6R7y","role":"assistant","mode":"build","agent":"build","path":{"cwd":"/home/operator/proj","root":"/home/operator/proj"},"cost":0,"tokens":{"total":13,"input":10,"output":3,"reasoning":0,"cache":{"write":0,"read":0}},"modelID":"good","providerID":"mock","time":{"created":1795891055913,"completed":1795891056169},"finish":"stop"}');
INSERT INTO message VALUES('msg_22372d0b9001PxT950F4MjMRcO','ses_ddc8d2f56ffeTdZbzx1HeVM4xE',1795891056825,1795891057037,'{"role":"user","time":{"created":1795891056825},"agent":"build","model":{"providerID":"mock","modelID":"badparam"},"summary":{"diffs":[]}}');
INSERT INTO message VALUES('msg_22372d0d3001tFLrCuqh6XCGlE','ses_ddc8d2f56ffeTdZbzx1HeVM4xE',1795891056851,1795891057184,'{"parentID":"msg_22372d0b9001PxT950F4MjMRcO","role":"assistant","mode":"build","agent":"build","path":{"cwd":"/home/operator/proj","root":"/home/operator/proj"},"cost":0,"tokens":{"input":0,"output":0,"reasoning":0,"cache":{"read":0,"write":0}},"modelID":"badparam","providerID":"mock","time":{"created":1795891056851,"completed":1795891057183},"error":{"name":"APIError","data":{"message":"Unsupported parameter: ''max_tokens'' is not supported with this model. Use ''max_completion_tokens'' instead.","statusCode":400,"isRetryable":false,"responseHeaders":{"content-length":"198","content-type":"application/json","date":"Sat, 28 Nov 2026 18:37:37 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"responseBody":"{\"error\": {\"message\": \"Unsupported parameter: ''max_tokens'' is not supported with this model. Use ''max_completion_tokens'' instead.\", \"type\": \"invalid_request_error\", \"code\": \"unsupported_parameter\"}}","metadata":{"url":"http://127.0.0.1:8911/v1/chat/completions"}}}}');
INSERT INTO message VALUES('msg_22372d2de001hb2KU9pkuUqeEL','ses_ddc8d2f56ffeTdZbzx1HeVM4xE',1795891057374,1795891057505,'{"role":"user","time":{"created":1795891057374},"agent":"build","model":{"providerID":"mock","modelID":"badparam"},"summary":{"diffs":[]}}');
INSERT INTO message VALUES('msg_22372d3070010ifeH2b07iLarF','ses_ddc8d2f56ffeTdZbzx1HeVM4xE',1795891057415,1795891057601,'{"parentID":"msg_22372d2de001hb2KU9pkuUqeEL","role":"assistant","mode":"build","agent":"build","path":{"cwd":"/home/operator/proj","root":"/home/operator/proj"},"cost":0,"tokens":{"input":0,"output":0,"reasoning":0,"cache":{"read":0,"write":0}},"modelID":"badparam","providerID":"mock","time":{"created":1795891057415,"completed":1795891057599},"error":{"name":"APIError","data":{"message":"Unsupported parameter: ''max_tokens'' is not supported with this model. Use ''max_completion_tokens'' instead.","statusCode":400,"isRetryable":false,"responseHeaders":{"content-length":"198","content-type":"application/json","date":"Sat, 28 Nov 2026 18:37:37 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"responseBody":"{\"error\": {\"message\": \"Unsupported parameter: ''max_tokens'' is not supported with this model. Use ''max_completion_tokens'' instead.\", \"type\": \"invalid_request_error\", \"code\": \"unsupported_parameter\"}}","metadata":{"url":"http://127.0.0.1:8911/v1/chat/completions"}}}}');
INSERT INTO message VALUES('msg_22372d40f001RCJ6bkUMipDgyT','ses_ddc8d2c0dffefXQNW6RkiaAtCG',1795891057679,1795891058106,'{"role":"user","time":{"created":1795891057679},"agent":"build","model":{"providerID":"mock","modelID":"once"},"summary":{"diffs":[]}}');
INSERT INTO message VALUES('msg_22372d42b0015GLCrFAQLQVUxt','ses_ddc8d2c0dffefXQNW6RkiaAtCG',1795891057707,1795891058060,'{"parentID":"msg_22372d40f001RCJ6bkUMipDgyT","role":"assistant","mode":"build","agent":"build","path":{"cwd":"/home/operator/proj","root":"/home/operator/proj"},"cost":0,"tokens":{"total":13,"input":10,"output":3,"reasoning":0,"cache":{"write":0,"read":0}},"modelID":"once","providerID":"mock","time":{"created":1795891057707,"completed":1795891058058},"finish":"stop"}');
INSERT INTO message VALUES('msg_22372d7c1001xKZzz7iY0rIHC3','ses_ddc8d2c0dffefXQNW6RkiaAtCG',1795891058625,1795891058865,'{"role":"user","time":{"created":1795891058625},"agent":"build","model":{"providerID":"mock","modelID":"once"},"summary":{"diffs":[]}}');
INSERT INTO message VALUES('msg_22372d7e70017x63N9C0wPXxs2','ses_ddc8d2c0dffefXQNW6RkiaAtCG',1795891058663,1795891058989,'{"parentID":"msg_22372d7c1001xKZzz7iY0rIHC3","role":"assistant","mode":"build","agent":"build","path":{"cwd":"/home/operator/proj","root":"/home/operator/proj"},"cost":0,"tokens":{"input":0,"output":0,"reasoning":0,"cache":{"read":0,"write":0}},"modelID":"once","providerID":"mock","time":{"created":1795891058663,"completed":1795891058988},"error":{"name":"APIError","data":{"message":"messages: roles must alternate between \"user\" and \"assistant\"","statusCode":400,"isRetryable":false,"responseHeaders":{"content-length":"138","content-type":"application/json","date":"Sat, 28 Nov 2026 18:37:38 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"responseBody":"{\"error\": {\"message\": \"messages: roles must alternate between \\\"user\\\" and \\\"assistant\\\"\", \"type\": \"invalid_request_error\", \"code\": null}}","metadata":{"url":"http://127.0.0.1:8911/v1/chat/completions"}}}}');
INSERT INTO message VALUES('msg_22372d9f30012ZfEBXNj2Y3Qxq','ses_ddc8d2c0dffefXQNW6RkiaAtCG',1795891059187,1795891059578,'{"role":"user","time":{"created":1795891059187},"agent":"build","model":{"providerID":"mock","modelID":"once"},"summary":{"diffs":[]}}');
INSERT INTO message VALUES('msg_22372da28001dx2c0Fj5kqRZkA','ses_ddc8d2c0dffefXQNW6RkiaAtCG',1795891059240,1795891059517,'{"parentID":"msg_22372d9f30012ZfEBXNj2Y3Qxq","role":"assistant","mode":"build","agent":"build","path":{"cwd":"/home/operator/proj","root":"/home/operator/proj"},"cost":0,"tokens":{"total":13,"input":10,"output":3,"reasoning":0,"cache":{"write":0,"read":0}},"modelID":"once","providerID":"mock","time":{"created":1795891059240,"completed":1795891059516},"finish":"stop"}');
INSERT INTO message VALUES('msg_22372dda4001lEYF3gG6OD2bUt','ses_ddc8d2265ffeYEOwglH6FjxA4Z',1795891060132,1795891060235,'{"role":"user","time":{"created":1795891060132},"agent":"build","model":{"providerID":"mock","modelID":"longctx"},"summary":{"diffs":[]}}');
INSERT INTO message VALUES('msg_22372ddb8001wqAEOwdmq7aQNw','ses_ddc8d2265ffeYEOwglH6FjxA4Z',1795891060152,1795891060283,'{"parentID":"msg_22372dda4001lEYF3gG6OD2bUt","role":"assistant","mode":"build","agent":"build","path":{"cwd":"/home/operator/proj","root":"/home/operator/proj"},"cost":0,"tokens":{"input":0,"output":0,"reasoning":0,"cache":{"read":0,"write":0}},"modelID":"longctx","providerID":"mock","time":{"created":1795891060152,"completed":1795891060282}}');
INSERT INTO message VALUES('msg_22372de3d001eZ5WnJ738cWmCm','ses_ddc8d2265ffeYEOwglH6FjxA4Z',1795891060285,1795891060285,'{"role":"user","model":{"providerID":"mock","modelID":"longctx"},"agent":"build","time":{"created":1795891060285}}');
INSERT INTO message VALUES('msg_22372de450013nUHFs1ZYpcEWJ','ses_ddc8d2265ffeYEOwglH6FjxA4Z',1795891060293,1795891060406,'{"role":"assistant","parentID":"msg_22372de3d001eZ5WnJ738cWmCm","mode":"compaction","agent":"compaction","summary":true,"path":{"cwd":"/home/operator/proj","root":"/home/operator/proj"},"cost":0,"tokens":{"output":0,"input":0,"reasoning":0,"cache":{"read":0,"write":0}},"modelID":"longctx","providerID":"mock","time":{"created":1795891060293,"completed":1795891060403},"error":{"name":"ContextOverflowError","data":{"message":"Session too large to compact - context exceeds model limit even after stripping media"}},"finish":"error"}');
INSERT INTO message VALUES('msg_22372dfb2001SIdDnSQBgKkanI','ses_ddc8d2265ffeYEOwglH6FjxA4Z',1795891060658,1795891060807,'{"role":"user","time":{"created":1795891060658},"agent":"build","model":{"providerID":"mock","modelID":"longctx"},"summary":{"diffs":[]}}');
INSERT INTO message VALUES('msg_22372dfca001zDOebq56wJcojL','ses_ddc8d2265ffeYEOwglH6FjxA4Z',1795891060682,1795891060867,'{"parentID":"msg_22372dfb2001SIdDnSQBgKkanI","role":"assistant","mode":"build","agent":"build","path":{"cwd":"/home/operator/proj","root":"/home/operator/proj"},"cost":0,"tokens":{"input":0,"output":0,"reasoning":0,"cache":{"read":0,"write":0}},"modelID":"longctx","providerID":"mock","time":{"created":1795891060682,"completed":1795891060866}}');
INSERT INTO message VALUES('msg_22372e084001K7zuTU7b6urQ36','ses_ddc8d2265ffeYEOwglH6FjxA4Z',1795891060869,1795891060869,'{"role":"user","model":{"providerID":"mock","modelID":"longctx"},"agent":"build","time":{"created":1795891060869}}');
INSERT INTO message VALUES('msg_22372e08a0011TtiDslRmT1i1J','ses_ddc8d2265ffeYEOwglH6FjxA4Z',1795891060874,1795891060966,'{"role":"assistant","parentID":"msg_22372e084001K7zuTU7b6urQ36","mode":"compaction","agent":"compaction","summary":true,"path":{"cwd":"/home/operator/proj","root":"/home/operator/proj"},"cost":0,"tokens":{"output":0,"input":0,"reasoning":0,"cache":{"read":0,"write":0}},"modelID":"longctx","providerID":"mock","time":{"created":1795891060874,"completed":1795891060963},"error":{"name":"ContextOverflowError","data":{"message":"Conversation history too large to compact - exceeds model context limit"}},"finish":"error"}');
CREATE TABLE `part` (
          `id` text PRIMARY KEY,
          `message_id` text NOT NULL,
          `session_id` text NOT NULL,
          `time_created` integer NOT NULL,
          `time_updated` integer NOT NULL,
          `data` text NOT NULL,
          CONSTRAINT `fk_part_message_id_message_id_fk` FOREIGN KEY (`message_id`) REFERENCES `message`(`id`) ON DELETE CASCADE
        );
INSERT INTO part VALUES('prt_223729612001TYBobh0Ypfv1u3','msg_223729609001BSKTZmq2RvrihH','ses_ddc8d6b40ffemr9FrYV4ArukAw',1795891043395,1795891043400,'{"type":"text","text":"hello"}');
INSERT INTO part VALUES('prt_22372a2f1001yP0QJRYg7J0BMz','msg_223729c6a001lg51iZ2m7t0Fx5','ses_ddc8d6b40ffemr9FrYV4ArukAw',1795891045105,1795891045107,'{"snapshot":"11175ebccb3241e4888e30f41aafddcb1dc72f8c","type":"step-start"}');
INSERT INTO part VALUES('prt_22372a2f7001oH0oFKye5qo2ed','msg_223729c6a001lg51iZ2m7t0Fx5','ses_ddc8d6b40ffemr9FrYV4ArukAw',1795891045111,1795891045119,'{"type":"text","text":"Sure, done.","time":{"start":1795891045111,"end":1795891045117}}');
INSERT INTO part VALUES('prt_22372a34f001Y4Gy7i7Z7q70hA','msg_223729c6a001lg51iZ2m7t0Fx5','ses_ddc8d6b40ffemr9FrYV4ArukAw',1795891045200,1795891045202,'{"reason":"stop","snapshot":"11175ebccb3241e4888e30f41aafddcb1dc72f8c","type":"step-finish","tokens":{"total":13,"input":10,"output":3,"reasoning":0,"cache":{"write":0,"read":0}},"cost":0}');
INSERT INTO part VALUES('prt_22372a55b0015GtOj1fOBU0ipW','msg_22372a553001101BtuHK4cBwmp','ses_ddc8d5abfffedqYx1j3d11Yfkp',1795891045726,1795891045727,'{"type":"text","text":"hello"}');
INSERT INTO part VALUES('prt_22372a661001Du5iXSD6wXrlV7','msg_22372a56e001pBVsOIrzuL8ASb','ses_ddc8d5abfffedqYx1j3d11Yfkp',1795891045985,1795891045989,'{"snapshot":"11175ebccb3241e4888e30f41aafddcb1dc72f8c","type":"step-start"}');
INSERT INTO part VALUES('prt_22372a6670014A8t55B49gZ3bd','msg_22372a56e001pBVsOIrzuL8ASb','ses_ddc8d5abfffedqYx1j3d11Yfkp',1795891045991,1795891046001,'{"type":"text","text":"Sure, done.","time":{"start":1795891045991,"end":1795891045999}}');
INSERT INTO part VALUES('prt_22372a6b2001K3iwUFKeRGc47U','msg_22372a56e001pBVsOIrzuL8ASb','ses_ddc8d5abfffedqYx1j3d11Yfkp',1795891046066,1795891046068,'{"reason":"stop","snapshot":"11175ebccb3241e4888e30f41aafddcb1dc72f8c","type":"step-finish","tokens":{"total":13,"input":10,"output":3,"reasoning":0,"cache":{"write":0,"read":0}},"cost":0}');
INSERT INTO part VALUES('prt_22372a8fc001PHMxWCXWfAUoB3','msg_22372a8fb001NfFofOE1DtAwAk','ses_ddc8d5abfffedqYx1j3d11Yfkp',1795891046659,1795891046660,'{"type":"text","text":"POISON-TOOL"}');
INSERT INTO part VALUES('prt_22372aa13001fB2SBPB3KhbYxV','msg_22372aa120014zPsUNvQxGnmwo','ses_ddc8d5abfffedqYx1j3d11Yfkp',1795891046934,1795891046935,'{"type":"text","text":"and now?"}');
INSERT INTO part VALUES('prt_22372ab24001qxQjSIsyZX3k58','msg_22372ab23001EGxIf3gMuDGLzY','ses_ddc8d5abfffedqYx1j3d11Yfkp',1795891047206,1795891047207,'{"type":"text","text":"and now?"}');
INSERT INTO part VALUES('prt_22372ac35001kXsnHifwWWPxVn','msg_22372ac34001bDo1SeaQSLvy4P','ses_ddc8d6b40ffemr9FrYV4ArukAw',1795891047480,1795891047481,'{"type":"text","text":"hello"}');
INSERT INTO part VALUES('prt_22372aca60013TqaV7aFbpHfwp','msg_22372ac44001qUxylvy9V5vah9','ses_ddc8d6b40ffemr9FrYV4ArukAw',1795891047590,1795891047591,'{"snapshot":"11175ebccb3241e4888e30f41aafddcb1dc72f8c","type":"step-start"}');
INSERT INTO part VALUES('prt_22372acac001WoE0DFZLHnr5xp','msg_22372ac44001qUxylvy9V5vah9','ses_ddc8d6b40ffemr9FrYV4ArukAw',1795891047596,1795891047600,'{"type":"text","text":"Sure, done.","time":{"start":1795891047596,"end":1795891047599}}');
INSERT INTO part VALUES('prt_22372ad11001CmpRa5yc1FOCRM','msg_22372ac44001qUxylvy9V5vah9','ses_ddc8d6b40ffemr9FrYV4ArukAw',1795891047698,1795891047699,'{"reason":"stop","snapshot":"11175ebccb3241e4888e30f41aafddcb1dc72f8c","type":"step-finish","tokens":{"total":13,"input":10,"output":3,"reasoning":0,"cache":{"write":0,"read":0}},"cost":0}');
INSERT INTO part VALUES('prt_22372afe3001ef1WUfUK6lryES','msg_22372afdb001p5rflzhaqiAI95','ses_ddc8d502dffeMb7CrkXlYtde7y',1795891048421,1795891048422,'{"type":"text","text":"hello"}');
INSERT INTO part VALUES('prt_22372b0bf001xCPxMKxo52nmLm','msg_22372aff50017SAxXg6a4Plua0','ses_ddc8d502dffeMb7CrkXlYtde7y',1795891048639,1795891048642,'{"snapshot":"11175ebccb3241e4888e30f41aafddcb1dc72f8c","type":"step-start"}');
INSERT INTO part VALUES('prt_22372b0c4001mcXFw6IJM0wwhV','msg_22372aff50017SAxXg6a4Plua0','ses_ddc8d502dffeMb7CrkXlYtde7y',1795891048644,1795891048650,'{"type":"text","text":"Sure, done.","time":{"start":1795891048644,"end":1795891048648}}');
INSERT INTO part VALUES('prt_22372b135001MCOZST2s8s3Ka8','msg_22372aff50017SAxXg6a4Plua0','ses_ddc8d502dffeMb7CrkXlYtde7y',1795891048757,1795891048761,'{"reason":"stop","snapshot":"11175ebccb3241e4888e30f41aafddcb1dc72f8c","type":"step-finish","tokens":{"total":13,"input":10,"output":3,"reasoning":0,"cache":{"write":0,"read":0}},"cost":0}');
INSERT INTO part VALUES('prt_22372b380001R876l6sAVWE5r6','msg_22372b37f001iAD54VJxPvEhqF','ses_ddc8d502dffeMb7CrkXlYtde7y',1795891049347,1795891049348,'{"type":"text","text":"POISON-SIGN"}');
INSERT INTO part VALUES('prt_22372b492001T6wGnvBukxUHqB','msg_22372b491001m3SOL3cZEZPdNg','ses_ddc8d502dffeMb7CrkXlYtde7y',1795891049621,1795891049622,'{"type":"text","text":"and now?"}');
INSERT INTO part VALUES('prt_22372b5a0001gCB1655yAGl9Mq','msg_22372b59f001s8imzMMLr2D5oT','ses_ddc8d502dffeMb7CrkXlYtde7y',1795891049895,1795891049896,'{"type":"text","text":"and now?"}');
INSERT INTO part VALUES('prt_22372b6c2001FAZej2U9l723BT','msg_22372b6c1001xb45jt6L1stL7S','ses_ddc8d6b40ffemr9FrYV4ArukAw',1795891050182,1795891050183,'{"type":"text","text":"hello"}');
INSERT INTO part VALUES('prt_22372b73e001Cl7v273cP5w9v6','msg_22372b6d7001fI2u4254k1eufZ','ses_ddc8d6b40ffemr9FrYV4ArukAw',1795891050302,1795891050303,'{"snapshot":"11175ebccb3241e4888e30f41aafddcb1dc72f8c","type":"step-start"}');
INSERT INTO part VALUES('prt_22372b741001f9LwOl4dMSlqcN','msg_22372b6d7001fI2u4254k1eufZ','ses_ddc8d6b40ffemr9FrYV4ArukAw',1795891050305,1795891050314,'{"type":"text","text":"Sure, done.","time":{"start":1795891050305,"end":1795891050313}}');
INSERT INTO part VALUES('prt_22372b78200107InNPqEh3sqd6','msg_22372b6d7001fI2u4254k1eufZ','ses_ddc8d6b40ffemr9FrYV4ArukAw',1795891050370,1795891050372,'{"reason":"stop","snapshot":"11175ebccb3241e4888e30f41aafddcb1dc72f8c","type":"step-finish","tokens":{"total":13,"input":10,"output":3,"reasoning":0,"cache":{"write":0,"read":0}},"cost":0}');
INSERT INTO part VALUES('prt_22372b980001EuAcDooama9Yg8','msg_22372b97a0019OMCAxclQ4XMOo','ses_ddc8d4697ffeRmkssMw4942a50',1795891050886,1795891050887,'{"type":"text","text":"hello"}');
INSERT INTO part VALUES('prt_22372ba28001iNtbFhw1LA6oIs','msg_22372b996001QpLRPG9dQxH2Td','ses_ddc8d4697ffeRmkssMw4942a50',1795891051048,1795891051050,'{"snapshot":"11175ebccb3241e4888e30f41aafddcb1dc72f8c","type":"step-start"}');
INSERT INTO part VALUES('prt_22372ba2b0012vGyc6p5AVyp0t','msg_22372b996001QpLRPG9dQxH2Td','ses_ddc8d4697ffeRmkssMw4942a50',1795891051051,1795891051055,'{"type":"text","text":"Sure, done.","time":{"start":1795891051051,"end":1795891051054}}');
INSERT INTO part VALUES('prt_22372ba670011PezMuURv4esE4','msg_22372b996001QpLRPG9dQxH2Td','ses_ddc8d4697ffeRmkssMw4942a50',1795891051111,1795891051112,'{"reason":"stop","snapshot":"11175ebccb3241e4888e30f41aafddcb1dc72f8c","type":"step-finish","tokens":{"total":13,"input":10,"output":3,"reasoning":0,"cache":{"write":0,"read":0}},"cost":0}');
INSERT INTO part VALUES('prt_22372bd2d001rjuZrhVR1lNP7R','msg_22372bd2c0016qUFxUi2R1dQjQ','ses_ddc8d4697ffeRmkssMw4942a50',1795891051824,1795891051826,'{"type":"text","text":"POISON-ENC"}');
INSERT INTO part VALUES('prt_22372be45001YV8WnysfGCIHIe','msg_22372be44001Nx9A5IaHqjhQt0','ses_ddc8d4697ffeRmkssMw4942a50',1795891052105,1795891052106,'{"type":"text","text":"and now?"}');
INSERT INTO part VALUES('prt_22372bf5d001gsuEfCM51bwcdK','msg_22372bf58001HnJgpHmiQj0Abo','ses_ddc8d4697ffeRmkssMw4942a50',1795891052384,1795891052389,'{"type":"text","text":"and now?"}');
INSERT INTO part VALUES('prt_22372c0740014yu80fAvD6wIy6','msg_22372c06f0019VK490rm1UjeTq','ses_ddc8d6b40ffemr9FrYV4ArukAw',1795891052663,1795891052668,'{"type":"text","text":"hello"}');
INSERT INTO part VALUES('prt_22372c0e2001M3uPIKB65zpRCo','msg_22372c085001cmLJPXzVsRsrUW','ses_ddc8d6b40ffemr9FrYV4ArukAw',1795891052770,1795891052771,'{"snapshot":"11175ebccb3241e4888e30f41aafddcb1dc72f8c","type":"step-start"}');
INSERT INTO part VALUES('prt_22372c0e5001enKWbyYOwzgEAf','msg_22372c085001cmLJPXzVsRsrUW','ses_ddc8d6b40ffemr9FrYV4ArukAw',1795891052773,1795891052777,'{"type":"text","text":"Sure, done.","time":{"start":1795891052773,"end":1795891052775}}');
INSERT INTO part VALUES('prt_22372c10e0017yWzlZoZi6OLX0','msg_22372c085001cmLJPXzVsRsrUW','ses_ddc8d6b40ffemr9FrYV4ArukAw',1795891052814,1795891052816,'{"reason":"stop","snapshot":"11175ebccb3241e4888e30f41aafddcb1dc72f8c","type":"step-finish","tokens":{"total":13,"input":10,"output":3,"reasoning":0,"cache":{"write":0,"read":0}},"cost":0}');
INSERT INTO part VALUES('prt_22372c326001LkOZFxNfQhk97I','msg_22372c321001SVTomWxagC6PWT','ses_ddc8d3ce9ffeyGh6ViOlacRN28',1795891053356,1795891053358,'{"type":"text","text":"hello"}');
INSERT INTO part VALUES('prt_22372c3e2001c51cStoVoqtuPm','msg_22372c3380012ip4P5jBtc0WPw','ses_ddc8d3ce9ffeyGh6ViOlacRN28',1795891053538,1795891053540,'{"snapshot":"11175ebccb3241e4888e30f41aafddcb1dc72f8c","type":"step-start"}');
INSERT INTO part VALUES('prt_22372c3e5001lk4njHHDDJa6iN','msg_22372c3380012ip4P5jBtc0WPw','ses_ddc8d3ce9ffeyGh6ViOlacRN28',1795891053541,1795891053549,'{"type":"text","text":"Sure, done.","time":{"start":1795891053541,"end":1795891053548}}');
INSERT INTO part VALUES('prt_22372c4510017e7Nr7f5wXYoeO','msg_22372c3380012ip4P5jBtc0WPw','ses_ddc8d3ce9ffeyGh6ViOlacRN28',1795891053649,1795891053651,'{"reason":"stop","snapshot":"11175ebccb3241e4888e30f41aafddcb1dc72f8c","type":"step-finish","tokens":{"total":13,"input":10,"output":3,"reasoning":0,"cache":{"write":0,"read":0}},"cost":0}');
INSERT INTO part VALUES('prt_22372c6ca001s9yt8nAQwciEVG','msg_22372c6c9001kfjWzsCEequz6b','ses_ddc8d3ce9ffeyGh6ViOlacRN28',1795891054289,1795891054290,'{"type":"text","text":"POISON-CALL"}');
INSERT INTO part VALUES('prt_22372c8db001ntFTZls5zVq534','msg_22372c8da001hajmZ6pZ7kn0vw','ses_ddc8d3ce9ffeyGh6ViOlacRN28',1795891054818,1795891054819,'{"type":"text","text":"and now?"}');
INSERT INTO part VALUES('prt_22372caed001cDuHRQ7bprUSAF','msg_22372caec001MIDyOD3EsTp2VO','ses_ddc8d3ce9ffeyGh6ViOlacRN28',1795891055343,1795891055349,'{"type":"text","text":"and now?"}');
INSERT INTO part VALUES('prt_22372cd0c001XtbOWMGsc016GG','msg_22372cd0b001n3lealfoJR6R7y','ses_ddc8d6b40ffemr9FrYV4ArukAw',1795891055887,1795891055892,'{"type":"text","text":"hello"}');
INSERT INTO part VALUES('prt_22372cd83001hGRorzMkjNDvcf','msg_22372cd29001oWlnTI6f4fYhQH','ses_ddc8d6b40ffemr9FrYV4ArukAw',1795891056003,1795891056005,'{"snapshot":"11175ebccb3241e4888e30f41aafddcb1dc72f8c","type":"step-start"}');
INSERT INTO part VALUES('prt_22372cd86001eKkcDLnsAykg5F','msg_22372cd29001oWlnTI6f4fYhQH','ses_ddc8d6b40ffemr9FrYV4ArukAw',1795891056006,1795891056017,'{"type":"text","text":"Sure, done.","time":{"start":1795891056006,"end":1795891056011}}');
INSERT INTO part VALUES('prt_22372cde00011trVCGsvgYdHYc','msg_22372cd29001oWlnTI6f4fYhQH','ses_ddc8d6b40ffemr9FrYV4ArukAw',1795891056096,1795891056098,'{"reason":"stop","snapshot":"11175ebccb3241e4888e30f41aafddcb1dc72f8c","type":"step-finish","tokens":{"total":13,"input":10,"output":3,"reasoning":0,"cache":{"write":0,"read":0}},"cost":0}');
INSERT INTO part VALUES('prt_22372d0c2001z4EBRmggA1nyxI','msg_22372d0b9001PxT950F4MjMRcO','ses_ddc8d2f56ffeTdZbzx1HeVM4xE',1795891056837,1795891056838,'{"type":"text","text":"hello"}');
INSERT INTO part VALUES('prt_22372d2df001IAz6TOo0k0Fjwi','msg_22372d2de001hb2KU9pkuUqeEL','ses_ddc8d2f56ffeTdZbzx1HeVM4xE',1795891057382,1795891057384,'{"type":"text","text":"hello"}');
INSERT INTO part VALUES('prt_22372d41c001t4kl50WMmWyIWq','msg_22372d40f001RCJ6bkUMipDgyT','ses_ddc8d2c0dffefXQNW6RkiaAtCG',1795891057694,1795891057695,'{"type":"text","text":"hello"}');
INSERT INTO part VALUES('prt_22372d51b001kZdA4p0sDzwikJ','msg_22372d42b0015GLCrFAQLQVUxt','ses_ddc8d2c0dffefXQNW6RkiaAtCG',1795891057947,1795891057948,'{"snapshot":"11175ebccb3241e4888e30f41aafddcb1dc72f8c","type":"step-start"}');
INSERT INTO part VALUES('prt_22372d51e001kgbH3KD4gHNiRB','msg_22372d42b0015GLCrFAQLQVUxt','ses_ddc8d2c0dffefXQNW6RkiaAtCG',1795891057950,1795891057954,'{"type":"text","text":"Sure, done.","time":{"start":1795891057950,"end":1795891057953}}');
INSERT INTO part VALUES('prt_22372d553001Efqap34JWPF6R9','msg_22372d42b0015GLCrFAQLQVUxt','ses_ddc8d2c0dffefXQNW6RkiaAtCG',1795891058003,1795891058005,'{"reason":"stop","snapshot":"11175ebccb3241e4888e30f41aafddcb1dc72f8c","type":"step-finish","tokens":{"total":13,"input":10,"output":3,"reasoning":0,"cache":{"write":0,"read":0}},"cost":0}');
INSERT INTO part VALUES('prt_22372d7c2001u7XS8ABtOm6mSu','msg_22372d7c1001xKZzz7iY0rIHC3','ses_ddc8d2c0dffefXQNW6RkiaAtCG',1795891058633,1795891058634,'{"type":"text","text":"hello"}');
INSERT INTO part VALUES('prt_22372d9f400190VXGuZW8nFR4B','msg_22372d9f30012ZfEBXNj2Y3Qxq','ses_ddc8d2c0dffefXQNW6RkiaAtCG',1795891059197,1795891059198,'{"type":"text","text":"hello"}');
INSERT INTO part VALUES('prt_22372dab400167jtIxXXHk0oM7','msg_22372da28001dx2c0Fj5kqRZkA','ses_ddc8d2c0dffefXQNW6RkiaAtCG',1795891059380,1795891059382,'{"snapshot":"11175ebccb3241e4888e30f41aafddcb1dc72f8c","type":"step-start"}');
INSERT INTO part VALUES('prt_22372dab7001FVTSQ1WcBq7omJ','msg_22372da28001dx2c0Fj5kqRZkA','ses_ddc8d2c0dffefXQNW6RkiaAtCG',1795891059383,1795891059388,'{"type":"text","text":"Sure, done.","time":{"start":1795891059383,"end":1795891059387}}');
INSERT INTO part VALUES('prt_22372db08001N3stl6RGi1C1Qg','msg_22372da28001dx2c0Fj5kqRZkA','ses_ddc8d2c0dffefXQNW6RkiaAtCG',1795891059464,1795891059467,'{"reason":"stop","snapshot":"11175ebccb3241e4888e30f41aafddcb1dc72f8c","type":"step-finish","tokens":{"total":13,"input":10,"output":3,"reasoning":0,"cache":{"write":0,"read":0}},"cost":0}');
INSERT INTO part VALUES('prt_22372ddae001HIk29sgQuWlBoC','msg_22372dda4001lEYF3gG6OD2bUt','ses_ddc8d2265ffeYEOwglH6FjxA4Z',1795891060144,1795891060145,'{"type":"text","text":"hello"}');
INSERT INTO part VALUES('prt_22372de3e001b0Kh7oFTX5TJ3f','msg_22372de3d001eZ5WnJ738cWmCm','ses_ddc8d2265ffeYEOwglH6FjxA4Z',1795891060286,1795891060287,'{"type":"compaction","auto":true,"overflow":true}');
INSERT INTO part VALUES('prt_22372dfb2002Vbey7SYZQSl1N2','msg_22372dfb2001SIdDnSQBgKkanI','ses_ddc8d2265ffeYEOwglH6FjxA4Z',1795891060669,1795891060670,'{"type":"text","text":"hello"}');
INSERT INTO part VALUES('prt_22372e086001i80vFSMfjeleRg','msg_22372e084001K7zuTU7b6urQ36','ses_ddc8d2265ffeYEOwglH6FjxA4Z',1795891060870,1795891060871,'{"type":"compaction","auto":true,"overflow":true}');
CREATE TABLE `session_context_epoch` (
          `session_id` text PRIMARY KEY,
          `baseline` text NOT NULL,
          `snapshot` text NOT NULL,
          `baseline_seq` integer NOT NULL,
          CONSTRAINT `fk_session_context_epoch_session_id_session_id_fk` FOREIGN KEY (`session_id`) REFERENCES `session`(`id`) ON DELETE CASCADE
        );
CREATE TABLE `session_input` (
          `id` text PRIMARY KEY,
          `session_id` text NOT NULL,
          `prompt` text NOT NULL,
          `delivery` text NOT NULL,
          `admitted_seq` integer NOT NULL,
          `promoted_seq` integer,
          `time_created` integer NOT NULL,
          CONSTRAINT `fk_session_input_session_id_session_id_fk` FOREIGN KEY (`session_id`) REFERENCES `session`(`id`) ON DELETE CASCADE
        );
CREATE TABLE `session_message` (
          `id` text PRIMARY KEY,
          `session_id` text NOT NULL,
          `type` text NOT NULL,
          `seq` integer NOT NULL,
          `time_created` integer NOT NULL,
          `time_updated` integer NOT NULL,
          `data` text NOT NULL,
          CONSTRAINT `fk_session_message_session_id_session_id_fk` FOREIGN KEY (`session_id`) REFERENCES `session`(`id`) ON DELETE CASCADE
        );
CREATE TABLE `session` (
          `id` text PRIMARY KEY,
          `project_id` text NOT NULL,
          `workspace_id` text,
          `parent_id` text,
          `slug` text NOT NULL,
          `directory` text NOT NULL,
          `path` text,
          `title` text NOT NULL,
          `version` text NOT NULL,
          `share_url` text,
          `summary_additions` integer,
          `summary_deletions` integer,
          `summary_files` integer,
          `summary_diffs` text,
          `metadata` text,
          `cost` real DEFAULT 0 NOT NULL,
          `tokens_input` integer DEFAULT 0 NOT NULL,
          `tokens_output` integer DEFAULT 0 NOT NULL,
          `tokens_reasoning` integer DEFAULT 0 NOT NULL,
          `tokens_cache_read` integer DEFAULT 0 NOT NULL,
          `tokens_cache_write` integer DEFAULT 0 NOT NULL,
          `revert` text,
          `permission` text,
          `agent` text,
          `model` text,
          `time_created` integer NOT NULL,
          `time_updated` integer NOT NULL,
          `time_compacting` integer,
          `time_archived` integer,
          CONSTRAINT `fk_session_project_id_project_id_fk` FOREIGN KEY (`project_id`) REFERENCES `project`(`id`) ON DELETE CASCADE
        );
INSERT INTO session VALUES('ses_ddc8d6b40ffemr9FrYV4ArukAw','1177421803f9600babad4f2fb44045b95b19ef21',NULL,NULL,'playful-cabin','/home/operator/proj','','Sure, done.','1.18.33',NULL,0,0,0,NULL,NULL,0.0,50,15,0,0,0,NULL,NULL,'build','{"id":"good","providerID":"mock","variant":"default"}',1795891041471,1795891056175,NULL,NULL);
INSERT INTO session VALUES('ses_ddc8d5abfffedqYx1j3d11Yfkp','1177421803f9600babad4f2fb44045b95b19ef21',NULL,NULL,'quiet-engine','/home/operator/proj','','Sure, done.','1.18.33',NULL,0,0,0,NULL,NULL,0.0,10,3,0,0,0,NULL,NULL,'build','{"id":"good","providerID":"mock","variant":"default"}',1795891045696,1795891047276,NULL,NULL);
INSERT INTO session VALUES('ses_ddc8d502dffeMb7CrkXlYtde7y','1177421803f9600babad4f2fb44045b95b19ef21',NULL,NULL,'sunny-pixel','/home/operator/proj','','Sure, done.','1.18.33',NULL,0,0,0,NULL,NULL,0.0,10,3,0,0,0,NULL,NULL,'build','{"id":"good","providerID":"mock","variant":"default"}',1795891048402,1795891049972,NULL,NULL);
INSERT INTO session VALUES('ses_ddc8d4697ffeRmkssMw4942a50','1177421803f9600babad4f2fb44045b95b19ef21',NULL,NULL,'misty-falcon','/home/operator/proj','','Sure, done.','1.18.33',NULL,0,0,0,NULL,NULL,0.0,10,3,0,0,0,NULL,NULL,'build','{"id":"good","providerID":"mock","variant":"default"}',1795891050856,1795891052452,NULL,NULL);
INSERT INTO session VALUES('ses_ddc8d3ce9ffeyGh6ViOlacRN28','1177421803f9600babad4f2fb44045b95b19ef21',NULL,NULL,'tidy-circuit','/home/operator/proj','','Sure, done.','1.18.33',NULL,0,0,0,NULL,NULL,0.0,10,3,0,0,0,NULL,NULL,'build','{"id":"good","providerID":"mock","variant":"default"}',1795891053334,1795891055495,NULL,NULL);
INSERT INTO session VALUES('ses_ddc8d2f56ffeTdZbzx1HeVM4xE','1177421803f9600babad4f2fb44045b95b19ef21',NULL,NULL,'gentle-planet','/home/operator/proj','','Sure, done.','1.18.33',NULL,0,0,0,NULL,NULL,0.0,0,0,0,0,0,NULL,NULL,'build','{"id":"badparam","providerID":"mock","variant":"default"}',1795891056809,1795891057491,NULL,NULL);
INSERT INTO session VALUES('ses_ddc8d2c0dffefXQNW6RkiaAtCG','1177421803f9600babad4f2fb44045b95b19ef21',NULL,NULL,'cosmic-otter','/home/operator/proj','','Sure, done.','1.18.33',NULL,0,0,0,NULL,NULL,0.0,20,6,0,0,0,NULL,NULL,'build','{"id":"once","providerID":"mock","variant":"default"}',1795891057650,1795891059535,NULL,NULL);
INSERT INTO session VALUES('ses_ddc8d2265ffeYEOwglH6FjxA4Z','1177421803f9600babad4f2fb44045b95b19ef21',NULL,NULL,'quiet-cactus','/home/operator/proj','','Sure, done.','1.18.33',NULL,0,0,0,NULL,NULL,0.0,0,0,0,0,0,NULL,NULL,'build','{"id":"longctx","providerID":"mock","variant":"default"}',1795891060122,1795891060802,NULL,NULL);
CREATE TABLE `todo` (
          `session_id` text NOT NULL,
          `content` text NOT NULL,
          `status` text NOT NULL,
          `priority` text NOT NULL,
          `position` integer NOT NULL,
          `time_created` integer NOT NULL,
          `time_updated` integer NOT NULL,
          CONSTRAINT `todo_pk` PRIMARY KEY(`session_id`, `position`),
          CONSTRAINT `fk_todo_session_id_session_id_fk` FOREIGN KEY (`session_id`) REFERENCES `session`(`id`) ON DELETE CASCADE
        );
CREATE TABLE `session_share` (
          `session_id` text PRIMARY KEY,
          `id` text NOT NULL,
          `secret` text NOT NULL,
          `url` text NOT NULL,
          `time_created` integer NOT NULL,
          `time_updated` integer NOT NULL,
          CONSTRAINT `fk_session_share_session_id_session_id_fk` FOREIGN KEY (`session_id`) REFERENCES `session`(`id`) ON DELETE CASCADE
        );
CREATE TABLE IF NOT EXISTS "migration" (id TEXT PRIMARY KEY, time_completed INTEGER NOT NULL);
INSERT INTO migration VALUES('20260127222353_familiar_lady_ursula',1795891038299);
INSERT INTO migration VALUES('20260211171708_add_project_commands',1795891038300);
INSERT INTO migration VALUES('20260213144116_wakeful_the_professor',1795891038300);
INSERT INTO migration VALUES('20260225215848_workspace',1795891038300);
INSERT INTO migration VALUES('20260227213759_add_session_workspace_id',1795891038301);
INSERT INTO migration VALUES('20260228203230_blue_harpoon',1795891038301);
INSERT INTO migration VALUES('20260303231226_add_workspace_fields',1795891038301);
INSERT INTO migration VALUES('20260309230000_move_org_to_state',1795891038301);
INSERT INTO migration VALUES('20260312043431_session_message_cursor',1795891038301);
INSERT INTO migration VALUES('20260323234822_events',1795891038301);
INSERT INTO migration VALUES('20260410174513_workspace-name',1795891038301);
INSERT INTO migration VALUES('20260413175956_chief_energizer',1795891038301);
INSERT INTO migration VALUES('20260423070820_add_icon_url_override',1795891038301);
INSERT INTO migration VALUES('20260427172553_slow_nightmare',1795891038301);
INSERT INTO migration VALUES('20260428004200_add_session_path',1795891038301);
INSERT INTO migration VALUES('20260501142318_next_venus',1795891038302);
INSERT INTO migration VALUES('20260504145000_add_sync_owner',1795891038302);
INSERT INTO migration VALUES('20260507164347_add_workspace_time',1795891038302);
INSERT INTO migration VALUES('20260510033149_session_usage',1795891038302);
INSERT INTO migration VALUES('20260511000411_data_migration_state',1795891038303);
INSERT INTO migration VALUES('20260511173437_session-metadata',1795891038303);
INSERT INTO migration VALUES('20260601010001_normalize_storage_paths',1795891038303);
INSERT INTO migration VALUES('20260601202201_amazing_prowler',1795891038303);
INSERT INTO migration VALUES('20260602002951_lowly_union_jack',1795891038303);
INSERT INTO migration VALUES('20260602182828_add_project_directories',1795891038303);
INSERT INTO migration VALUES('20260603001617_session_message_projection_indexes',1795891038303);
INSERT INTO migration VALUES('20260603040000_session_message_projection_order',1795891038303);
INSERT INTO migration VALUES('20260603141458_session_input_inbox',1795891038304);
INSERT INTO migration VALUES('20260603160727_jittery_ezekiel_stane',1795891038304);
INSERT INTO migration VALUES('20260604172448_event_sourced_session_input',1795891038304);
INSERT INTO migration VALUES('20260605003541_add_session_context_snapshot',1795891038304);
INSERT INTO migration VALUES('20260605042240_add_context_epoch_agent',1795891038304);
INSERT INTO migration VALUES('20260611035744_credential',1795891038304);
INSERT INTO migration VALUES('20260611192811_lush_chimera',1795891038304);
INSERT INTO migration VALUES('20260612174303_project_dir_strategy',1795891038305);
INSERT INTO migration VALUES('20260622142730_simplify_session_context_epoch',1795891038305);
INSERT INTO migration VALUES('20260622170816_reset_v2_session_state',1795891038305);
INSERT INTO migration VALUES('20260622202450_simplify_session_input',1795891038305);
CREATE UNIQUE INDEX `event_aggregate_seq_idx` ON `event` (`aggregate_id`,`seq`);
CREATE INDEX `event_aggregate_type_seq_idx` ON `event` (`aggregate_id`,`type`,`seq`);
CREATE UNIQUE INDEX `permission_project_action_resource_idx` ON `permission` (`project_id`,`action`,`resource`);
CREATE INDEX `message_session_time_created_id_idx` ON `message` (`session_id`,`time_created`,`id`);
CREATE INDEX `part_message_id_id_idx` ON `part` (`message_id`,`id`);
CREATE INDEX `part_session_idx` ON `part` (`session_id`);
CREATE INDEX `session_input_session_pending_delivery_seq_idx` ON `session_input` (`session_id`,`promoted_seq`,`delivery`,`admitted_seq`);
CREATE UNIQUE INDEX `session_input_session_admitted_seq_idx` ON `session_input` (`session_id`,`admitted_seq`);
CREATE UNIQUE INDEX `session_input_session_promoted_seq_idx` ON `session_input` (`session_id`,`promoted_seq`);
CREATE UNIQUE INDEX `session_message_session_seq_idx` ON `session_message` (`session_id`,`seq`);
CREATE INDEX `session_message_session_type_seq_idx` ON `session_message` (`session_id`,`type`,`seq`);
CREATE INDEX `session_message_session_time_created_id_idx` ON `session_message` (`session_id`,`time_created`,`id`);
CREATE INDEX `session_message_time_created_idx` ON `session_message` (`time_created`);
CREATE INDEX `session_project_idx` ON `session` (`project_id`);
CREATE INDEX `session_workspace_idx` ON `session` (`workspace_id`);
CREATE INDEX `session_parent_idx` ON `session` (`parent_id`);
CREATE INDEX `todo_session_idx` ON `todo` (`session_id`);
