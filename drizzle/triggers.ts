/** Kinds of administrator: each for itself, and none of them with business data. */
const administrators = `('system', 'security', 'audit')`;
const roles = `('analyst', 'unit', 'institution', 'leader', 'system', 'security', 'audit')`;
const wrongRole = (row: string) => `${row}.role not in ${roles}
	or (${row}.role in ${administrators} and (${row}.institution is not null or ${row}.unit is not null or ${row}.rawRead = 1))
	or ${row}.clearance not between 1 and 4`;
/** The only one of a kind of administrator who can still sign in; whoever has set no password (`*`) cannot yet. */
const last = `old.role in ${administrators} and old.disabled = 0
	and not exists (select 1 from user where role = old.role and disabled = 0 and password <> '*' and id <> old.id)`;
const refuse = (condition: string, text: string) =>
	`begin select raise(abort, '${text}') where ${condition}; end`;

/** What the database itself refuses, whoever writes: by name. */
export const triggers: Readonly<Record<string, string>> = {
	audit_is_append_only_update: `before update on audit begin select raise(abort, 'the trail is append-only'); end`,
	audit_is_append_only_delete: `before delete on audit ${refuse(
		'old.seq > (select coalesce(max(through), 0) from audit_archive)',
		'the trail is append-only'
	)}`,
	audit_continues: `before insert on audit ${refuse(
		`new.previous <> coalesce((select hash from audit order by seq desc limit 1),
			(select hash from audit_archive order by through desc limit 1), '')`,
		'an entry continues the trail'
	)}`,
	audit_anchor_stays_update: `before update on audit_anchor begin select raise(abort, 'an anchor stays'); end`,
	audit_anchor_stays_delete: `before delete on audit_anchor begin select raise(abort, 'an anchor stays'); end`,
	user_role_insert: `before insert on user ${refuse(wrongRole('new'), 'role and scope do not go together')}`,
	user_role_update: `before update of role, institution, unit, rawRead, clearance on user ${refuse(
		wrongRole('new'),
		'role and scope do not go together'
	)}`,
	user_stays_of_its_kind: `before update of role on user ${refuse(
		`(old.role in ${administrators} or new.role in ${administrators}) and old.role <> new.role`,
		'administrators and business users are different people'
	)}`,
	user_last_administrator: `before update of disabled on user ${refuse(
		`new.disabled = 1 and ${last}`,
		'the last administrator of a kind stays'
	)}`,
	user_stays: `before delete on user begin select raise(abort, 'an account stays'); end`,
	grant_request_two_people: `before update of decidedBy on grant_request ${refuse(
		`new.decidedBy is not null and new.decision = 'approved' and (new.decidedBy = old.proposedBy or new.decidedBy = old.user)`,
		'nobody approves their own request'
	)}`,
	grant_request_decided_once: `before update on grant_request ${refuse(
		'old.decidedAt is not null',
		'a decision stays'
	)}`,
	submission_is_as_filed: `before update of filing, number, receipt, fileName, sha256, size, uploadedBy, uploadedAt on submission
		begin select raise(abort, 'a submission stays as it was filed'); end`,
	submission_stays: `before delete on submission begin select raise(abort, 'a submission stays'); end`
};
