/** Makes the audit trail append-only. Runs after `baseSql` and after the audit_events table exists. */
export const auditSql = /* sql */ `
create trigger audit_events_append_only before update or delete on audit_events
  for each row execute function kanal_refuse_change();
create trigger audit_events_no_truncate before truncate on audit_events
  for each statement execute function kanal_refuse_change();
`
