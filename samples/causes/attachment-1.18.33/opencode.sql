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
          `id` integer PRIMARY KEY,
          `active_account_id` text,
          `active_org_id` text,
          CONSTRAINT `fk_account_state_active_account_id_account_id_fk` FOREIGN KEY (`active_account_id`) REFERENCES `account`(`id`) ON DELETE SET NULL
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
CREATE TABLE `data_migration` (
          `name` text PRIMARY KEY,
          `time_completed` integer NOT NULL
        );
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
          `seq` integer NOT NULL,
          `owner_id` text
        );
INSERT INTO "event_sequence" VALUES('ses_dd208132fffeYMYPzIeVEDqzTt',16,NULL);
INSERT INTO "event_sequence" VALUES('ses_dd208024fffebvYRb8QR8qUeAc',1,NULL);
INSERT INTO "event_sequence" VALUES('ses_dd2080122ffemsO57oFgVi5jMB',1,NULL);
INSERT INTO "event_sequence" VALUES('ses_dd207fff9ffeCkGxxhkJn7kiGd',19,NULL);
INSERT INTO "event_sequence" VALUES('ses_dd207fc3cffekcviBlWlwZb1ns',16,NULL);
CREATE TABLE `message` (
          `id` text PRIMARY KEY,
          `session_id` text NOT NULL,
          `time_created` integer NOT NULL,
          `time_updated` integer NOT NULL,
          `data` text NOT NULL,
          CONSTRAINT `fk_message_session_id_session_id_fk` FOREIGN KEY (`session_id`) REFERENCES `session`(`id`) ON DELETE CASCADE
        );
INSERT INTO "message" VALUES('msg_22df7ed63001VAkENkpn3xHKVv','ses_dd208132fffeYMYPzIeVEDqzTt',1796067552611,1796067556188,'{"role":"user","time":{"created":1796067552611},"agent":"build","model":{"providerID":"mock","modelID":"good"},"summary":{"diffs":[]}}');
INSERT INTO "message" VALUES('msg_22df7f25f001Ds0STrnKm4O30i','ses_dd208132fffeYMYPzIeVEDqzTt',1796067553887,1796067556073,'{"parentID":"msg_22df7ed63001VAkENkpn3xHKVv","role":"assistant","mode":"build","agent":"build","path":{"cwd":"/home/operator/proj","root":"/home/operator/proj"},"cost":0,"tokens":{"total":13,"input":10,"output":3,"reasoning":0,"cache":{"write":0,"read":0}},"modelID":"good","providerID":"mock","time":{"created":1796067553887,"completed":1796067556070},"finish":"stop"}');
INSERT INTO "message" VALUES('msg_22df8000a001Lgf4IVaZk4y2X9','ses_dd207fff9ffeCkGxxhkJn7kiGd',1796067557409,1796067557776,'{"role":"user","time":{"created":1796067557409},"agent":"build","model":{"providerID":"mock","modelID":"good"},"summary":{"diffs":[]}}');
INSERT INTO "message" VALUES('msg_22df80057001Sb3cHkPODsm4bt','ses_dd207fff9ffeCkGxxhkJn7kiGd',1796067557463,1796067557724,'{"parentID":"msg_22df8000a001Lgf4IVaZk4y2X9","role":"assistant","mode":"build","agent":"build","path":{"cwd":"/home/operator/proj","root":"/home/operator/proj"},"cost":0,"tokens":{"total":13,"input":10,"output":3,"reasoning":0,"cache":{"write":0,"read":0}},"modelID":"good","providerID":"mock","time":{"created":1796067557463,"completed":1796067557723},"finish":"stop"}');
INSERT INTO "message" VALUES('msg_22df803d1001khI0Qt9WGbT6YD','ses_dd207fc3cffekcviBlWlwZb1ns',1796067558353,1796067558945,'{"role":"user","time":{"created":1796067558353},"agent":"build","model":{"providerID":"mock","modelID":"good"},"summary":{"diffs":[]}}');
INSERT INTO "message" VALUES('msg_22df803eb001Uf61VO2Oj4Z1Zi','ses_dd207fc3cffekcviBlWlwZb1ns',1796067558379,1796067558886,'{"parentID":"msg_22df803d1001khI0Qt9WGbT6YD","role":"assistant","mode":"build","agent":"build","path":{"cwd":"/home/operator/proj","root":"/home/operator/proj"},"cost":0,"tokens":{"total":13,"input":10,"output":3,"reasoning":0,"cache":{"write":0,"read":0}},"modelID":"good","providerID":"mock","time":{"created":1796067558379,"completed":1796067558884},"finish":"stop"}');
CREATE TABLE "migration" (id TEXT PRIMARY KEY, time_completed INTEGER NOT NULL);
INSERT INTO "migration" VALUES('20260127222353_familiar_lady_ursula',1796067549310);
INSERT INTO "migration" VALUES('20260211171708_add_project_commands',1796067549311);
INSERT INTO "migration" VALUES('20260213144116_wakeful_the_professor',1796067549311);
INSERT INTO "migration" VALUES('20260225215848_workspace',1796067549311);
INSERT INTO "migration" VALUES('20260227213759_add_session_workspace_id',1796067549311);
INSERT INTO "migration" VALUES('20260228203230_blue_harpoon',1796067549311);
INSERT INTO "migration" VALUES('20260303231226_add_workspace_fields',1796067549312);
INSERT INTO "migration" VALUES('20260309230000_move_org_to_state',1796067549312);
INSERT INTO "migration" VALUES('20260312043431_session_message_cursor',1796067549312);
INSERT INTO "migration" VALUES('20260323234822_events',1796067549312);
INSERT INTO "migration" VALUES('20260410174513_workspace-name',1796067549312);
INSERT INTO "migration" VALUES('20260413175956_chief_energizer',1796067549312);
INSERT INTO "migration" VALUES('20260423070820_add_icon_url_override',1796067549313);
INSERT INTO "migration" VALUES('20260427172553_slow_nightmare',1796067549313);
INSERT INTO "migration" VALUES('20260428004200_add_session_path',1796067549313);
INSERT INTO "migration" VALUES('20260501142318_next_venus',1796067549313);
INSERT INTO "migration" VALUES('20260504145000_add_sync_owner',1796067549313);
INSERT INTO "migration" VALUES('20260507164347_add_workspace_time',1796067549313);
INSERT INTO "migration" VALUES('20260510033149_session_usage',1796067549313);
INSERT INTO "migration" VALUES('20260511000411_data_migration_state',1796067549314);
INSERT INTO "migration" VALUES('20260511173437_session-metadata',1796067549314);
INSERT INTO "migration" VALUES('20260601010001_normalize_storage_paths',1796067549315);
INSERT INTO "migration" VALUES('20260601202201_amazing_prowler',1796067549315);
INSERT INTO "migration" VALUES('20260602002951_lowly_union_jack',1796067549315);
INSERT INTO "migration" VALUES('20260602182828_add_project_directories',1796067549315);
INSERT INTO "migration" VALUES('20260603001617_session_message_projection_indexes',1796067549315);
INSERT INTO "migration" VALUES('20260603040000_session_message_projection_order',1796067549315);
INSERT INTO "migration" VALUES('20260603141458_session_input_inbox',1796067549315);
INSERT INTO "migration" VALUES('20260603160727_jittery_ezekiel_stane',1796067549316);
INSERT INTO "migration" VALUES('20260604172448_event_sourced_session_input',1796067549316);
INSERT INTO "migration" VALUES('20260605003541_add_session_context_snapshot',1796067549316);
INSERT INTO "migration" VALUES('20260605042240_add_context_epoch_agent',1796067549316);
INSERT INTO "migration" VALUES('20260611035744_credential',1796067549316);
INSERT INTO "migration" VALUES('20260611192811_lush_chimera',1796067549316);
INSERT INTO "migration" VALUES('20260612174303_project_dir_strategy',1796067549317);
INSERT INTO "migration" VALUES('20260622142730_simplify_session_context_epoch',1796067549317);
INSERT INTO "migration" VALUES('20260622170816_reset_v2_session_state',1796067549317);
INSERT INTO "migration" VALUES('20260622202450_simplify_session_input',1796067549317);
CREATE TABLE `part` (
          `id` text PRIMARY KEY,
          `message_id` text NOT NULL,
          `session_id` text NOT NULL,
          `time_created` integer NOT NULL,
          `time_updated` integer NOT NULL,
          `data` text NOT NULL,
          CONSTRAINT `fk_part_message_id_message_id_fk` FOREIGN KEY (`message_id`) REFERENCES `message`(`id`) ON DELETE CASCADE
        );
INSERT INTO "part" VALUES('prt_22df7ed73001vdYQLkLWWZfHXJ','msg_22df7ed63001VAkENkpn3xHKVv','ses_dd208132fffeYMYPzIeVEDqzTt',1796067553865,1796067553868,'{"type":"text","text":"hello"}');
INSERT INTO "part" VALUES('prt_22df7f9e1001deYnnkoBsGm7PJ','msg_22df7f25f001Ds0STrnKm4O30i','ses_dd208132fffeYMYPzIeVEDqzTt',1796067555810,1796067555813,'{"snapshot":"11175ebccb3241e4888e30f41aafddcb1dc72f8c","type":"step-start"}');
INSERT INTO "part" VALUES('prt_22df7f9e8001XqoSJj18WvI45n','msg_22df7f25f001Ds0STrnKm4O30i','ses_dd208132fffeYMYPzIeVEDqzTt',1796067555816,1796067555827,'{"type":"text","text":"Sure, done.","time":{"start":1796067555816,"end":1796067555824}}');
INSERT INTO "part" VALUES('prt_22df7fa69001lcTeb3KR05MdAH','msg_22df7f25f001Ds0STrnKm4O30i','ses_dd208132fffeYMYPzIeVEDqzTt',1796067555946,1796067555950,'{"reason":"stop","snapshot":"11175ebccb3241e4888e30f41aafddcb1dc72f8c","type":"step-finish","tokens":{"total":13,"input":10,"output":3,"reasoning":0,"cache":{"write":0,"read":0}},"cost":0}');
INSERT INTO "part" VALUES('prt_22df7fffb001ZYvCZn41YKB3Ut','msg_22df8000a001Lgf4IVaZk4y2X9','ses_dd207fff9ffeCkGxxhkJn7kiGd',1796067557438,1796067557439,'{"type":"text","text":"see file"}');
INSERT INTO "part" VALUES('prt_22df8003b001sJ6p4iEuwXC5lv','msg_22df8000a001Lgf4IVaZk4y2X9','ses_dd207fff9ffeCkGxxhkJn7kiGd',1796067557440,1796067557441,'{"type":"text","synthetic":true,"text":"Called the Read tool with the following input: {\"filePath\":\"/home/operator/proj\"}"}');
INSERT INTO "part" VALUES('prt_22df8003b002Cx4QMk3yDt3DfZ','msg_22df8000a001Lgf4IVaZk4y2X9','ses_dd207fff9ffeCkGxxhkJn7kiGd',1796067557442,1796067557442,'{"type":"text","synthetic":true,"text":"<path>/home/operator/proj</path>\n<type>directory</type>\n<entries>\n.git/\nREADME.md\n\n(2 entries)\n</entries>"}');
INSERT INTO "part" VALUES('prt_22df7fffb002imVncQKRU8cFUa','msg_22df8000a001Lgf4IVaZk4y2X9','ses_dd207fff9ffeCkGxxhkJn7kiGd',1796067557444,1796067557445,'{"type":"file","mime":"application/x-directory","filename":"x","url":"file:///home/operator/proj"}');
INSERT INTO "part" VALUES('prt_22df800d3001FJnUIeO9HNxdlj','msg_22df80057001Sb3cHkPODsm4bt','ses_dd207fff9ffeCkGxxhkJn7kiGd',1796067557587,1796067557589,'{"snapshot":"11175ebccb3241e4888e30f41aafddcb1dc72f8c","type":"step-start"}');
INSERT INTO "part" VALUES('prt_22df800d7001rjHL3ADl1rIBDY','msg_22df80057001Sb3cHkPODsm4bt','ses_dd207fff9ffeCkGxxhkJn7kiGd',1796067557591,1796067557595,'{"type":"text","text":"Sure, done.","time":{"start":1796067557591,"end":1796067557594}}');
INSERT INTO "part" VALUES('prt_22df80120001JRuDJVLli8hyO9','msg_22df80057001Sb3cHkPODsm4bt','ses_dd207fff9ffeCkGxxhkJn7kiGd',1796067557664,1796067557666,'{"reason":"stop","snapshot":"11175ebccb3241e4888e30f41aafddcb1dc72f8c","type":"step-finish","tokens":{"total":13,"input":10,"output":3,"reasoning":0,"cache":{"write":0,"read":0}},"cost":0}');
INSERT INTO "part" VALUES('prt_22df803d7001kSAyJfRXM6wSOA','msg_22df803d1001khI0Qt9WGbT6YD','ses_dd207fc3cffekcviBlWlwZb1ns',1796067558363,1796067558364,'{"type":"text","text":"hello"}');
INSERT INTO "part" VALUES('prt_22df80532001uj58gbvotRGEPk','msg_22df803eb001Uf61VO2Oj4Z1Zi','ses_dd207fc3cffekcviBlWlwZb1ns',1796067558706,1796067558708,'{"snapshot":"6eff65fb9c2f362eb606f1c3529173b59644cdb7","type":"step-start"}');
INSERT INTO "part" VALUES('prt_22df80535001cBUcf7OyHKMRmI','msg_22df803eb001Uf61VO2Oj4Z1Zi','ses_dd207fc3cffekcviBlWlwZb1ns',1796067558709,1796067558714,'{"type":"text","text":"Sure, done.","time":{"start":1796067558709,"end":1796067558713}}');
INSERT INTO "part" VALUES('prt_22df80587001q2z5tC0P0RXl6N','msg_22df803eb001Uf61VO2Oj4Z1Zi','ses_dd207fc3cffekcviBlWlwZb1ns',1796067558791,1796067558793,'{"reason":"stop","snapshot":"6eff65fb9c2f362eb606f1c3529173b59644cdb7","type":"step-finish","tokens":{"total":13,"input":10,"output":3,"reasoning":0,"cache":{"write":0,"read":0}},"cost":0}');
CREATE TABLE `permission` (
          `id` text PRIMARY KEY,
          `project_id` text NOT NULL,
          `action` text NOT NULL,
          `resource` text NOT NULL,
          `time_created` integer NOT NULL,
          `time_updated` integer NOT NULL,
          CONSTRAINT `fk_permission_project_id_project_id_fk` FOREIGN KEY (`project_id`) REFERENCES `project`(`id`) ON DELETE CASCADE
        );
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
INSERT INTO "project" VALUES('d5655d28835f417e45a295dda0d71b2dfdbe315c','/home/operator/proj','git',NULL,NULL,NULL,NULL,1796067552068,1796067552068,NULL,'[]',NULL);
CREATE TABLE `project_directory` (
          `project_id` text NOT NULL,
          `directory` text NOT NULL,
          `type` text,
          `strategy` text,
          `time_created` integer NOT NULL,
          CONSTRAINT `project_directory_pk` PRIMARY KEY(`project_id`, `directory`),
          CONSTRAINT `fk_project_directory_project_id_project_id_fk` FOREIGN KEY (`project_id`) REFERENCES `project`(`id`) ON DELETE CASCADE
        );
INSERT INTO "project_directory" VALUES('d5655d28835f417e45a295dda0d71b2dfdbe315c','/home/operator/proj',NULL,NULL,1796067552075);
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
INSERT INTO "session" VALUES('ses_dd208132fffeYMYPzIeVEDqzTt','d5655d28835f417e45a295dda0d71b2dfdbe315c',NULL,NULL,'quick-star','/home/operator/proj','','Sure, done.','1.18.33',NULL,0,0,0,NULL,NULL,0.0,10,3,0,0,0,NULL,NULL,'build','{"id":"good","providerID":"mock","variant":"default"}',1796067552481,1796067556092,NULL,NULL);
INSERT INTO "session" VALUES('ses_dd208024fffebvYRb8QR8qUeAc','d5655d28835f417e45a295dda0d71b2dfdbe315c',NULL,NULL,'swift-meadow','/home/operator/proj','','New session - 2026-11-30T19:39:16.784Z','1.18.33',NULL,NULL,NULL,NULL,NULL,NULL,0.0,0,0,0,0,0,NULL,NULL,'build','{"id":"good","providerID":"mock","variant":"default"}',1796067556784,1796067556817,NULL,NULL);
INSERT INTO "session" VALUES('ses_dd2080122ffemsO57oFgVi5jMB','d5655d28835f417e45a295dda0d71b2dfdbe315c',NULL,NULL,'tidy-sailor','/home/operator/proj','','New session - 2026-11-30T19:39:17.085Z','1.18.33',NULL,NULL,NULL,NULL,NULL,NULL,0.0,0,0,0,0,0,NULL,NULL,'build','{"id":"good","providerID":"mock","variant":"default"}',1796067557085,1796067557112,NULL,NULL);
INSERT INTO "session" VALUES('ses_dd207fff9ffeCkGxxhkJn7kiGd','d5655d28835f417e45a295dda0d71b2dfdbe315c',NULL,NULL,'glowing-river','/home/operator/proj','','Sure, done.','1.18.33',NULL,0,0,0,NULL,NULL,0.0,10,3,0,0,0,NULL,NULL,'build','{"id":"good","providerID":"mock","variant":"default"}',1796067557382,1796067557732,NULL,NULL);
INSERT INTO "session" VALUES('ses_dd207fc3cffekcviBlWlwZb1ns','d5655d28835f417e45a295dda0d71b2dfdbe315c',NULL,NULL,'crisp-river','/home/operator/proj','','Sure, done.','1.18.33',NULL,0,0,0,NULL,NULL,0.0,10,3,0,0,0,NULL,NULL,'build','{"id":"good","providerID":"mock","variant":"default"}',1796067558339,1796067558903,NULL,NULL);
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
