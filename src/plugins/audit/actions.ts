/** Everything the audit trail can say happened. Closed, so that a filter or a report can list it. */
export const AUDIT_ACTIONS = [
  'credential.create',
  'credential.update',
  'credential.delete',
  'credential.test',
  'credential.denied',
  'credential.rollback',
  'credential.auto_rollback',
  'credential.overlap_end',
  'credential.reveal_on',
  'credential.reveal_off',
  'credential.reveal_grant',
  'credential.reveal',
  'integration.create',
  'integration.update',
  'integration.disconnect',
  'integration.delete',
  'shop.connect',
  'shop.reconnect',
  'shop.disconnect',
  'shop.import',
  'shop.warehouse',
  'listing.show',
  'listing.hide',
  'user.create',
  'user.update',
  'user.delete',
  'user.login',
  'user.login_failed',
  'user.logout',
  'user.role_change',
  'user.password_reset',
  'organisation.create',
  'organisation.update',
  'service.test_mail',
  'service.move_files',
  'notification.settings',
  'access.denied',
] as const
export type AuditAction = (typeof AUDIT_ACTIONS)[number]

export const AUDIT_OUTCOMES = ['ok', 'denied', 'failed'] as const
export type AuditOutcome = (typeof AUDIT_OUTCOMES)[number]

export const AUDIT_ACTOR_TYPES = ['user', 'system'] as const
export type AuditActorType = (typeof AUDIT_ACTOR_TYPES)[number]
