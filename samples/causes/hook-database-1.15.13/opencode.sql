CREATE TABLE "__drizzle_migrations" (
				id INTEGER PRIMARY KEY,
				hash text NOT NULL,
				created_at numeric,
				name text,
				applied_at TEXT
			);
INSERT INTO "__drizzle_migrations" VALUES(1,'',1769552633000,'20260127222353_familiar_lady_ursula','2026-11-30T20:12:40.635Z');
INSERT INTO "__drizzle_migrations" VALUES(2,'',1770830228000,'20260211171708_add_project_commands','2026-11-30T20:12:40.636Z');
INSERT INTO "__drizzle_migrations" VALUES(3,'',1770993676000,'20260213144116_wakeful_the_professor','2026-11-30T20:12:40.636Z');
INSERT INTO "__drizzle_migrations" VALUES(4,'',1772056728000,'20260225215848_workspace','2026-11-30T20:12:40.637Z');
INSERT INTO "__drizzle_migrations" VALUES(5,'',1772228279000,'20260227213759_add_session_workspace_id','2026-11-30T20:12:40.637Z');
INSERT INTO "__drizzle_migrations" VALUES(6,'',1772310750000,'20260228203230_blue_harpoon','2026-11-30T20:12:40.639Z');
INSERT INTO "__drizzle_migrations" VALUES(7,'',1772579546000,'20260303231226_add_workspace_fields','2026-11-30T20:12:40.644Z');
INSERT INTO "__drizzle_migrations" VALUES(8,'',1773097200000,'20260309230000_move_org_to_state','2026-11-30T20:12:40.646Z');
INSERT INTO "__drizzle_migrations" VALUES(9,'',1773290071000,'20260312043431_session_message_cursor','2026-11-30T20:12:40.646Z');
INSERT INTO "__drizzle_migrations" VALUES(10,'',1774309702000,'20260323234822_events','2026-11-30T20:12:40.647Z');
INSERT INTO "__drizzle_migrations" VALUES(11,'',1775843113000,'20260410174513_workspace-name','2026-11-30T20:12:40.648Z');
INSERT INTO "__drizzle_migrations" VALUES(12,'',1776103196000,'20260413175956_chief_energizer','2026-11-30T20:12:40.648Z');
INSERT INTO "__drizzle_migrations" VALUES(13,'',1776928100000,'20260423070820_add_icon_url_override','2026-11-30T20:12:40.649Z');
INSERT INTO "__drizzle_migrations" VALUES(14,'',1777310753000,'20260427172553_slow_nightmare','2026-11-30T20:12:40.650Z');
INSERT INTO "__drizzle_migrations" VALUES(15,'',1777336920000,'20260428004200_add_session_path','2026-11-30T20:12:40.651Z');
INSERT INTO "__drizzle_migrations" VALUES(16,'',1777645398000,'20260501142318_next_venus','2026-11-30T20:12:40.651Z');
INSERT INTO "__drizzle_migrations" VALUES(17,'',1777906200000,'20260504145000_add_sync_owner','2026-11-30T20:12:40.652Z');
INSERT INTO "__drizzle_migrations" VALUES(18,'',1778172227000,'20260507164347_add_workspace_time','2026-11-30T20:12:40.652Z');
INSERT INTO "__drizzle_migrations" VALUES(19,'',1778383909000,'20260510033149_session_usage','2026-11-30T20:12:40.654Z');
INSERT INTO "__drizzle_migrations" VALUES(20,'',1778457851000,'20260511000411_data_migration_state','2026-11-30T20:12:40.654Z');
INSERT INTO "__drizzle_migrations" VALUES(21,'',1778520877000,'20260511173437_session-metadata','2026-11-30T20:12:40.655Z');
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
INSERT INTO "data_migration" VALUES('session_usage_from_messages',1796069560967);
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
INSERT INTO "message" VALUES('msg_22e16d3dd001EztB5gywSyJUcI','ses_dd1e92d61ffemA3OvfVbqk6nt9',1796069577693,1796069579897,'{"role":"user","time":{"created":1796069577693},"agent":"build","model":{"providerID":"mock","modelID":"good"},"summary":{"diffs":[]}}');
INSERT INTO "message" VALUES('msg_22e16d7b7001O72ySuC1rmz4Wa','ses_dd1e92d61ffemA3OvfVbqk6nt9',1796069578679,1796069579752,'{"parentID":"msg_22e16d3dd001EztB5gywSyJUcI","role":"assistant","mode":"build","agent":"build","path":{"cwd":"/home/operator/proj","root":"/home/operator/proj"},"cost":0,"tokens":{"total":13,"input":10,"output":3,"reasoning":0,"cache":{"write":0,"read":0}},"modelID":"good","providerID":"mock","time":{"created":1796069578679,"completed":1796069579750},"finish":"stop"}');
CREATE TABLE `part` (
	`id` text PRIMARY KEY,
	`message_id` text NOT NULL,
	`session_id` text NOT NULL,
	`time_created` integer NOT NULL,
	`time_updated` integer NOT NULL,
	`data` text NOT NULL,
	CONSTRAINT `fk_part_message_id_message_id_fk` FOREIGN KEY (`message_id`) REFERENCES `message`(`id`) ON DELETE CASCADE
);
INSERT INTO "part" VALUES('prt_22e16d3f4001o15R96Ivl5gMLx','msg_22e16d3dd001EztB5gywSyJUcI','ses_dd1e92d61ffemA3OvfVbqk6nt9',1796069577736,1796069577740,'{"type":"text","text":"good"}');
INSERT INTO "part" VALUES('prt_22e16daf1001J9xCPi7HPN3bLh','msg_22e16d7b7001O72ySuC1rmz4Wa','ses_dd1e92d61ffemA3OvfVbqk6nt9',1796069579506,1796069579513,'{"snapshot":"de275b59a51d40b4163963fa6a379e0e5ab11f9e","type":"step-start"}');
INSERT INTO "part" VALUES('prt_22e16dafc001qV2dlvSjGv6dBd','msg_22e16d7b7001O72ySuC1rmz4Wa','ses_dd1e92d61ffemA3OvfVbqk6nt9',1796069579517,1796069579530,'{"type":"text","text":"Sure, done.","time":{"start":1796069579516,"end":1796069579525}}');
INSERT INTO "part" VALUES('prt_22e16db85001404Pzn645t2E5H','msg_22e16d7b7001O72ySuC1rmz4Wa','ses_dd1e92d61ffemA3OvfVbqk6nt9',1796069579654,1796069579656,'{"reason":"stop","snapshot":"de275b59a51d40b4163963fa6a379e0e5ab11f9e","type":"step-finish","tokens":{"total":13,"input":10,"output":3,"reasoning":0,"cache":{"write":0,"read":0}},"cost":0}');
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
INSERT INTO "project" VALUES('8cd7e799b1f7ca5f7f0fc78d4b7d0b1f03149e00','/home/operator/proj','git',NULL,NULL,NULL,1796069563816,1796069563816,NULL,'[]',NULL,NULL);
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
INSERT INTO "session" VALUES('ses_dd1e92d61ffemA3OvfVbqk6nt9','8cd7e799b1f7ca5f7f0fc78d4b7d0b1f03149e00',NULL,'proud-garden','/home/operator/proj','Sure, done.','1.15.13',NULL,0,0,0,NULL,NULL,NULL,1796069577374,1796069579847,NULL,NULL,NULL,'','build','{"id":"good","providerID":"mock","variant":"default"}',0.0,10,3,0,0,0,NULL);
INSERT INTO "session" VALUES('ses_dd1e92193ffegKyRQhW6xMhA5w','8cd7e799b1f7ca5f7f0fc78d4b7d0b1f03149e00',NULL,'stellar-cactus','/home/operator/proj','New session - 2026-11-30T20:13:00.396Z','1.15.13',NULL,NULL,NULL,NULL,NULL,NULL,NULL,1796069580396,1796069580460,NULL,NULL,NULL,'','build','{"id":"good","providerID":"mock","variant":"default"}',0.0,0,0,0,0,0,NULL);
INSERT INTO "session" VALUES('ses_dd1e92124ffee0OS9lhITLP0WK','8cd7e799b1f7ca5f7f0fc78d4b7d0b1f03149e00',NULL,'kind-canyon','/home/operator/proj','New session - 2026-11-30T20:13:00.507Z','1.15.13',NULL,NULL,NULL,NULL,NULL,NULL,NULL,1796069580507,1796069580544,NULL,NULL,NULL,'','build','{"id":"good","providerID":"mock","variant":"default"}',0.0,0,0,0,0,0,NULL);
INSERT INTO "session" VALUES('ses_dd1e91fe2ffe1GjZkBB4rGc3Wu','8cd7e799b1f7ca5f7f0fc78d4b7d0b1f03149e00',NULL,'stellar-forest','/home/operator/proj','New session - 2026-11-30T20:13:00.829Z','1.15.13',NULL,NULL,NULL,NULL,NULL,NULL,NULL,1796069580829,1796069580867,NULL,NULL,NULL,'','build','{"id":"good","providerID":"mock","variant":"default"}',0.0,0,0,0,0,0,NULL);
INSERT INTO "session" VALUES('ses_dd1e91f99ffeY3dxPcfCE45Ps8','8cd7e799b1f7ca5f7f0fc78d4b7d0b1f03149e00',NULL,'silent-squid','/home/operator/proj','New session - 2026-11-30T20:13:00.902Z','1.15.13',NULL,NULL,NULL,NULL,NULL,NULL,NULL,1796069580902,1796069580962,NULL,NULL,NULL,'','build','{"id":"good","providerID":"mock","variant":"default"}',0.0,0,0,0,0,0,NULL);
INSERT INTO "session" VALUES('ses_dd1e91f3bffeOv2iSZfni7QPnG','8cd7e799b1f7ca5f7f0fc78d4b7d0b1f03149e00',NULL,'eager-nebula','/home/operator/proj','New session - 2026-11-30T20:13:00.996Z','1.15.13',NULL,NULL,NULL,NULL,NULL,NULL,NULL,1796069580996,1796069581039,NULL,NULL,NULL,'','build','{"id":"good","providerID":"mock","variant":"default"}',0.0,0,0,0,0,0,NULL);
INSERT INTO "session" VALUES('ses_dd1e91ee6ffezOhlSyLztBcJpO','8cd7e799b1f7ca5f7f0fc78d4b7d0b1f03149e00',NULL,'clever-cactus','/home/operator/proj','New session - 2026-11-30T20:13:01.081Z','1.15.13',NULL,NULL,NULL,NULL,NULL,NULL,NULL,1796069581081,1796069581128,NULL,NULL,NULL,'','build','{"id":"good","providerID":"mock","variant":"default"}',0.0,0,0,0,0,0,NULL);
INSERT INTO "session" VALUES('ses_dd1e91e84ffeQLIpoY7wM8tFqy','8cd7e799b1f7ca5f7f0fc78d4b7d0b1f03149e00',NULL,'crisp-sailor','/home/operator/proj','New session - 2026-11-30T20:13:01.179Z','1.15.13',NULL,NULL,NULL,NULL,NULL,NULL,NULL,1796069581179,1796069581244,NULL,NULL,NULL,'','build','{"id":"good","providerID":"mock","variant":"default"}',0.0,0,0,0,0,0,NULL);
INSERT INTO "session" VALUES('ses_dd1e91e1bffeB3gAZqmy0IbRYD','8cd7e799b1f7ca5f7f0fc78d4b7d0b1f03149e00',NULL,'silent-wizard','/home/operator/proj','New session - 2026-11-30T20:13:01.284Z','1.15.13',NULL,NULL,NULL,NULL,NULL,NULL,NULL,1796069581284,1796069581315,NULL,NULL,NULL,'','build','{"id":"good","providerID":"mock","variant":"default"}',0.0,0,0,0,0,0,NULL);
CREATE TABLE `session_message` (
	`id` text PRIMARY KEY,
	`session_id` text NOT NULL,
	`type` text NOT NULL,
	`time_created` integer NOT NULL,
	`time_updated` integer NOT NULL,
	`data` text NOT NULL,
	CONSTRAINT `fk_session_message_session_id_session_id_fk` FOREIGN KEY (`session_id`) REFERENCES `session`(`id`) ON DELETE CASCADE
);
INSERT INTO "session_message" VALUES('evt_22e16d3e0001nt7Bk6BuhPjxz0','ses_dd1e92d61ffemA3OvfVbqk6nt9','agent-switched',1796069577693,1796069577700,'{"agent":"build","time":{"created":1796069577693}}');
INSERT INTO "session_message" VALUES('evt_22e16d3e9001bAQ05KqzZjHkPr','ses_dd1e92d61ffemA3OvfVbqk6nt9','model-switched',1796069577693,1796069577707,'{"model":{"id":"good","providerID":"mock","variant":"default"},"time":{"created":1796069577693}}');
INSERT INTO "session_message" VALUES('evt_22e16dead001x3i41xddFjqLAs','ses_dd1e92193ffegKyRQhW6xMhA5w','agent-switched',1796069580460,1796069580467,'{"agent":"build","time":{"created":1796069580460}}');
INSERT INTO "session_message" VALUES('evt_22e16deb8001EyByk1Zu5xnvix','ses_dd1e92193ffegKyRQhW6xMhA5w','model-switched',1796069580460,1796069580473,'{"model":{"id":"good","providerID":"mock","variant":"default"},"time":{"created":1796069580460}}');
INSERT INTO "session_message" VALUES('evt_22e16df020011P3AXS0ZedmwHX','ses_dd1e92124ffee0OS9lhITLP0WK','agent-switched',1796069580544,1796069580551,'{"agent":"build","time":{"created":1796069580544}}');
INSERT INTO "session_message" VALUES('evt_22e16df0f001UeyEbbs751ODHn','ses_dd1e92124ffee0OS9lhITLP0WK','model-switched',1796069580544,1796069580560,'{"model":{"id":"good","providerID":"mock","variant":"default"},"time":{"created":1796069580544}}');
INSERT INTO "session_message" VALUES('evt_22e16e044001nzaz4CQ3w9GgP3','ses_dd1e91fe2ffe1GjZkBB4rGc3Wu','agent-switched',1796069580867,1796069580874,'{"agent":"build","time":{"created":1796069580867}}');
INSERT INTO "session_message" VALUES('evt_22e16e04d00180p8bJdPU3Iu1R','ses_dd1e91fe2ffe1GjZkBB4rGc3Wu','model-switched',1796069580867,1796069580878,'{"model":{"id":"good","providerID":"mock","variant":"default"},"time":{"created":1796069580867}}');
INSERT INTO "session_message" VALUES('evt_22e16e0a4001o49YIPYXHppaL9','ses_dd1e91f99ffeY3dxPcfCE45Ps8','agent-switched',1796069580962,1796069580965,'{"agent":"build","time":{"created":1796069580962}}');
INSERT INTO "session_message" VALUES('evt_22e16e0a9001A9uNzY6l2Z9OlV','ses_dd1e91f99ffeY3dxPcfCE45Ps8','model-switched',1796069580962,1796069580970,'{"model":{"id":"good","providerID":"mock","variant":"default"},"time":{"created":1796069580962}}');
INSERT INTO "session_message" VALUES('evt_22e16e0f3001zWOhFp9MOEvC35','ses_dd1e91f3bffeOv2iSZfni7QPnG','agent-switched',1796069581039,1796069581045,'{"agent":"build","time":{"created":1796069581039}}');
INSERT INTO "session_message" VALUES('evt_22e16e0fb00127f0VHcR79nB8f','ses_dd1e91f3bffeOv2iSZfni7QPnG','model-switched',1796069581039,1796069581052,'{"model":{"id":"good","providerID":"mock","variant":"default"},"time":{"created":1796069581039}}');
INSERT INTO "session_message" VALUES('evt_22e16e149001FQFdeFD4x1q9gl','ses_dd1e91ee6ffezOhlSyLztBcJpO','agent-switched',1796069581128,1796069581133,'{"agent":"build","time":{"created":1796069581128}}');
INSERT INTO "session_message" VALUES('evt_22e16e150001T15k7bXDH1QxyH','ses_dd1e91ee6ffezOhlSyLztBcJpO','model-switched',1796069581128,1796069581137,'{"model":{"id":"good","providerID":"mock","variant":"default"},"time":{"created":1796069581128}}');
INSERT INTO "session_message" VALUES('evt_22e16e1c5001V5b1xN7h3TTYum','ses_dd1e91e84ffeQLIpoY7wM8tFqy','agent-switched',1796069581244,1796069581254,'{"agent":"build","time":{"created":1796069581244}}');
INSERT INTO "session_message" VALUES('evt_22e16e1d1001QwrtMWqulh5pp8','ses_dd1e91e84ffeQLIpoY7wM8tFqy','model-switched',1796069581244,1796069581267,'{"model":{"id":"good","providerID":"mock","variant":"default"},"time":{"created":1796069581244}}');
INSERT INTO "session_message" VALUES('evt_22e16e2040014mkt7h19ffVZqz','ses_dd1e91e1bffeB3gAZqmy0IbRYD','agent-switched',1796069581315,1796069581317,'{"agent":"build","time":{"created":1796069581315}}');
INSERT INTO "session_message" VALUES('evt_22e16e20e001SV87HtGIQLb1AQ','ses_dd1e91e1bffeB3gAZqmy0IbRYD','model-switched',1796069581315,1796069581327,'{"model":{"id":"good","providerID":"mock","variant":"default"},"time":{"created":1796069581315}}');
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
