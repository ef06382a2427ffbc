CREATE TABLE `audit_anchor` (
	`day` text PRIMARY KEY NOT NULL,
	`seq` integer NOT NULL,
	`hash` text NOT NULL,
	`at` text NOT NULL
) STRICT;
CREATE TABLE `audit_archive` (
	`through` integer PRIMARY KEY NOT NULL,
	`hash` text NOT NULL,
	`file` text NOT NULL,
	`sha256` text NOT NULL,
	`at` text NOT NULL
) STRICT;
CREATE TABLE `control` (
	`id` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL,
	`setBy` integer,
	`setAt` text NOT NULL,
	FOREIGN KEY (`setBy`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
CREATE TABLE `former_password` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`user` integer NOT NULL,
	`password` text NOT NULL,
	`at` text NOT NULL,
	FOREIGN KEY (`user`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
CREATE INDEX `former_password_user` ON `former_password` (`user`);
CREATE TABLE `grant_request` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`user` integer,
	`username` text NOT NULL,
	`name` text NOT NULL,
	`role` text NOT NULL,
	`institution` text,
	`unit` text,
	`clearance` integer NOT NULL,
	`rawRead` integer NOT NULL,
	`reason` text NOT NULL,
	`proposedBy` integer,
	`proposedAt` text NOT NULL,
	`decidedBy` integer,
	`decidedAt` text,
	`decision` text,
	`note` text,
	FOREIGN KEY (`user`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`institution`) REFERENCES `institution`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`proposedBy`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`decidedBy`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
CREATE INDEX `grant_request_open` ON `grant_request` (`decidedAt`);
CREATE TABLE `link` (
	`hash` text PRIMARY KEY NOT NULL,
	`user` integer,
	`role` text,
	`madeBy` integer,
	`madeAt` text NOT NULL,
	`expiresAt` text NOT NULL,
	`usedAt` text,
	FOREIGN KEY (`user`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`madeBy`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
CREATE TABLE `recovery_code` (
	`hash` text PRIMARY KEY NOT NULL,
	`user` integer NOT NULL,
	`usedAt` text,
	FOREIGN KEY (`user`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
CREATE INDEX `recovery_code_user` ON `recovery_code` (`user`);
CREATE TABLE `ticket` (
	`hash` text PRIMARY KEY NOT NULL,
	`user` integer NOT NULL,
	`address` text,
	`madeAt` text NOT NULL,
	FOREIGN KEY (`user`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
ALTER TABLE `session` ADD `provedAt` text;
ALTER TABLE `session` ADD `second` integer DEFAULT false NOT NULL;
ALTER TABLE `session` ADD `purpose` text;
ALTER TABLE `session` ADD `purposeUntil` text;
ALTER TABLE `session` ADD `ended` text;
CREATE INDEX `session_user` ON `session` (`user`);
ALTER TABLE `user` ADD `clearance` integer DEFAULT 2 NOT NULL;
ALTER TABLE `user` ADD `rawRead` integer DEFAULT false NOT NULL;
ALTER TABLE `user` ADD `passwordAt` text;
ALTER TABLE `user` ADD `secondSecret` text;
ALTER TABLE `user` ADD `secondStep` integer DEFAULT 0 NOT NULL;
ALTER TABLE `user` ADD `secondSince` text;
ALTER TABLE `user` ADD `secondFailures` integer DEFAULT 0 NOT NULL;
ALTER TABLE `user` ADD `seenAt` text;
-- The one administrator there was becomes the system administrator; everybody else gets the usual clearance.
update user set role = 'system' where role = 'administrator';
update user set institution = null, unit = null where role = 'system';
update user set clearance = case when role in ('analyst', 'leader') then 3 when role = 'system' then 1 else 2 end, passwordAt = createdAt;
update user set institution = null where role = 'unit' and institution = unit;
update session set provedAt = createdAt;
create trigger audit_is_append_only_update before update on audit begin select raise(abort, 'the trail is append-only'); end;
create trigger audit_is_append_only_delete before delete on audit begin select raise(abort, 'the trail is append-only') where old.seq > (select coalesce(max(through), 0) from audit_archive); end;
create trigger audit_continues before insert on audit begin select raise(abort, 'an entry continues the trail') where new.previous <> coalesce((select hash from audit order by seq desc limit 1),
			(select hash from audit_archive order by through desc limit 1), ''); end;
create trigger audit_anchor_stays_update before update on audit_anchor begin select raise(abort, 'an anchor stays'); end;
create trigger audit_anchor_stays_delete before delete on audit_anchor begin select raise(abort, 'an anchor stays'); end;
create trigger user_role_insert before insert on user begin select raise(abort, 'role and scope do not go together') where new.role not in ('analyst', 'unit', 'institution', 'leader', 'system', 'security', 'audit')
	or (new.role in ('system', 'security', 'audit') and (new.institution is not null or new.unit is not null or new.rawRead = 1))
	or new.clearance not between 1 and 4; end;
create trigger user_role_update before update of role, institution, unit, rawRead, clearance on user begin select raise(abort, 'role and scope do not go together') where new.role not in ('analyst', 'unit', 'institution', 'leader', 'system', 'security', 'audit')
	or (new.role in ('system', 'security', 'audit') and (new.institution is not null or new.unit is not null or new.rawRead = 1))
	or new.clearance not between 1 and 4; end;
create trigger user_stays_of_its_kind before update of role on user begin select raise(abort, 'administrators and business users are different people') where (old.role in ('system', 'security', 'audit') or new.role in ('system', 'security', 'audit')) and old.role <> new.role; end;
create trigger user_last_administrator before update of disabled on user begin select raise(abort, 'the last administrator of a kind stays') where new.disabled = 1 and old.role in ('system', 'security', 'audit') and old.disabled = 0
	and not exists (select 1 from user where role = old.role and disabled = 0 and id <> old.id); end;
create trigger user_stays before delete on user begin select raise(abort, 'an account stays'); end;
create trigger grant_request_two_people before update of decidedBy on grant_request begin select raise(abort, 'nobody approves their own request') where new.decidedBy is not null and new.decision = 'approved' and (new.decidedBy = old.proposedBy or new.decidedBy = old.user); end;
create trigger grant_request_decided_once before update on grant_request begin select raise(abort, 'a decision stays') where old.decidedAt is not null; end;
create trigger submission_is_as_filed before update of filing, number, receipt, fileName, sha256, size, uploadedBy, uploadedAt on submission
		begin select raise(abort, 'a submission stays as it was filed'); end;
create trigger submission_stays before delete on submission begin select raise(abort, 'a submission stays'); end;
