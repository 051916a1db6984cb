CREATE TABLE "__drizzle_migrations" (
				id INTEGER PRIMARY KEY,
				hash text NOT NULL,
				created_at numeric,
				name text,
				applied_at TEXT
			);
INSERT INTO "__drizzle_migrations" VALUES(1,'',1769552633000,'20260127222353_familiar_lady_ursula','2026-11-30T19:38:47.009Z');
INSERT INTO "__drizzle_migrations" VALUES(2,'',1770830228000,'20260211171708_add_project_commands','2026-11-30T19:38:47.011Z');
INSERT INTO "__drizzle_migrations" VALUES(3,'',1770993676000,'20260213144116_wakeful_the_professor','2026-11-30T19:38:47.012Z');
INSERT INTO "__drizzle_migrations" VALUES(4,'',1772056728000,'20260225215848_workspace','2026-11-30T19:38:47.012Z');
INSERT INTO "__drizzle_migrations" VALUES(5,'',1772228279000,'20260227213759_add_session_workspace_id','2026-11-30T19:38:47.013Z');
INSERT INTO "__drizzle_migrations" VALUES(6,'',1772310750000,'20260228203230_blue_harpoon','2026-11-30T19:38:47.014Z');
INSERT INTO "__drizzle_migrations" VALUES(7,'',1772579546000,'20260303231226_add_workspace_fields','2026-11-30T19:38:47.019Z');
INSERT INTO "__drizzle_migrations" VALUES(8,'',1773097200000,'20260309230000_move_org_to_state','2026-11-30T19:38:47.020Z');
INSERT INTO "__drizzle_migrations" VALUES(9,'',1773290071000,'20260312043431_session_message_cursor','2026-11-30T19:38:47.021Z');
INSERT INTO "__drizzle_migrations" VALUES(10,'',1774309702000,'20260323234822_events','2026-11-30T19:38:47.022Z');
INSERT INTO "__drizzle_migrations" VALUES(11,'',1775843113000,'20260410174513_workspace-name','2026-11-30T19:38:47.024Z');
INSERT INTO "__drizzle_migrations" VALUES(12,'',1776103196000,'20260413175956_chief_energizer','2026-11-30T19:38:47.024Z');
INSERT INTO "__drizzle_migrations" VALUES(13,'',1776928100000,'20260423070820_add_icon_url_override','2026-11-30T19:38:47.025Z');
INSERT INTO "__drizzle_migrations" VALUES(14,'',1777310753000,'20260427172553_slow_nightmare','2026-11-30T19:38:47.026Z');
INSERT INTO "__drizzle_migrations" VALUES(15,'',1777336920000,'20260428004200_add_session_path','2026-11-30T19:38:47.026Z');
INSERT INTO "__drizzle_migrations" VALUES(16,'',1777645398000,'20260501142318_next_venus','2026-11-30T19:38:47.027Z');
INSERT INTO "__drizzle_migrations" VALUES(17,'',1777906200000,'20260504145000_add_sync_owner','2026-11-30T19:38:47.028Z');
INSERT INTO "__drizzle_migrations" VALUES(18,'',1778172227000,'20260507164347_add_workspace_time','2026-11-30T19:38:47.028Z');
INSERT INTO "__drizzle_migrations" VALUES(19,'',1778383909000,'20260510033149_session_usage','2026-11-30T19:38:47.030Z');
INSERT INTO "__drizzle_migrations" VALUES(20,'',1778457851000,'20260511000411_data_migration_state','2026-11-30T19:38:47.030Z');
INSERT INTO "__drizzle_migrations" VALUES(21,'',1778520877000,'20260511173437_session-metadata','2026-11-30T19:38:47.031Z');
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
CREATE TABLE `account_state` (
	`id` integer PRIMARY KEY NOT NULL,
	`active_account_id` text, `active_org_id` text,
	FOREIGN KEY (`active_account_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE set null
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
CREATE TABLE `data_migration` (
	`name` text PRIMARY KEY,
	`time_completed` integer NOT NULL
);
INSERT INTO "data_migration" VALUES('session_usage_from_messages',1796067527625);
CREATE TABLE `event` (
	`id` text PRIMARY KEY,
	`aggregate_id` text NOT NULL,
	`seq` integer NOT NULL,
	`type` text NOT NULL,
	`data` text NOT NULL,
	CONSTRAINT `fk_event_aggregate_id_event_sequence_aggregate_id_fk` FOREIGN KEY (`aggregate_id`) REFERENCES `event_sequence`(`aggregate_id`) ON DELETE CASCADE
);
CREATE TABLE `event_sequence` (
	`aggregate_id` text PRIMARY KEY,
	`seq` integer NOT NULL
, `owner_id` text);
CREATE TABLE `message` (
	`id` text PRIMARY KEY,
	`session_id` text NOT NULL,
	`time_created` integer NOT NULL,
	`time_updated` integer NOT NULL,
	`data` text NOT NULL,
	CONSTRAINT `fk_message_session_id_session_id_fk` FOREIGN KEY (`session_id`) REFERENCES `session`(`id`) ON DELETE CASCADE
);
INSERT INTO "message" VALUES('msg_22df78f91001cyMVqiMyONpB2d','ses_dd20870c9ffeFqu7BbUn5pXAIM',1796067528593,1796067530059,'{"role":"user","time":{"created":1796067528593},"agent":"build","model":{"providerID":"mock","modelID":"good"},"summary":{"diffs":[]}}');
INSERT INTO "message" VALUES('msg_22df791f000107uH3g1GxQfIe9','ses_dd20870c9ffeFqu7BbUn5pXAIM',1796067529200,1796067529869,'{"parentID":"msg_22df78f91001cyMVqiMyONpB2d","role":"assistant","mode":"build","agent":"build","path":{"cwd":"/home/operator/proj","root":"/home/operator/proj"},"cost":0,"tokens":{"total":13,"input":10,"output":3,"reasoning":0,"cache":{"write":0,"read":0}},"modelID":"good","providerID":"mock","time":{"created":1796067529200,"completed":1796067529866},"finish":"stop"}');
INSERT INTO "message" VALUES('msg_22df79a56001u1CG2vFfGyJ5m5','ses_dd20865b7ffe7lFJr7m0aZpvHE',1796067531386,1796067531878,'{"role":"user","time":{"created":1796067531386},"agent":"build","model":{"providerID":"mock","modelID":"good"},"summary":{"diffs":[]}}');
INSERT INTO "message" VALUES('msg_22df79ab8001QwSxuzlaU2ahhT','ses_dd20865b7ffe7lFJr7m0aZpvHE',1796067531448,1796067531767,'{"parentID":"msg_22df79a56001u1CG2vFfGyJ5m5","role":"assistant","mode":"build","agent":"build","path":{"cwd":"/home/operator/proj","root":"/home/operator/proj"},"cost":0,"tokens":{"total":13,"input":10,"output":3,"reasoning":0,"cache":{"write":0,"read":0}},"modelID":"good","providerID":"mock","time":{"created":1796067531448,"completed":1796067531766},"finish":"stop"}');
INSERT INTO "message" VALUES('msg_22df79e2f001oZ7WGocJfIw0LF','ses_dd20861ebffen8zR7WQp0O2Y7H',1796067532335,1796067533321,'{"role":"user","time":{"created":1796067532335},"agent":"build","model":{"providerID":"mock","modelID":"good"},"summary":{"diffs":[]}}');
INSERT INTO "message" VALUES('msg_22df79e62001t60ZOBAyxGMt9q','ses_dd20861ebffen8zR7WQp0O2Y7H',1796067532386,1796067533254,'{"parentID":"msg_22df79e2f001oZ7WGocJfIw0LF","role":"assistant","mode":"build","agent":"build","path":{"cwd":"/home/operator/proj","root":"/home/operator/proj"},"cost":0,"tokens":{"total":13,"input":10,"output":3,"reasoning":0,"cache":{"write":0,"read":0}},"modelID":"good","providerID":"mock","time":{"created":1796067532386,"completed":1796067533253},"finish":"stop"}');
CREATE TABLE `part` (
	`id` text PRIMARY KEY,
	`message_id` text NOT NULL,
	`session_id` text NOT NULL,
	`time_created` integer NOT NULL,
	`time_updated` integer NOT NULL,
	`data` text NOT NULL,
	CONSTRAINT `fk_part_message_id_message_id_fk` FOREIGN KEY (`message_id`) REFERENCES `message`(`id`) ON DELETE CASCADE
);
INSERT INTO "part" VALUES('prt_22df78f9f001vAosu1dfYhPdcn','msg_22df78f91001cyMVqiMyONpB2d','ses_dd20870c9ffeFqu7BbUn5pXAIM',1796067528619,1796067528622,'{"type":"text","text":"hello"}');
INSERT INTO "part" VALUES('prt_22df793e40019RYV1dKqn98I2e','msg_22df791f000107uH3g1GxQfIe9','ses_dd20870c9ffeFqu7BbUn5pXAIM',1796067529701,1796067529704,'{"snapshot":"11175ebccb3241e4888e30f41aafddcb1dc72f8c","type":"step-start"}');
INSERT INTO "part" VALUES('prt_22df793eb001m8PrlOZknJgvZw','msg_22df791f000107uH3g1GxQfIe9','ses_dd20870c9ffeFqu7BbUn5pXAIM',1796067529707,1796067529717,'{"type":"text","text":"Sure, done.","time":{"start":1796067529707,"end":1796067529714}}');
INSERT INTO "part" VALUES('prt_22df79446001H10jIK1TjoC1xs','msg_22df791f000107uH3g1GxQfIe9','ses_dd20870c9ffeFqu7BbUn5pXAIM',1796067529798,1796067529801,'{"reason":"stop","snapshot":"11175ebccb3241e4888e30f41aafddcb1dc72f8c","type":"step-finish","tokens":{"total":13,"input":10,"output":3,"reasoning":0,"cache":{"write":0,"read":0}},"cost":0}');
INSERT INTO "part" VALUES('prt_22df79a41001M8iAoS75VTqMUe','msg_22df79a56001u1CG2vFfGyJ5m5','ses_dd20865b7ffe7lFJr7m0aZpvHE',1796067531419,1796067531420,'{"type":"text","text":"see file"}');
INSERT INTO "part" VALUES('prt_22df79a98001CIE3vTJnQa76cV','msg_22df79a56001u1CG2vFfGyJ5m5','ses_dd20865b7ffe7lFJr7m0aZpvHE',1796067531421,1796067531422,'{"type":"text","synthetic":true,"text":"Called the Read tool with the following input: {\"filePath\":\"/home/operator/proj\"}"}');
INSERT INTO "part" VALUES('prt_22df79a98002iFWA0AfYxBOEL4','msg_22df79a56001u1CG2vFfGyJ5m5','ses_dd20865b7ffe7lFJr7m0aZpvHE',1796067531423,1796067531424,'{"type":"text","synthetic":true,"text":"<path>/home/operator/proj</path>\n<type>directory</type>\n<entries>\n.git/\nREADME.md\n\n(2 entries)\n</entries>"}');
INSERT INTO "part" VALUES('prt_22df79a41002D8iV86Yph80cTV','msg_22df79a56001u1CG2vFfGyJ5m5','ses_dd20865b7ffe7lFJr7m0aZpvHE',1796067531425,1796067531427,'{"type":"file","mime":"application/x-directory","filename":"x","url":"file:///home/operator/proj"}');
INSERT INTO "part" VALUES('prt_22df79b72001xu07aN2G1GpWcM','msg_22df79ab8001QwSxuzlaU2ahhT','ses_dd20865b7ffe7lFJr7m0aZpvHE',1796067531634,1796067531637,'{"snapshot":"11175ebccb3241e4888e30f41aafddcb1dc72f8c","type":"step-start"}');
INSERT INTO "part" VALUES('prt_22df79b78001CQb5I4wWf5538W','msg_22df79ab8001QwSxuzlaU2ahhT','ses_dd20865b7ffe7lFJr7m0aZpvHE',1796067531640,1796067531648,'{"type":"text","text":"Sure, done.","time":{"start":1796067531640,"end":1796067531644}}');
INSERT INTO "part" VALUES('prt_22df79bc9001v065u5wEV2bUaV','msg_22df79ab8001QwSxuzlaU2ahhT','ses_dd20865b7ffe7lFJr7m0aZpvHE',1796067531721,1796067531723,'{"reason":"stop","snapshot":"11175ebccb3241e4888e30f41aafddcb1dc72f8c","type":"step-finish","tokens":{"total":13,"input":10,"output":3,"reasoning":0,"cache":{"write":0,"read":0}},"cost":0}');
INSERT INTO "part" VALUES('prt_22df79e37001RNSnxz5aviSiak','msg_22df79e2f001oZ7WGocJfIw0LF','ses_dd20861ebffen8zR7WQp0O2Y7H',1796067532349,1796067532352,'{"type":"text","text":"hello"}');
INSERT INTO "part" VALUES('prt_22df7a15c001a6mnpWMlz2PZ6P','msg_22df79e62001t60ZOBAyxGMt9q','ses_dd20861ebffen8zR7WQp0O2Y7H',1796067533148,1796067533149,'{"snapshot":"6eff65fb9c2f362eb606f1c3529173b59644cdb7","type":"step-start"}');
INSERT INTO "part" VALUES('prt_22df7a15e001Hl9dd28BM3UffE','msg_22df79e62001t60ZOBAyxGMt9q','ses_dd20861ebffen8zR7WQp0O2Y7H',1796067533150,1796067533156,'{"type":"text","text":"Sure, done.","time":{"start":1796067533150,"end":1796067533154}}');
INSERT INTO "part" VALUES('prt_22df7a19800100GQxvo7MvwPDT','msg_22df79e62001t60ZOBAyxGMt9q','ses_dd20861ebffen8zR7WQp0O2Y7H',1796067533208,1796067533210,'{"reason":"stop","snapshot":"6eff65fb9c2f362eb606f1c3529173b59644cdb7","type":"step-finish","tokens":{"total":13,"input":10,"output":3,"reasoning":0,"cache":{"write":0,"read":0}},"cost":0}');
CREATE TABLE `permission` (
	`project_id` text PRIMARY KEY,
	`time_created` integer NOT NULL,
	`time_updated` integer NOT NULL,
	`data` text NOT NULL,
	CONSTRAINT `fk_permission_project_id_project_id_fk` FOREIGN KEY (`project_id`) REFERENCES `project`(`id`) ON DELETE CASCADE
);
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
, `commands` text, `icon_url_override` text);
INSERT INTO "project" VALUES('284a9bdd04e8923f9c757cd93b7c467beb5e1d65','/home/operator/proj','git',NULL,NULL,NULL,1796067528150,1796067528150,NULL,'[]',NULL,NULL);
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
	`time_archived` integer, `workspace_id` text, `path` text, `agent` text, `model` text, `cost` real DEFAULT 0 NOT NULL, `tokens_input` integer DEFAULT 0 NOT NULL, `tokens_output` integer DEFAULT 0 NOT NULL, `tokens_reasoning` integer DEFAULT 0 NOT NULL, `tokens_cache_read` integer DEFAULT 0 NOT NULL, `tokens_cache_write` integer DEFAULT 0 NOT NULL, `metadata` text,
	CONSTRAINT `fk_session_project_id_project_id_fk` FOREIGN KEY (`project_id`) REFERENCES `project`(`id`) ON DELETE CASCADE
);
INSERT INTO "session" VALUES('ses_dd20870c9ffeFqu7BbUn5pXAIM','284a9bdd04e8923f9c757cd93b7c467beb5e1d65',NULL,'tidy-tiger','/home/operator/proj','Sure, done.','1.15.13',NULL,0,0,0,NULL,NULL,NULL,1796067528502,1796067529967,NULL,NULL,NULL,'','build','{"id":"good","providerID":"mock","variant":"default"}',0.0,10,3,0,0,0,NULL);
INSERT INTO "session" VALUES('ses_dd20868c5ffe6BdlAYIAFuYgOK','284a9bdd04e8923f9c757cd93b7c467beb5e1d65',NULL,'eager-cabin','/home/operator/proj','New session - 2026-11-30T19:38:50.554Z','1.15.13',NULL,NULL,NULL,NULL,NULL,NULL,NULL,1796067530554,1796067530601,NULL,NULL,NULL,'','build','{"id":"good","providerID":"mock","variant":"default"}',0.0,0,0,0,0,0,NULL);
INSERT INTO "session" VALUES('ses_dd208670affeOfvJPR78ZMnl9A','284a9bdd04e8923f9c757cd93b7c467beb5e1d65',NULL,'gentle-island','/home/operator/proj','New session - 2026-11-30T19:38:50.997Z','1.15.13',NULL,NULL,NULL,NULL,NULL,NULL,NULL,1796067530997,1796067531067,NULL,NULL,NULL,'','build','{"id":"good","providerID":"mock","variant":"default"}',0.0,0,0,0,0,0,NULL);
INSERT INTO "session" VALUES('ses_dd20865b7ffe7lFJr7m0aZpvHE','284a9bdd04e8923f9c757cd93b7c467beb5e1d65',NULL,'nimble-falcon','/home/operator/proj','Sure, done.','1.15.13',NULL,0,0,0,NULL,NULL,NULL,1796067531336,1796067531817,NULL,NULL,NULL,'','build','{"id":"good","providerID":"mock","variant":"default"}',0.0,10,3,0,0,0,NULL);
INSERT INTO "session" VALUES('ses_dd20861ebffen8zR7WQp0O2Y7H','284a9bdd04e8923f9c757cd93b7c467beb5e1d65',NULL,'glowing-nebula','/home/operator/proj','Sure, done.','1.15.13',NULL,0,0,0,NULL,NULL,NULL,1796067532309,1796067533294,NULL,NULL,NULL,'','build','{"id":"good","providerID":"mock","variant":"default"}',0.0,10,3,0,0,0,NULL);
CREATE TABLE `session_message` (
	`id` text PRIMARY KEY,
	`session_id` text NOT NULL,
	`type` text NOT NULL,
	`time_created` integer NOT NULL,
	`time_updated` integer NOT NULL,
	`data` text NOT NULL,
	CONSTRAINT `fk_session_message_session_id_session_id_fk` FOREIGN KEY (`session_id`) REFERENCES `session`(`id`) ON DELETE CASCADE
);
INSERT INTO "session_message" VALUES('evt_22df78f94001enB7Ue7UQUjoSN','ses_dd20870c9ffeFqu7BbUn5pXAIM','agent-switched',1796067528593,1796067528599,'{"agent":"build","time":{"created":1796067528593}}');
INSERT INTO "session_message" VALUES('evt_22df78f9a001PwW9J2bAdIkQUv','ses_dd20870c9ffeFqu7BbUn5pXAIM','model-switched',1796067528593,1796067528604,'{"model":{"id":"good","providerID":"mock","variant":"default"},"time":{"created":1796067528593}}');
INSERT INTO "session_message" VALUES('evt_22df7976b001mVjq7iFx6XwM99','ses_dd20868c5ffe6BdlAYIAFuYgOK','agent-switched',1796067530601,1796067530605,'{"agent":"build","time":{"created":1796067530601}}');
INSERT INTO "session_message" VALUES('evt_22df79773001m3ZoS77rYsZDZc','ses_dd20868c5ffe6BdlAYIAFuYgOK','model-switched',1796067530601,1796067530613,'{"model":{"id":"good","providerID":"mock","variant":"default"},"time":{"created":1796067530601}}');
INSERT INTO "session_message" VALUES('evt_22df7993c001zdnJqeYw35gSXI','ses_dd208670affeOfvJPR78ZMnl9A','agent-switched',1796067531067,1796067531070,'{"agent":"build","time":{"created":1796067531067}}');
INSERT INTO "session_message" VALUES('evt_22df79940001zb5mJ225wwlTHa','ses_dd208670affeOfvJPR78ZMnl9A','model-switched',1796067531067,1796067531073,'{"model":{"id":"good","providerID":"mock","variant":"default"},"time":{"created":1796067531067}}');
INSERT INTO "session_message" VALUES('evt_22df79a7c001iILizdJ3bdgbxL','ses_dd20865b7ffe7lFJr7m0aZpvHE','agent-switched',1796067531386,1796067531390,'{"agent":"build","time":{"created":1796067531386}}');
INSERT INTO "session_message" VALUES('evt_22df79a81001ydK0LFEExeouDs','ses_dd20865b7ffe7lFJr7m0aZpvHE','model-switched',1796067531386,1796067531395,'{"model":{"id":"good","providerID":"mock","variant":"default"},"time":{"created":1796067531386}}');
INSERT INTO "session_message" VALUES('evt_22df79e30001jS9qfKHUOVkjFt','ses_dd20861ebffen8zR7WQp0O2Y7H','agent-switched',1796067532335,1796067532337,'{"agent":"build","time":{"created":1796067532335}}');
INSERT INTO "session_message" VALUES('evt_22df79e34001A2Fqbd69hp2BlX','ses_dd20861ebffen8zR7WQp0O2Y7H','model-switched',1796067532335,1796067532341,'{"model":{"id":"good","providerID":"mock","variant":"default"},"time":{"created":1796067532335}}');
CREATE TABLE `session_share` (
	`session_id` text PRIMARY KEY,
	`id` text NOT NULL,
	`secret` text NOT NULL,
	`url` text NOT NULL,
	`time_created` integer NOT NULL,
	`time_updated` integer NOT NULL,
	CONSTRAINT `fk_session_share_session_id_session_id_fk` FOREIGN KEY (`session_id`) REFERENCES `session`(`id`) ON DELETE CASCADE
);
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
CREATE TABLE "workspace" (
	`id` text PRIMARY KEY,
	`type` text NOT NULL,
	`name` text DEFAULT '' NOT NULL,
	`branch` text,
	`directory` text,
	`extra` text,
	`project_id` text NOT NULL, `time_used` integer NOT NULL DEFAULT 0,
	CONSTRAINT `fk_workspace_project_id_project_id_fk` FOREIGN KEY (`project_id`) REFERENCES `project`(`id`) ON DELETE CASCADE
);
CREATE INDEX `part_session_idx` ON `part` (`session_id`);
CREATE INDEX `session_project_idx` ON `session` (`project_id`);
CREATE INDEX `session_parent_idx` ON `session` (`parent_id`);
CREATE INDEX `todo_session_idx` ON `todo` (`session_id`);
CREATE INDEX `session_workspace_idx` ON `session` (`workspace_id`);
CREATE INDEX `message_session_time_created_id_idx` ON `message` (`session_id`,`time_created`,`id`);
CREATE INDEX `part_message_id_id_idx` ON `part` (`message_id`,`id`);
CREATE INDEX `session_message_session_idx` ON `session_message` (`session_id`);
CREATE INDEX `session_message_session_type_idx` ON `session_message` (`session_id`,`type`);
CREATE INDEX `session_message_time_created_idx` ON `session_message` (`time_created`);
