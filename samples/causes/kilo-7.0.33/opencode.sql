CREATE TABLE IF NOT EXISTS "__drizzle_migrations" (
				id SERIAL PRIMARY KEY,
				hash text NOT NULL,
				created_at numeric
			);
INSERT INTO __drizzle_migrations VALUES(NULL,'',1769552633000);
INSERT INTO __drizzle_migrations VALUES(NULL,'',1770830228000);
INSERT INTO __drizzle_migrations VALUES(NULL,'',1770993676000);
CREATE TABLE `project` (
	`id` text PRIMARY KEY,
	`worktree` text NOT NULL,
	`vcs` text,
	`name` text,
	`icon_url` text,
	`icon_color` text,
	`time_created` integer NOT NULL,
	`time_updated` integer NOT NULL,
	`time_initialized` integer,
	`sandboxes` text NOT NULL
, `commands` text);
INSERT INTO project VALUES('ca7cb8af730362730d1980ff8867c2143dff91e1','/home/operator/proj','git',NULL,NULL,NULL,1795891702419,1795891702420,NULL,'[]',NULL);
CREATE TABLE `message` (
	`id` text PRIMARY KEY,
	`session_id` text NOT NULL,
	`time_created` integer NOT NULL,
	`time_updated` integer NOT NULL,
	`data` text NOT NULL,
	CONSTRAINT `fk_message_session_id_session_id_fk` FOREIGN KEY (`session_id`) REFERENCES `session`(`id`) ON DELETE CASCADE
);
INSERT INTO message VALUES('msg_2237cabb40016h4pM345Y2oYSa','ses_ddc8354f5ffeAhdGocybomIeys',1795891702708,1795891703350,'{"role":"user","time":{"created":1795891702708},"summary":{"diffs":[]},"agent":"code","model":{"providerID":"mock","modelID":"good"}}');
INSERT INTO message VALUES('msg_2237cad06001aoL3Y1al1E0B8d','ses_ddc8354f5ffeAhdGocybomIeys',1795891703046,1795891703332,'{"role":"assistant","time":{"created":1795891703046,"completed":1795891703332},"parentID":"msg_2237cabb40016h4pM345Y2oYSa","modelID":"good","providerID":"mock","mode":"code","agent":"code","path":{"cwd":"/home/operator/proj","root":"/home/operator/proj"},"cost":0,"tokens":{"total":13,"input":10,"output":3,"reasoning":0,"cache":{"read":0,"write":0}},"finish":"stop"}');
INSERT INTO message VALUES('msg_2237cb027001Qz05cLVdySG6Ff','ses_ddc834fe1ffeuPkBhjvmXXkZll',1795891703847,1795891703847,'{"role":"user","time":{"created":1795891703847},"agent":"code","model":{"providerID":"mock","modelID":"gone"}}');
INSERT INTO message VALUES('msg_2237ccfbe001NXAVWBA5IS75mF','ses_ddc833052ffezZ274vRWSYE7rx',1795891711934,1795891711934,'{"role":"user","time":{"created":1795891711934},"agent":"code","model":{"providerID":"gone","modelID":"good"}}');
INSERT INTO message VALUES('msg_2237d2eca001PY2cExHP84ajpp','ses_ddc82d169ffeY5AoIf1cJl3j7j',1795891736266,1795891736276,'{"role":"user","time":{"created":1795891736266},"summary":{"diffs":[]},"agent":"code","model":{"providerID":"mock","modelID":"ask"}}');
INSERT INTO message VALUES('msg_2237d2ecd001m6pOCBtbUDmvOW','ses_ddc82d169ffeY5AoIf1cJl3j7j',1795891736269,1795891736270,'{"role":"assistant","time":{"created":1795891736269},"parentID":"msg_2237d2eca001PY2cExHP84ajpp","modelID":"ask","providerID":"mock","mode":"code","agent":"code","path":{"cwd":"/home/operator/proj","root":"/home/operator/proj"},"cost":0,"tokens":{"input":0,"output":0,"reasoning":0,"cache":{"read":0,"write":0}}}');
INSERT INTO message VALUES('msg_2237d42be001jO0kG0OLV3W0Ht','ses_ddc82bd4effeFzGPMTN8MQTbc2',1795891741374,1795891741440,'{"role":"user","time":{"created":1795891741374},"summary":{"diffs":[]},"agent":"code","model":{"providerID":"mock","modelID":"sleep"}}');
INSERT INTO message VALUES('msg_2237d42d30018hgsdkCI7k25MN','ses_ddc82bd4effeFzGPMTN8MQTbc2',1795891741395,1795891754550,'{"role":"assistant","time":{"created":1795891741395,"completed":1795891754550},"error":{"name":"MessageAbortedError","data":{"message":"The operation was aborted."}},"parentID":"msg_2237d42be001jO0kG0OLV3W0Ht","modelID":"sleep","providerID":"mock","mode":"code","agent":"code","path":{"cwd":"/home/operator/proj","root":"/home/operator/proj"},"cost":0,"tokens":{"input":0,"output":0,"reasoning":0,"cache":{"read":0,"write":0}}}');
INSERT INTO message VALUES('msg_2237d62ef0013pvPA0jyw0vj0R','ses_ddc829d1effeUvjbLGz44zzQB7',1795891749615,1795891749621,'{"role":"user","time":{"created":1795891749615},"summary":{"diffs":[]},"agent":"code","model":{"providerID":"mock","modelID":"slow"}}');
INSERT INTO message VALUES('msg_2237d62f2001jBalUW5w9SVCan','ses_ddc829d1effeUvjbLGz44zzQB7',1795891749618,1795891751710,'{"role":"assistant","time":{"created":1795891749618,"completed":1795891751709},"error":{"name":"MessageAbortedError","data":{"message":"The operation was aborted."}},"parentID":"msg_2237d62ef0013pvPA0jyw0vj0R","modelID":"slow","providerID":"mock","mode":"code","agent":"code","path":{"cwd":"/home/operator/proj","root":"/home/operator/proj"},"cost":0,"tokens":{"input":0,"output":0,"reasoning":0,"cache":{"read":0,"write":0}}}');
INSERT INTO message VALUES('msg_2237d72bb00115BmacW7e8GZgd','ses_ddc8354f5ffeAhdGocybomIeys',1795891753659,1795891753937,'{"role":"user","time":{"created":1795891753659},"summary":{"diffs":[]},"agent":"code","model":{"providerID":"mock","modelID":"good"}}');
INSERT INTO message VALUES('msg_2237d72d4001UZDNVLuquO779Q','ses_ddc8354f5ffeAhdGocybomIeys',1795891753685,1795891753899,'{"role":"assistant","time":{"created":1795891753685,"completed":1795891753899},"parentID":"msg_2237d72bb00115BmacW7e8GZgd","modelID":"good","providerID":"mock","mode":"code","agent":"code","path":{"cwd":"/home/operator/proj","root":"/home/operator/proj"},"cost":0,"tokens":{"total":13,"input":10,"output":3,"reasoning":0,"cache":{"read":0,"write":0}},"finish":"stop"}');
CREATE TABLE `part` (
	`id` text PRIMARY KEY,
	`message_id` text NOT NULL,
	`session_id` text NOT NULL,
	`time_created` integer NOT NULL,
	`time_updated` integer NOT NULL,
	`data` text NOT NULL,
	CONSTRAINT `fk_part_message_id_message_id_fk` FOREIGN KEY (`message_id`) REFERENCES `message`(`id`) ON DELETE CASCADE
);
INSERT INTO part VALUES('prt_2237cabb6001lujK1JBKMnXg2B','msg_2237cabb40016h4pM345Y2oYSa','ses_ddc8354f5ffeAhdGocybomIeys',1795891702727,1795891702727,'{"type":"text","text":"hello"}');
INSERT INTO part VALUES('prt_2237cade6001MYHJSllUglGLiQ','msg_2237cad06001aoL3Y1al1E0B8d','ses_ddc8354f5ffeAhdGocybomIeys',1795891703271,1795891703271,'{"type":"step-start","snapshot":"11175ebccb3241e4888e30f41aafddcb1dc72f8c"}');
INSERT INTO part VALUES('prt_2237cade800197SahWK1PPWUxF','msg_2237cad06001aoL3Y1al1E0B8d','ses_ddc8354f5ffeAhdGocybomIeys',1795891703272,1795891703278,'{"type":"text","text":"Sure, done.","time":{"start":1795891703277,"end":1795891703277}}');
INSERT INTO part VALUES('prt_2237cadf0001tJZc3b5wAxhKcY','msg_2237cad06001aoL3Y1al1E0B8d','ses_ddc8354f5ffeAhdGocybomIeys',1795891703302,1795891703304,'{"type":"step-finish","reason":"stop","snapshot":"11175ebccb3241e4888e30f41aafddcb1dc72f8c","cost":0,"tokens":{"total":13,"input":10,"output":3,"reasoning":0,"cache":{"read":0,"write":0}}}');
INSERT INTO part VALUES('prt_2237cb027002q0xiBYuDJpOnr6','msg_2237cb027001Qz05cLVdySG6Ff','ses_ddc834fe1ffeuPkBhjvmXXkZll',1795891703847,1795891703847,'{"type":"text","text":"hello"}');
INSERT INTO part VALUES('prt_2237ccfbe002Dkk6Ld4mvcj3pm','msg_2237ccfbe001NXAVWBA5IS75mF','ses_ddc833052ffezZ274vRWSYE7rx',1795891711935,1795891711935,'{"type":"text","text":"hello"}');
INSERT INTO part VALUES('prt_2237d2eca0029D68MIZujVoZx6','msg_2237d2eca001PY2cExHP84ajpp','ses_ddc82d169ffeY5AoIf1cJl3j7j',1795891736267,1795891736267,'{"type":"text","text":"hello"}');
INSERT INTO part VALUES('prt_2237d2fa0001HerDw6c0GjogG8','msg_2237d2ecd001m6pOCBtbUDmvOW','ses_ddc82d169ffeY5AoIf1cJl3j7j',1795891736481,1795891736481,'{"type":"step-start","snapshot":"11175ebccb3241e4888e30f41aafddcb1dc72f8c"}');
INSERT INTO part VALUES('prt_2237d2fa10013kwUaVhgEKSCSu','msg_2237d2ecd001m6pOCBtbUDmvOW','ses_ddc82d169ffeY5AoIf1cJl3j7j',1795891736489,1795891736490,'{"type":"tool","callID":"call_d9249c216c0d","tool":"bash","state":{"status":"running","input":{"command":"ls","description":"lists"},"time":{"start":1795891736489}}}');
INSERT INTO part VALUES('prt_2237d42be002NFQrZjm6SdOJTM','msg_2237d42be001jO0kG0OLV3W0Ht','ses_ddc82bd4effeFzGPMTN8MQTbc2',1795891741374,1795891741374,'{"type":"text","text":"hello"}');
INSERT INTO part VALUES('prt_2237d43db001U6h2EzgBrwhA3u','msg_2237d42d30018hgsdkCI7k25MN','ses_ddc82bd4effeFzGPMTN8MQTbc2',1795891741659,1795891741659,'{"type":"step-start","snapshot":"11175ebccb3241e4888e30f41aafddcb1dc72f8c"}');
INSERT INTO part VALUES('prt_2237d43dc001NqlBEeYE3VR2pQ','msg_2237d42d30018hgsdkCI7k25MN','ses_ddc82bd4effeFzGPMTN8MQTbc2',1795891741660,1795891754550,'{"type":"tool","callID":"call_fb1b5b81d7c6","tool":"bash","state":{"status":"error","input":{"command":"sleep 90","description":"waits"},"error":"Tool execution aborted","time":{"start":1795891754548,"end":1795891754548}}}');
INSERT INTO part VALUES('prt_2237d62ef002VjMroc903csQWG','msg_2237d62ef0013pvPA0jyw0vj0R','ses_ddc829d1effeUvjbLGz44zzQB7',1795891749615,1795891749615,'{"type":"text","text":"hello"}');
INSERT INTO part VALUES('prt_2237d6513001jOfQ0KGHTKu8y1','msg_2237d62f2001jBalUW5w9SVCan','ses_ddc829d1effeUvjbLGz44zzQB7',1795891750164,1795891750164,'{"type":"step-start","snapshot":"11175ebccb3241e4888e30f41aafddcb1dc72f8c"}');
INSERT INTO part VALUES('prt_2237d65140019QZSx5Le01NXD2','msg_2237d62f2001jBalUW5w9SVCan','ses_ddc829d1effeUvjbLGz44zzQB7',1795891750165,1795891750165,'{"type":"text","text":"","time":{"start":1795891750165}}');
INSERT INTO part VALUES('prt_2237d72bc0017RYCJdOCkNavx9','msg_2237d72bb00115BmacW7e8GZgd','ses_ddc8354f5ffeAhdGocybomIeys',1795891753669,1795891753669,'{"type":"text","text":"hello"}');
INSERT INTO part VALUES('prt_2237d738c001nLAtDWKUp8SKnn','msg_2237d72d4001UZDNVLuquO779Q','ses_ddc8354f5ffeAhdGocybomIeys',1795891753868,1795891753868,'{"type":"step-start","snapshot":"11175ebccb3241e4888e30f41aafddcb1dc72f8c"}');
INSERT INTO part VALUES('prt_2237d738d001d8gC2qg6K3Zl7h','msg_2237d72d4001UZDNVLuquO779Q','ses_ddc8354f5ffeAhdGocybomIeys',1795891753870,1795891753871,'{"type":"text","text":"Sure, done.","time":{"start":1795891753871,"end":1795891753871}}');
INSERT INTO part VALUES('prt_2237d7390001G375lXjfeIZA29','msg_2237d72d4001UZDNVLuquO779Q','ses_ddc8354f5ffeAhdGocybomIeys',1795891753884,1795891753884,'{"type":"step-finish","reason":"stop","snapshot":"11175ebccb3241e4888e30f41aafddcb1dc72f8c","cost":0,"tokens":{"total":13,"input":10,"output":3,"reasoning":0,"cache":{"read":0,"write":0}}}');
CREATE TABLE `permission` (
	`project_id` text PRIMARY KEY,
	`time_created` integer NOT NULL,
	`time_updated` integer NOT NULL,
	`data` text NOT NULL,
	CONSTRAINT `fk_permission_project_id_project_id_fk` FOREIGN KEY (`project_id`) REFERENCES `project`(`id`) ON DELETE CASCADE
);
CREATE TABLE `session` (
	`id` text PRIMARY KEY,
	`project_id` text NOT NULL,
	`parent_id` text,
	`slug` text NOT NULL,
	`directory` text NOT NULL,
	`title` text NOT NULL,
	`version` text NOT NULL,
	`share_url` text,
	`summary_additions` integer,
	`summary_deletions` integer,
	`summary_files` integer,
	`summary_diffs` text,
	`revert` text,
	`permission` text,
	`time_created` integer NOT NULL,
	`time_updated` integer NOT NULL,
	`time_compacting` integer,
	`time_archived` integer,
	CONSTRAINT `fk_session_project_id_project_id_fk` FOREIGN KEY (`project_id`) REFERENCES `project`(`id`) ON DELETE CASCADE
);
INSERT INTO session VALUES('ses_ddc8354f5ffeAhdGocybomIeys','ca7cb8af730362730d1980ff8867c2143dff91e1',NULL,'nimble-orchid','/home/operator/proj','Sure, done.','7.0.33',NULL,0,0,0,NULL,NULL,NULL,1795891702539,1795891753927,NULL,NULL);
INSERT INTO session VALUES('ses_ddc834fe1ffeuPkBhjvmXXkZll','ca7cb8af730362730d1980ff8867c2143dff91e1',NULL,'eager-comet','/home/operator/proj','Sure, done.','7.0.33',NULL,NULL,NULL,NULL,NULL,NULL,NULL,1795891703838,1795891703899,NULL,NULL);
INSERT INTO session VALUES('ses_ddc833052ffezZ274vRWSYE7rx','ca7cb8af730362730d1980ff8867c2143dff91e1',NULL,'hidden-island','/home/operator/proj','Sure, done.','7.0.33',NULL,NULL,NULL,NULL,NULL,NULL,NULL,1795891711917,1795891712013,NULL,NULL);
INSERT INTO session VALUES('ses_ddc8310aeffexe4GAb6RwQM6WE','ca7cb8af730362730d1980ff8867c2143dff91e1',NULL,'hidden-moon','/home/operator/proj','New session - 2026-11-28T18:48:40.017Z','7.0.33',NULL,NULL,NULL,NULL,NULL,NULL,NULL,1795891720017,1795891720017,NULL,NULL);
INSERT INTO session VALUES('ses_ddc82f129ffeWkclu1dVvfFsHz','ca7cb8af730362730d1980ff8867c2143dff91e1',NULL,'mighty-meadow','/home/operator/proj','New session - 2026-11-28T18:48:48.086Z','7.0.33',NULL,NULL,NULL,NULL,NULL,NULL,NULL,1795891728086,1795891728086,NULL,NULL);
INSERT INTO session VALUES('ses_ddc82d169ffeY5AoIf1cJl3j7j','ca7cb8af730362730d1980ff8867c2143dff91e1',NULL,'lucky-orchid','/home/operator/proj','Sure, done.','7.0.33',NULL,0,0,0,NULL,NULL,NULL,1795891736214,1795891736320,NULL,NULL);
INSERT INTO session VALUES('ses_ddc82bd4effeFzGPMTN8MQTbc2','ca7cb8af730362730d1980ff8867c2143dff91e1',NULL,'cosmic-pixel','/home/operator/proj','Sure, done.','7.0.33',NULL,0,0,0,NULL,NULL,NULL,1795891741361,1795891741549,NULL,NULL);
INSERT INTO session VALUES('ses_ddc829d1effeUvjbLGz44zzQB7','ca7cb8af730362730d1980ff8867c2143dff91e1',NULL,'shiny-circuit','/home/operator/proj','Sure, done.','7.0.33',NULL,0,0,0,NULL,NULL,NULL,1795891749601,1795891749628,NULL,NULL);
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
CREATE INDEX `message_session_idx` ON `message` (`session_id`);
CREATE INDEX `part_message_idx` ON `part` (`message_id`);
CREATE INDEX `part_session_idx` ON `part` (`session_id`);
CREATE INDEX `session_project_idx` ON `session` (`project_id`);
CREATE INDEX `session_parent_idx` ON `session` (`parent_id`);
CREATE INDEX `todo_session_idx` ON `todo` (`session_id`);
