CREATE TABLE IF NOT EXISTS "__drizzle_migrations" (
				id INTEGER PRIMARY KEY,
				hash text NOT NULL,
				created_at numeric,
				name text,
				applied_at TEXT
			);
INSERT INTO __drizzle_migrations VALUES(1,'',1769552633000,'20260127222353_familiar_lady_ursula','2026-11-28T18:39:02.399Z');
INSERT INTO __drizzle_migrations VALUES(2,'',1770830228000,'20260211171708_add_project_commands','2026-11-28T18:39:02.401Z');
INSERT INTO __drizzle_migrations VALUES(3,'',1770993676000,'20260213144116_wakeful_the_professor','2026-11-28T18:39:02.401Z');
INSERT INTO __drizzle_migrations VALUES(4,'',1772056728000,'20260225215848_workspace','2026-11-28T18:39:02.401Z');
INSERT INTO __drizzle_migrations VALUES(5,'',1772228279000,'20260227213759_add_session_workspace_id','2026-11-28T18:39:02.401Z');
INSERT INTO __drizzle_migrations VALUES(6,'',1772310750000,'20260228203230_blue_harpoon','2026-11-28T18:39:02.402Z');
INSERT INTO __drizzle_migrations VALUES(7,'',1772579546000,'20260303231226_add_workspace_fields','2026-11-28T18:39:02.403Z');
INSERT INTO __drizzle_migrations VALUES(8,'',1773097200000,'20260309230000_move_org_to_state','2026-11-28T18:39:02.404Z');
INSERT INTO __drizzle_migrations VALUES(9,'',1773290071000,'20260312043431_session_message_cursor','2026-11-28T18:39:02.412Z');
INSERT INTO __drizzle_migrations VALUES(10,'',1774309702000,'20260323234822_events','2026-11-28T18:39:02.413Z');
INSERT INTO __drizzle_migrations VALUES(11,'',1775843113000,'20260410174513_workspace-name','2026-11-28T18:39:02.413Z');
INSERT INTO __drizzle_migrations VALUES(12,'',1776103196000,'20260413175956_chief_energizer','2026-11-28T18:39:02.414Z');
INSERT INTO __drizzle_migrations VALUES(13,'',1776928100000,'20260423070820_add_icon_url_override','2026-11-28T18:39:02.414Z');
INSERT INTO __drizzle_migrations VALUES(14,'',1777310753000,'20260427172553_slow_nightmare','2026-11-28T18:39:02.414Z');
INSERT INTO __drizzle_migrations VALUES(15,'',1777336920000,'20260428004200_add_session_path','2026-11-28T18:39:02.414Z');
INSERT INTO __drizzle_migrations VALUES(16,'',1777645398000,'20260501142318_next_venus','2026-11-28T18:39:02.415Z');
INSERT INTO __drizzle_migrations VALUES(17,'',1777906200000,'20260504145000_add_sync_owner','2026-11-28T18:39:02.415Z');
INSERT INTO __drizzle_migrations VALUES(18,'',1778172227000,'20260507164347_add_workspace_time','2026-11-28T18:39:02.415Z');
INSERT INTO __drizzle_migrations VALUES(19,'',1778383909000,'20260510033149_session_usage','2026-11-28T18:39:02.422Z');
INSERT INTO __drizzle_migrations VALUES(20,'',1778457851000,'20260511000411_data_migration_state','2026-11-28T18:39:02.422Z');
INSERT INTO __drizzle_migrations VALUES(21,'',1778520877000,'20260511173437_session-metadata','2026-11-28T18:39:02.422Z');
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
INSERT INTO project VALUES('f8f76812a716d9a62f4963a4495139b5cab6f17f','/home/operator/proj','git',NULL,NULL,NULL,1795891145897,1795891145897,NULL,'[]',NULL,NULL);
CREATE TABLE `message` (
	`id` text PRIMARY KEY,
	`session_id` text NOT NULL,
	`time_created` integer NOT NULL,
	`time_updated` integer NOT NULL,
	`data` text NOT NULL,
	CONSTRAINT `fk_message_session_id_session_id_fk` FOREIGN KEY (`session_id`) REFERENCES `session`(`id`) ON DELETE CASCADE
);
INSERT INTO message VALUES('msg_22374302e001ZS59jUBgbinXE8','ses_ddc8bd0b3ffeCa72oRkxVWdUrh',1795891146799,1795891148270,'{"role":"user","time":{"created":1795891146799},"agent":"build","model":{"providerID":"mock","modelID":"good"},"summary":{"diffs":[]}}');
INSERT INTO message VALUES('msg_2237432820011oJiaP3cB1hkv1','ses_ddc8bd0b3ffeCa72oRkxVWdUrh',1795891147394,1795891148196,'{"parentID":"msg_22374302e001ZS59jUBgbinXE8","role":"assistant","mode":"build","agent":"build","path":{"cwd":"/home/operator/proj","root":"/home/operator/proj"},"cost":0,"tokens":{"total":13,"input":10,"output":3,"reasoning":0,"cache":{"write":0,"read":0}},"modelID":"good","providerID":"mock","time":{"created":1795891147394,"completed":1795891148194},"finish":"stop"}');
INSERT INTO message VALUES('msg_22374377c001bmnyF6giq6i0n8','ses_ddc8bc8a7ffeoggMylM7OvbZUw',1795891148668,1795891149281,'{"role":"user","time":{"created":1795891148668},"agent":"build","model":{"providerID":"mock","modelID":"nothing"},"summary":{"diffs":[]}}');
INSERT INTO message VALUES('msg_2237437c2001gvBvfrxvirGCTB','ses_ddc8bc8a7ffeoggMylM7OvbZUw',1795891148738,1795891149135,'{"parentID":"msg_22374377c001bmnyF6giq6i0n8","role":"assistant","mode":"build","agent":"build","path":{"cwd":"/home/operator/proj","root":"/home/operator/proj"},"cost":0,"tokens":{"total":13,"input":10,"output":3,"reasoning":0,"cache":{"write":0,"read":0}},"modelID":"nothing","providerID":"mock","time":{"created":1795891148738,"completed":1795891149131},"finish":"stop"}');
INSERT INTO message VALUES('msg_223743b61001yH9hC373q9K97W','ses_ddc8bc8a7ffeoggMylM7OvbZUw',1795891149665,1795891150285,'{"role":"user","time":{"created":1795891149665},"agent":"build","model":{"providerID":"mock","modelID":"nothing"},"summary":{"diffs":[]}}');
INSERT INTO message VALUES('msg_223743ba6001Wz06fk1aDo8dq5','ses_ddc8bc8a7ffeoggMylM7OvbZUw',1795891149735,1795891150095,'{"parentID":"msg_223743b61001yH9hC373q9K97W","role":"assistant","mode":"build","agent":"build","path":{"cwd":"/home/operator/proj","root":"/home/operator/proj"},"cost":0,"tokens":{"total":13,"input":10,"output":3,"reasoning":0,"cache":{"write":0,"read":0}},"modelID":"nothing","providerID":"mock","time":{"created":1795891149735,"completed":1795891150093},"finish":"stop"}');
INSERT INTO message VALUES('msg_223743f950013Fq83xhg5NbGZl','ses_ddc8bc0dfffe8WGHQqOFrr094v',1795891150741,1795891151643,'{"role":"user","time":{"created":1795891150741},"agent":"build","model":{"providerID":"mock","modelID":"reason"},"summary":{"diffs":[]}}');
INSERT INTO message VALUES('msg_223744006001fUvXqvl0r8g2pA','ses_ddc8bc0dfffe8WGHQqOFrr094v',1795891150854,1795891151392,'{"parentID":"msg_223743f950013Fq83xhg5NbGZl","role":"assistant","mode":"build","agent":"build","path":{"cwd":"/home/operator/proj","root":"/home/operator/proj"},"cost":0,"tokens":{"total":13,"input":10,"output":3,"reasoning":0,"cache":{"write":0,"read":0}},"modelID":"reason","providerID":"mock","time":{"created":1795891150854,"completed":1795891151390},"finish":"stop"}');
INSERT INTO message VALUES('msg_223744496001Wod50jbxgOKb12','ses_ddc8bc0dfffe8WGHQqOFrr094v',1795891152022,1795891153337,'{"role":"user","time":{"created":1795891152022},"agent":"build","model":{"providerID":"mock","modelID":"reason"},"summary":{"diffs":[]}}');
INSERT INTO message VALUES('msg_2237444df0015zEmdWr901LQ7W','ses_ddc8bc0dfffe8WGHQqOFrr094v',1795891152095,1795891153195,'{"parentID":"msg_223744496001Wod50jbxgOKb12","role":"assistant","mode":"build","agent":"build","path":{"cwd":"/home/operator/proj","root":"/home/operator/proj"},"cost":0,"tokens":{"total":13,"input":10,"output":3,"reasoning":0,"cache":{"write":0,"read":0}},"modelID":"reason","providerID":"mock","time":{"created":1795891152095,"completed":1795891153193},"finish":"stop"}');
INSERT INTO message VALUES('msg_223744b7e001s2zuFyT6V6D88N','ses_ddc8bb4afffewpa8K4QH1mDoYx',1795891153790,1795891154473,'{"role":"user","time":{"created":1795891153790},"agent":"build","model":{"providerID":"mock","modelID":"blank"},"summary":{"diffs":[]}}');
INSERT INTO message VALUES('msg_223744bd1001fezQo679BYxmfs','ses_ddc8bb4afffewpa8K4QH1mDoYx',1795891153873,1795891154397,'{"parentID":"msg_223744b7e001s2zuFyT6V6D88N","role":"assistant","mode":"build","agent":"build","path":{"cwd":"/home/operator/proj","root":"/home/operator/proj"},"cost":0,"tokens":{"total":13,"input":10,"output":3,"reasoning":0,"cache":{"write":0,"read":0}},"modelID":"blank","providerID":"mock","time":{"created":1795891153873,"completed":1795891154396},"finish":"stop"}');
INSERT INTO message VALUES('msg_22374505e001xgtNLp9p82VP65','ses_ddc8bb4afffewpa8K4QH1mDoYx',1795891155038,1795891155677,'{"role":"user","time":{"created":1795891155038},"agent":"build","model":{"providerID":"mock","modelID":"blank"},"summary":{"diffs":[]}}');
INSERT INTO message VALUES('msg_22374508b001ZYxxHERngdy6Sr','ses_ddc8bb4afffewpa8K4QH1mDoYx',1795891155083,1795891155582,'{"parentID":"msg_22374505e001xgtNLp9p82VP65","role":"assistant","mode":"build","agent":"build","path":{"cwd":"/home/operator/proj","root":"/home/operator/proj"},"cost":0,"tokens":{"total":13,"input":10,"output":3,"reasoning":0,"cache":{"write":0,"read":0}},"modelID":"blank","providerID":"mock","time":{"created":1795891155083,"completed":1795891155580},"finish":"stop"}');
INSERT INTO message VALUES('msg_22374553e001RktyurjPKDHmav','ses_ddc8baaf0ffep2PHiXVYdwHmPm',1795891156286,1795891158783,'{"role":"user","time":{"created":1795891156286},"agent":"build","model":{"providerID":"mock","modelID":"toolempty"},"summary":{"diffs":[]}}');
INSERT INTO message VALUES('msg_223745595001EuBFszvPPhX3SG','ses_ddc8baaf0ffep2PHiXVYdwHmPm',1795891156373,1795891157739,'{"parentID":"msg_22374553e001RktyurjPKDHmav","role":"assistant","mode":"build","agent":"build","path":{"cwd":"/home/operator/proj","root":"/home/operator/proj"},"cost":0,"tokens":{"total":13,"input":10,"output":3,"reasoning":0,"cache":{"write":0,"read":0}},"modelID":"toolempty","providerID":"mock","time":{"created":1795891156373,"completed":1795891157737},"finish":"tool-calls"}');
INSERT INTO message VALUES('msg_223745afc001S5Lle9hWwouA5X','ses_ddc8baaf0ffep2PHiXVYdwHmPm',1795891157756,1795891158581,'{"parentID":"msg_22374553e001RktyurjPKDHmav","role":"assistant","mode":"build","agent":"build","path":{"cwd":"/home/operator/proj","root":"/home/operator/proj"},"cost":0,"tokens":{"total":13,"input":10,"output":3,"reasoning":0,"cache":{"write":0,"read":0}},"modelID":"toolempty","providerID":"mock","time":{"created":1795891157756,"completed":1795891158575},"finish":"stop"}');
INSERT INTO message VALUES('msg_223746028001vZAVdD1witvDDK','ses_ddc8baaf0ffep2PHiXVYdwHmPm',1795891159080,1795891160721,'{"role":"user","time":{"created":1795891159080},"agent":"build","model":{"providerID":"mock","modelID":"toolempty"},"summary":{"diffs":[]}}');
INSERT INTO message VALUES('msg_223746069001G05MGP08avAms7','ses_ddc8baaf0ffep2PHiXVYdwHmPm',1795891159145,1795891159946,'{"parentID":"msg_223746028001vZAVdD1witvDDK","role":"assistant","mode":"build","agent":"build","path":{"cwd":"/home/operator/proj","root":"/home/operator/proj"},"cost":0,"tokens":{"total":13,"input":10,"output":3,"reasoning":0,"cache":{"write":0,"read":0}},"modelID":"toolempty","providerID":"mock","time":{"created":1795891159145,"completed":1795891159944},"finish":"tool-calls"}');
INSERT INTO message VALUES('msg_2237463930010SLEEZQojXHumu','ses_ddc8baaf0ffep2PHiXVYdwHmPm',1795891159955,1795891160588,'{"parentID":"msg_223746028001vZAVdD1witvDDK","role":"assistant","mode":"build","agent":"build","path":{"cwd":"/home/operator/proj","root":"/home/operator/proj"},"cost":0,"tokens":{"total":13,"input":10,"output":3,"reasoning":0,"cache":{"write":0,"read":0}},"modelID":"toolempty","providerID":"mock","time":{"created":1795891159955,"completed":1795891160586},"finish":"stop"}');
INSERT INTO message VALUES('msg_2237468060014I64b2PoxJEjSm','ses_ddc8b9827ffegoeM9Dxk7u7kzw',1795891161094,1795891161826,'{"role":"user","time":{"created":1795891161094},"agent":"build","model":{"providerID":"mock","modelID":"unknown"},"summary":{"diffs":[]}}');
INSERT INTO message VALUES('msg_223746863001AIxf6obuEiQMTX','ses_ddc8b9827ffegoeM9Dxk7u7kzw',1795891161187,1795891161749,'{"parentID":"msg_2237468060014I64b2PoxJEjSm","role":"assistant","mode":"build","agent":"build","path":{"cwd":"/home/operator/proj","root":"/home/operator/proj"},"cost":0,"tokens":{"total":0,"input":0,"output":0,"reasoning":0,"cache":{"write":0,"read":0}},"modelID":"unknown","providerID":"mock","time":{"created":1795891161187,"completed":1795891161747},"finish":"unknown"}');
INSERT INTO message VALUES('msg_223746d180012RkO2T4Z9aQP7L','ses_ddc8b9315ffeGk6tae9K5LzVTu',1795891162392,1795891163174,'{"role":"user","time":{"created":1795891162392},"agent":"build","model":{"providerID":"mock","modelID":"good"},"format":{"type":"json_schema","schema":{"type":"object","properties":{"answer":{"type":"string"}},"required":["answer"]},"retryCount":2},"summary":{"diffs":[]}}');
INSERT INTO message VALUES('msg_223746d3d0013jdx0c8F9632MQ','ses_ddc8b9315ffeGk6tae9K5LzVTu',1795891162429,1795891162892,'{"parentID":"msg_223746d180012RkO2T4Z9aQP7L","role":"assistant","mode":"build","agent":"build","path":{"cwd":"/home/operator/proj","root":"/home/operator/proj"},"cost":0,"tokens":{"total":13,"input":10,"output":3,"reasoning":0,"cache":{"write":0,"read":0}},"modelID":"good","providerID":"mock","time":{"created":1795891162429,"completed":1795891162888},"finish":"tool-calls","structured":{"answer":"yes"}}');
INSERT INTO message VALUES('msg_2237470df001VIc0yfW9RCUrrI','ses_ddc8bd0b3ffeCa72oRkxVWdUrh',1795891163359,1795891164102,'{"role":"user","time":{"created":1795891163359},"agent":"build","model":{"providerID":"mock","modelID":"good"},"summary":{"diffs":[]}}');
INSERT INTO message VALUES('msg_223747102001VPqGaMljzbITLn','ses_ddc8bd0b3ffeCa72oRkxVWdUrh',1795891163394,1795891163942,'{"parentID":"msg_2237470df001VIc0yfW9RCUrrI","role":"assistant","mode":"build","agent":"build","path":{"cwd":"/home/operator/proj","root":"/home/operator/proj"},"cost":0,"tokens":{"total":13,"input":10,"output":3,"reasoning":0,"cache":{"write":0,"read":0}},"modelID":"good","providerID":"mock","time":{"created":1795891163394,"completed":1795891163941},"finish":"stop"}');
CREATE TABLE `part` (
	`id` text PRIMARY KEY,
	`message_id` text NOT NULL,
	`session_id` text NOT NULL,
	`time_created` integer NOT NULL,
	`time_updated` integer NOT NULL,
	`data` text NOT NULL,
	CONSTRAINT `fk_part_message_id_message_id_fk` FOREIGN KEY (`message_id`) REFERENCES `message`(`id`) ON DELETE CASCADE
);
INSERT INTO part VALUES('prt_22374303b001NLHHKMAm5ZewCf','msg_22374302e001ZS59jUBgbinXE8','ses_ddc8bd0b3ffeCa72oRkxVWdUrh',1795891146820,1795891146823,'{"type":"text","text":"hello"}');
INSERT INTO part VALUES('prt_2237434fd001IjQtniac4K75A5','msg_2237432820011oJiaP3cB1hkv1','ses_ddc8bd0b3ffeCa72oRkxVWdUrh',1795891148030,1795891148032,'{"snapshot":"11175ebccb3241e4888e30f41aafddcb1dc72f8c","type":"step-start"}');
INSERT INTO part VALUES('prt_223743508001lDwDQS5uFgsGnM','msg_2237432820011oJiaP3cB1hkv1','ses_ddc8bd0b3ffeCa72oRkxVWdUrh',1795891148040,1795891148057,'{"type":"text","text":"Sure, done.","time":{"start":1795891148040,"end":1795891148043}}');
INSERT INTO part VALUES('prt_22374358a001jlJHZBp24GP2Cq','msg_2237432820011oJiaP3cB1hkv1','ses_ddc8bd0b3ffeCa72oRkxVWdUrh',1795891148170,1795891148172,'{"reason":"stop","snapshot":"11175ebccb3241e4888e30f41aafddcb1dc72f8c","type":"step-finish","tokens":{"total":13,"input":10,"output":3,"reasoning":0,"cache":{"write":0,"read":0}},"cost":0}');
INSERT INTO part VALUES('prt_223743785001TM14SsvyJTJwE2','msg_22374377c001bmnyF6giq6i0n8','ses_ddc8bc8a7ffeoggMylM7OvbZUw',1795891148679,1795891148689,'{"type":"text","text":"hello"}');
INSERT INTO part VALUES('prt_22374387a001hdyZde0fZaSgdc','msg_2237437c2001gvBvfrxvirGCTB','ses_ddc8bc8a7ffeoggMylM7OvbZUw',1795891148922,1795891148923,'{"snapshot":"11175ebccb3241e4888e30f41aafddcb1dc72f8c","type":"step-start"}');
INSERT INTO part VALUES('prt_2237438ce001iFx4GYimxVKpJS','msg_2237437c2001gvBvfrxvirGCTB','ses_ddc8bc8a7ffeoggMylM7OvbZUw',1795891149006,1795891149009,'{"reason":"stop","snapshot":"11175ebccb3241e4888e30f41aafddcb1dc72f8c","type":"step-finish","tokens":{"total":13,"input":10,"output":3,"reasoning":0,"cache":{"write":0,"read":0}},"cost":0}');
INSERT INTO part VALUES('prt_223743b61002sKs6YWHWpPbLJW','msg_223743b61001yH9hC373q9K97W','ses_ddc8bc8a7ffeoggMylM7OvbZUw',1795891149677,1795891149679,'{"type":"text","text":"hello"}');
INSERT INTO part VALUES('prt_223743c3c001xhxyUCqeVMitQO','msg_223743ba6001Wz06fk1aDo8dq5','ses_ddc8bc8a7ffeoggMylM7OvbZUw',1795891149884,1795891149886,'{"snapshot":"11175ebccb3241e4888e30f41aafddcb1dc72f8c","type":"step-start"}');
INSERT INTO part VALUES('prt_223743cd9001iEZCsFSTgrGDA3','msg_223743ba6001Wz06fk1aDo8dq5','ses_ddc8bc8a7ffeoggMylM7OvbZUw',1795891150041,1795891150043,'{"reason":"stop","snapshot":"11175ebccb3241e4888e30f41aafddcb1dc72f8c","type":"step-finish","tokens":{"total":13,"input":10,"output":3,"reasoning":0,"cache":{"write":0,"read":0}},"cost":0}');
INSERT INTO part VALUES('prt_223743fbc001hN42Nmo7iEL0OM','msg_223743f950013Fq83xhg5NbGZl','ses_ddc8bc0dfffe8WGHQqOFrr094v',1795891150784,1795891150798,'{"type":"text","text":"hello"}');
INSERT INTO part VALUES('prt_22374410a001pYG4xm7xTEd74h','msg_223744006001fUvXqvl0r8g2pA','ses_ddc8bc0dfffe8WGHQqOFrr094v',1795891151114,1795891151121,'{"snapshot":"11175ebccb3241e4888e30f41aafddcb1dc72f8c","type":"step-start"}');
INSERT INTO part VALUES('prt_223744114001yzNEDUUsvjiQlV','msg_223744006001fUvXqvl0r8g2pA','ses_ddc8bc0dfffe8WGHQqOFrr094v',1795891151124,1795891151135,'{"type":"reasoning","text":"Let me think about it.","time":{"start":1795891151124,"end":1795891151134}}');
INSERT INTO part VALUES('prt_22374419a001v1WnXXNxcP4Cb3','msg_223744006001fUvXqvl0r8g2pA','ses_ddc8bc0dfffe8WGHQqOFrr094v',1795891151258,1795891151260,'{"reason":"stop","snapshot":"11175ebccb3241e4888e30f41aafddcb1dc72f8c","type":"step-finish","tokens":{"total":13,"input":10,"output":3,"reasoning":0,"cache":{"write":0,"read":0}},"cost":0}');
INSERT INTO part VALUES('prt_2237444960022uTTWIILbwv8s6','msg_223744496001Wod50jbxgOKb12','ses_ddc8bc0dfffe8WGHQqOFrr094v',1795891152034,1795891152035,'{"type":"text","text":"hello"}');
INSERT INTO part VALUES('prt_2237447f0001XlqrpZ4pDAg02u','msg_2237444df0015zEmdWr901LQ7W','ses_ddc8bc0dfffe8WGHQqOFrr094v',1795891152880,1795891152901,'{"snapshot":"11175ebccb3241e4888e30f41aafddcb1dc72f8c","type":"step-start"}');
INSERT INTO part VALUES('prt_223744806001bQPk8xY3SNRXhX','msg_2237444df0015zEmdWr901LQ7W','ses_ddc8bc0dfffe8WGHQqOFrr094v',1795891152903,1795891152957,'{"type":"reasoning","text":"Let me think about it.","time":{"start":1795891152903,"end":1795891152947}}');
INSERT INTO part VALUES('prt_2237448f2001jC5jARt6dhsVjw','msg_2237444df0015zEmdWr901LQ7W','ses_ddc8bc0dfffe8WGHQqOFrr094v',1795891153138,1795891153142,'{"reason":"stop","snapshot":"11175ebccb3241e4888e30f41aafddcb1dc72f8c","type":"step-finish","tokens":{"total":13,"input":10,"output":3,"reasoning":0,"cache":{"write":0,"read":0}},"cost":0}');
INSERT INTO part VALUES('prt_223744b90001OV8fQIpEMiLINq','msg_223744b7e001s2zuFyT6V6D88N','ses_ddc8bb4afffewpa8K4QH1mDoYx',1795891153822,1795891153823,'{"type":"text","text":"hello"}');
INSERT INTO part VALUES('prt_223744d59001YnIWezDRq53lB6','msg_223744bd1001fezQo679BYxmfs','ses_ddc8bb4afffewpa8K4QH1mDoYx',1795891154266,1795891154267,'{"snapshot":"11175ebccb3241e4888e30f41aafddcb1dc72f8c","type":"step-start"}');
INSERT INTO part VALUES('prt_223744d5d001Lesz24VnmyGdSC','msg_223744bd1001fezQo679BYxmfs','ses_ddc8bb4afffewpa8K4QH1mDoYx',1795891154269,1795891154276,'{"type":"text","text":"\n\n","time":{"start":1795891154269,"end":1795891154275}}');
INSERT INTO part VALUES('prt_223744db8001xK9W0fAGLmC5Gj','msg_223744bd1001fezQo679BYxmfs','ses_ddc8bb4afffewpa8K4QH1mDoYx',1795891154360,1795891154362,'{"reason":"stop","snapshot":"11175ebccb3241e4888e30f41aafddcb1dc72f8c","type":"step-finish","tokens":{"total":13,"input":10,"output":3,"reasoning":0,"cache":{"write":0,"read":0}},"cost":0}');
INSERT INTO part VALUES('prt_22374505e002IoDljTMU65mCjV','msg_22374505e001xgtNLp9p82VP65','ses_ddc8bb4afffewpa8K4QH1mDoYx',1795891155045,1795891155046,'{"type":"text","text":"hello"}');
INSERT INTO part VALUES('prt_22374518a001O4Gmsm7WoPQWtX','msg_22374508b001ZYxxHERngdy6Sr','ses_ddc8bb4afffewpa8K4QH1mDoYx',1795891155338,1795891155339,'{"snapshot":"11175ebccb3241e4888e30f41aafddcb1dc72f8c","type":"step-start"}');
INSERT INTO part VALUES('prt_223745195001OkyQVcaKSZsARb','msg_22374508b001ZYxxHERngdy6Sr','ses_ddc8bb4afffewpa8K4QH1mDoYx',1795891155349,1795891155358,'{"type":"text","text":"\n\n","time":{"start":1795891155349,"end":1795891155357}}');
INSERT INTO part VALUES('prt_22374520e001RNABzWUDP3u0gE','msg_22374508b001ZYxxHERngdy6Sr','ses_ddc8bb4afffewpa8K4QH1mDoYx',1795891155471,1795891155477,'{"reason":"stop","snapshot":"11175ebccb3241e4888e30f41aafddcb1dc72f8c","type":"step-finish","tokens":{"total":13,"input":10,"output":3,"reasoning":0,"cache":{"write":0,"read":0}},"cost":0}');
INSERT INTO part VALUES('prt_22374554b0010D9QpQsZAmGwrv','msg_22374553e001RktyurjPKDHmav','ses_ddc8baaf0ffep2PHiXVYdwHmPm',1795891156314,1795891156315,'{"type":"text","text":"hello"}');
INSERT INTO part VALUES('prt_223745680001Y8DvofP9eFqj0G','msg_223745595001EuBFszvPPhX3SG','ses_ddc8baaf0ffep2PHiXVYdwHmPm',1795891156609,1795891156611,'{"snapshot":"11175ebccb3241e4888e30f41aafddcb1dc72f8c","type":"step-start"}');
INSERT INTO part VALUES('prt_223745689001vsIBBDaP6laG3K','msg_223745595001EuBFszvPPhX3SG','ses_ddc8baaf0ffep2PHiXVYdwHmPm',1795891156617,1795891157291,'{"type":"tool","tool":"bash","callID":"call_4575033ab467","state":{"status":"completed","input":{"command":"echo hi","description":"says hi"},"output":"hi\n","metadata":{"output":"hi\n","exit":0,"description":"says hi","truncated":false},"title":"says hi","time":{"start":1795891157260,"end":1795891157290}}}');
INSERT INTO part VALUES('prt_2237459a7001QI0PeQjd71kRWi','msg_223745595001EuBFszvPPhX3SG','ses_ddc8baaf0ffep2PHiXVYdwHmPm',1795891157415,1795891157418,'{"reason":"tool-calls","snapshot":"11175ebccb3241e4888e30f41aafddcb1dc72f8c","type":"step-finish","tokens":{"total":13,"input":10,"output":3,"reasoning":0,"cache":{"write":0,"read":0}},"cost":0}');
INSERT INTO part VALUES('prt_223745cc8001R15P6D1h69nLkX','msg_223745afc001S5Lle9hWwouA5X','ses_ddc8baaf0ffep2PHiXVYdwHmPm',1795891158216,1795891158219,'{"snapshot":"11175ebccb3241e4888e30f41aafddcb1dc72f8c","type":"step-start"}');
INSERT INTO part VALUES('prt_223745d550016vCWp0Vl9Nb3eE','msg_223745afc001S5Lle9hWwouA5X','ses_ddc8baaf0ffep2PHiXVYdwHmPm',1795891158357,1795891158360,'{"reason":"stop","snapshot":"11175ebccb3241e4888e30f41aafddcb1dc72f8c","type":"step-finish","tokens":{"total":13,"input":10,"output":3,"reasoning":0,"cache":{"write":0,"read":0}},"cost":0}');
INSERT INTO part VALUES('prt_223746029001I5amzt6zicEFDU','msg_223746028001vZAVdD1witvDDK','ses_ddc8baaf0ffep2PHiXVYdwHmPm',1795891159092,1795891159094,'{"type":"text","text":"hello"}');
INSERT INTO part VALUES('prt_2237461f80010mee1wNzQBu40a','msg_223746069001G05MGP08avAms7','ses_ddc8baaf0ffep2PHiXVYdwHmPm',1795891159551,1795891159558,'{"snapshot":"11175ebccb3241e4888e30f41aafddcb1dc72f8c","type":"step-start"}');
INSERT INTO part VALUES('prt_223746208001PwR70h1Yuje9l9','msg_223746069001G05MGP08avAms7','ses_ddc8baaf0ffep2PHiXVYdwHmPm',1795891159560,1795891159770,'{"type":"tool","tool":"bash","callID":"call_969567cbc721","state":{"status":"completed","input":{"command":"echo hi","description":"says hi"},"output":"hi\n","metadata":{"output":"hi\n","exit":0,"description":"says hi","truncated":false},"title":"says hi","time":{"start":1795891159749,"end":1795891159765}}}');
INSERT INTO part VALUES('prt_22374633f001NyO2PXuo1wWInT','msg_223746069001G05MGP08avAms7','ses_ddc8baaf0ffep2PHiXVYdwHmPm',1795891159871,1795891159874,'{"reason":"tool-calls","snapshot":"11175ebccb3241e4888e30f41aafddcb1dc72f8c","type":"step-finish","tokens":{"total":13,"input":10,"output":3,"reasoning":0,"cache":{"write":0,"read":0}},"cost":0}');
INSERT INTO part VALUES('prt_223746485001uQiMhQRoqPeEsL','msg_2237463930010SLEEZQojXHumu','ses_ddc8baaf0ffep2PHiXVYdwHmPm',1795891160197,1795891160213,'{"snapshot":"11175ebccb3241e4888e30f41aafddcb1dc72f8c","type":"step-start"}');
INSERT INTO part VALUES('prt_2237465a2001ZjS2hOfpxh5kvA','msg_2237463930010SLEEZQojXHumu','ses_ddc8baaf0ffep2PHiXVYdwHmPm',1795891160482,1795891160484,'{"reason":"stop","snapshot":"11175ebccb3241e4888e30f41aafddcb1dc72f8c","type":"step-finish","tokens":{"total":13,"input":10,"output":3,"reasoning":0,"cache":{"write":0,"read":0}},"cost":0}');
INSERT INTO part VALUES('prt_22374681a001ZgiOhhT6ydcZ74','msg_2237468060014I64b2PoxJEjSm','ses_ddc8b9827ffegoeM9Dxk7u7kzw',1795891161124,1795891161126,'{"type":"text","text":"hello"}');
INSERT INTO part VALUES('prt_2237469b7001nwzOJr3e6lAShp','msg_223746863001AIxf6obuEiQMTX','ses_ddc8b9827ffegoeM9Dxk7u7kzw',1795891161528,1795891161542,'{"snapshot":"11175ebccb3241e4888e30f41aafddcb1dc72f8c","type":"step-start"}');
INSERT INTO part VALUES('prt_223746a31001xPOjOspq5AUp2F','msg_223746863001AIxf6obuEiQMTX','ses_ddc8b9827ffegoeM9Dxk7u7kzw',1795891161649,1795891161651,'{"reason":"unknown","snapshot":"11175ebccb3241e4888e30f41aafddcb1dc72f8c","type":"step-finish","tokens":{"total":0,"input":0,"output":0,"reasoning":0,"cache":{"write":0,"read":0}},"cost":0}');
INSERT INTO part VALUES('prt_223746d1d001bFFXFx2kE8GwMJ','msg_223746d180012RkO2T4Z9aQP7L','ses_ddc8b9315ffeGk6tae9K5LzVTu',1795891162404,1795891162406,'{"type":"text","text":"hello"}');
INSERT INTO part VALUES('prt_223746e3b001MF39lr9UAg8dfn','msg_223746d3d0013jdx0c8F9632MQ','ses_ddc8b9315ffeGk6tae9K5LzVTu',1795891162683,1795891162689,'{"snapshot":"11175ebccb3241e4888e30f41aafddcb1dc72f8c","type":"step-start"}');
INSERT INTO part VALUES('prt_223746e430015AGYN3vZycAnND','msg_223746d3d0013jdx0c8F9632MQ','ses_ddc8b9315ffeGk6tae9K5LzVTu',1795891162691,1795891162746,'{"type":"tool","tool":"StructuredOutput","callID":"call_a40219ceef63","state":{"status":"completed","input":{"answer":"yes"},"output":"Structured output captured successfully.","metadata":{"valid":true},"title":"Structured Output","time":{"start":1795891162724,"end":1795891162745}}}');
INSERT INTO part VALUES('prt_223746ebe001LUKnp20Z31JsjB','msg_223746d3d0013jdx0c8F9632MQ','ses_ddc8b9315ffeGk6tae9K5LzVTu',1795891162814,1795891162816,'{"reason":"tool-calls","snapshot":"11175ebccb3241e4888e30f41aafddcb1dc72f8c","type":"step-finish","tokens":{"total":13,"input":10,"output":3,"reasoning":0,"cache":{"write":0,"read":0}},"cost":0}');
INSERT INTO part VALUES('prt_2237470df002EBBsTvC309sIHl','msg_2237470df001VIc0yfW9RCUrrI','ses_ddc8bd0b3ffeCa72oRkxVWdUrh',1795891163365,1795891163366,'{"type":"text","text":"hello"}');
INSERT INTO part VALUES('prt_22374721d001G3cuPuAS6IUjqn','msg_223747102001VPqGaMljzbITLn','ses_ddc8bd0b3ffeCa72oRkxVWdUrh',1795891163677,1795891163679,'{"snapshot":"11175ebccb3241e4888e30f41aafddcb1dc72f8c","type":"step-start"}');
INSERT INTO part VALUES('prt_22374722400195NqhaIPJLasrM','msg_223747102001VPqGaMljzbITLn','ses_ddc8bd0b3ffeCa72oRkxVWdUrh',1795891163684,1795891163692,'{"type":"text","text":"Sure, done.","time":{"start":1795891163684,"end":1795891163690}}');
INSERT INTO part VALUES('prt_2237472af001uiIwT1cNgAViRd','msg_223747102001VPqGaMljzbITLn','ses_ddc8bd0b3ffeCa72oRkxVWdUrh',1795891163823,1795891163824,'{"reason":"stop","snapshot":"11175ebccb3241e4888e30f41aafddcb1dc72f8c","type":"step-finish","tokens":{"total":13,"input":10,"output":3,"reasoning":0,"cache":{"write":0,"read":0}},"cost":0}');
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
	`time_archived` integer, `workspace_id` text, `path` text, `agent` text, `model` text, `cost` real DEFAULT 0 NOT NULL, `tokens_input` integer DEFAULT 0 NOT NULL, `tokens_output` integer DEFAULT 0 NOT NULL, `tokens_reasoning` integer DEFAULT 0 NOT NULL, `tokens_cache_read` integer DEFAULT 0 NOT NULL, `tokens_cache_write` integer DEFAULT 0 NOT NULL, `metadata` text,
	CONSTRAINT `fk_session_project_id_project_id_fk` FOREIGN KEY (`project_id`) REFERENCES `project`(`id`) ON DELETE CASCADE
);
INSERT INTO session VALUES('ses_ddc8bd0b3ffeCa72oRkxVWdUrh','f8f76812a716d9a62f4963a4495139b5cab6f17f',NULL,'quick-lagoon','/home/operator/proj','Sure, done.','1.15.13',NULL,0,0,0,NULL,NULL,NULL,1795891146580,1795891164039,NULL,NULL,NULL,'','build','{"id":"good","providerID":"mock","variant":"default"}',0.0,20,6,0,0,0,NULL);
INSERT INTO session VALUES('ses_ddc8bc8a7ffeoggMylM7OvbZUw','f8f76812a716d9a62f4963a4495139b5cab6f17f',NULL,'jolly-pixel','/home/operator/proj','Sure, done.','1.15.13',NULL,0,0,0,NULL,NULL,NULL,1795891148632,1795891150222,NULL,NULL,NULL,'','build','{"id":"nothing","providerID":"mock","variant":"default"}',0.0,20,6,0,0,0,NULL);
INSERT INTO session VALUES('ses_ddc8bc0dfffe8WGHQqOFrr094v','f8f76812a716d9a62f4963a4495139b5cab6f17f',NULL,'jolly-falcon','/home/operator/proj','Sure, done.','1.15.13',NULL,0,0,0,NULL,NULL,NULL,1795891150624,1795891153274,NULL,NULL,NULL,'','build','{"id":"reason","providerID":"mock","variant":"default"}',0.0,20,6,0,0,0,NULL);
INSERT INTO session VALUES('ses_ddc8bb4afffewpa8K4QH1mDoYx','f8f76812a716d9a62f4963a4495139b5cab6f17f',NULL,'quiet-planet','/home/operator/proj','Sure, done.','1.15.13',NULL,0,0,0,NULL,NULL,NULL,1795891153744,1795891155637,NULL,NULL,NULL,'','build','{"id":"blank","providerID":"mock","variant":"default"}',0.0,20,6,0,0,0,NULL);
INSERT INTO session VALUES('ses_ddc8baaf0ffep2PHiXVYdwHmPm','f8f76812a716d9a62f4963a4495139b5cab6f17f',NULL,'brave-river','/home/operator/proj','Sure, done.','1.15.13',NULL,0,0,0,NULL,NULL,NULL,1795891156239,1795891160676,NULL,NULL,NULL,'','build','{"id":"toolempty","providerID":"mock","variant":"default"}',0.0,40,12,0,0,0,NULL);
INSERT INTO session VALUES('ses_ddc8b9827ffegoeM9Dxk7u7kzw','f8f76812a716d9a62f4963a4495139b5cab6f17f',NULL,'silent-comet','/home/operator/proj','Sure, done.','1.15.13',NULL,0,0,0,NULL,NULL,NULL,1795891161048,1795891161793,NULL,NULL,NULL,'','build','{"id":"unknown","providerID":"mock","variant":"default"}',0.0,0,0,0,0,0,NULL);
INSERT INTO session VALUES('ses_ddc8b9315ffeGk6tae9K5LzVTu','f8f76812a716d9a62f4963a4495139b5cab6f17f',NULL,'shiny-tiger','/home/operator/proj','Sure, done.','1.15.13',NULL,0,0,0,NULL,NULL,NULL,1795891162347,1795891162935,NULL,NULL,NULL,'','build','{"id":"good","providerID":"mock","variant":"default"}',0.0,10,3,0,0,0,NULL);
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
CREATE TABLE `event_sequence` (
	`aggregate_id` text PRIMARY KEY,
	`seq` integer NOT NULL
, `owner_id` text);
CREATE TABLE `event` (
	`id` text PRIMARY KEY,
	`aggregate_id` text NOT NULL,
	`seq` integer NOT NULL,
	`type` text NOT NULL,
	`data` text NOT NULL,
	CONSTRAINT `fk_event_aggregate_id_event_sequence_aggregate_id_fk` FOREIGN KEY (`aggregate_id`) REFERENCES `event_sequence`(`aggregate_id`) ON DELETE CASCADE
);
CREATE TABLE IF NOT EXISTS "workspace" (
	`id` text PRIMARY KEY,
	`type` text NOT NULL,
	`name` text DEFAULT '' NOT NULL,
	`branch` text,
	`directory` text,
	`extra` text,
	`project_id` text NOT NULL, `time_used` integer NOT NULL DEFAULT 0,
	CONSTRAINT `fk_workspace_project_id_project_id_fk` FOREIGN KEY (`project_id`) REFERENCES `project`(`id`) ON DELETE CASCADE
);
CREATE TABLE `session_message` (
	`id` text PRIMARY KEY,
	`session_id` text NOT NULL,
	`type` text NOT NULL,
	`time_created` integer NOT NULL,
	`time_updated` integer NOT NULL,
	`data` text NOT NULL,
	CONSTRAINT `fk_session_message_session_id_session_id_fk` FOREIGN KEY (`session_id`) REFERENCES `session`(`id`) ON DELETE CASCADE
);
INSERT INTO session_message VALUES('evt_2237430320018ydf0miGeVJU9q','ses_ddc8bd0b3ffeCa72oRkxVWdUrh','agent-switched',1795891146799,1795891146804,'{"agent":"build","time":{"created":1795891146799}}');
INSERT INTO session_message VALUES('evt_2237430370019B2ZW014tEi1OU','ses_ddc8bd0b3ffeCa72oRkxVWdUrh','model-switched',1795891146799,1795891146808,'{"model":{"id":"good","providerID":"mock","variant":"default"},"time":{"created":1795891146799}}');
INSERT INTO session_message VALUES('evt_22374377d001uACL4x4yU97CE8','ses_ddc8bc8a7ffeoggMylM7OvbZUw','agent-switched',1795891148668,1795891148670,'{"agent":"build","time":{"created":1795891148668}}');
INSERT INTO session_message VALUES('evt_223743780001o97tyP2r2IMA0j','ses_ddc8bc8a7ffeoggMylM7OvbZUw','model-switched',1795891148668,1795891148677,'{"model":{"id":"nothing","providerID":"mock","variant":"default"},"time":{"created":1795891148668}}');
INSERT INTO session_message VALUES('evt_223743f96001vAcfEXfArepfQY','ses_ddc8bc0dfffe8WGHQqOFrr094v','agent-switched',1795891150741,1795891150744,'{"agent":"build","time":{"created":1795891150741}}');
INSERT INTO session_message VALUES('evt_223743fae001AooovHTA2vpURz','ses_ddc8bc0dfffe8WGHQqOFrr094v','model-switched',1795891150741,1795891150767,'{"model":{"id":"reason","providerID":"mock","variant":"default"},"time":{"created":1795891150741}}');
INSERT INTO session_message VALUES('evt_223744b7f001pXiFA2KHjwRDHm','ses_ddc8bb4afffewpa8K4QH1mDoYx','agent-switched',1795891153790,1795891153804,'{"agent":"build","time":{"created":1795891153790}}');
INSERT INTO session_message VALUES('evt_223744b8e001Joak4Jx8jOHmJq','ses_ddc8bb4afffewpa8K4QH1mDoYx','model-switched',1795891153790,1795891153807,'{"model":{"id":"blank","providerID":"mock","variant":"default"},"time":{"created":1795891153790}}');
INSERT INTO session_message VALUES('evt_22374553f001ggf6N36VKdP0yT','ses_ddc8baaf0ffep2PHiXVYdwHmPm','agent-switched',1795891156286,1795891156296,'{"agent":"build","time":{"created":1795891156286}}');
INSERT INTO session_message VALUES('evt_22374554a0018F9FymvvlJ7BVp','ses_ddc8baaf0ffep2PHiXVYdwHmPm','model-switched',1795891156286,1795891156299,'{"model":{"id":"toolempty","providerID":"mock","variant":"default"},"time":{"created":1795891156286}}');
INSERT INTO session_message VALUES('evt_223746807001GWlaZ9JlJM2Bu1','ses_ddc8b9827ffegoeM9Dxk7u7kzw','agent-switched',1795891161094,1795891161096,'{"agent":"build","time":{"created":1795891161094}}');
INSERT INTO session_message VALUES('evt_223746813001At2RTCWa5mKN9P','ses_ddc8b9827ffegoeM9Dxk7u7kzw','model-switched',1795891161094,1795891161113,'{"model":{"id":"unknown","providerID":"mock","variant":"default"},"time":{"created":1795891161094}}');
INSERT INTO session_message VALUES('evt_223746d19001vlOoO1xGAsRW2h','ses_ddc8b9315ffeGk6tae9K5LzVTu','agent-switched',1795891162392,1795891162394,'{"agent":"build","time":{"created":1795891162392}}');
INSERT INTO session_message VALUES('evt_223746d1c001qaSmzjDYgVdAkT','ses_ddc8b9315ffeGk6tae9K5LzVTu','model-switched',1795891162392,1795891162397,'{"model":{"id":"good","providerID":"mock","variant":"default"},"time":{"created":1795891162392}}');
CREATE TABLE `data_migration` (
	`name` text PRIMARY KEY,
	`time_completed` integer NOT NULL
);
INSERT INTO data_migration VALUES('session_usage_from_messages',1795891143239);
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
