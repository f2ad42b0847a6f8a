import type { CollectionConfig, Config, Plugin } from 'payload'
import { securityEndpoints } from './endpoints.ts'
import { guardSessions } from './sessions/guard.ts'
import { tellPublicError } from './public-errors.ts'
import { hideHalfSignedIn, limitSignIns, recordSignIn, recordSignOut } from './sessions/sign-in.ts'
import { recordFailedSignIn } from './sessions/failed-sign-in.ts'
import { stopWhenConfirming } from './step-up/password.ts'
import { guardSensitiveChange, notePasswordChange, recordUserChange } from './user-changes.ts'

const COMPONENTS = '/src/plugins/security/components'

const withHooks = (users: CollectionConfig): CollectionConfig => {
  const { hooks = {} } = users
  return {
    ...users,
    hooks: {
      ...hooks,
      beforeOperation: [...(hooks.beforeOperation ?? []), limitSignIns, notePasswordChange],
      beforeChange: [...(hooks.beforeChange ?? []), guardSensitiveChange],
      afterChange: [...(hooks.afterChange ?? []), recordUserChange],
      beforeLogin: [...(hooks.beforeLogin ?? []), stopWhenConfirming],
      afterLogin: [...(hooks.afterLogin ?? []), recordSignIn],
      afterOperation: [...(hooks.afterOperation ?? []), hideHalfSignedIn],
      afterLogout: [...(hooks.afterLogout ?? []), recordSignOut],
    },
  }
}

/**
 * Sign-ins with a second factor, proofs of identity before sensitive actions, and organisations that are reached
 * from certain addresses only. Adds the page Keamanan and what the browser needs to ask for a proof.
 */
export const accountSecurity =
  (): Plugin =>
  (config: Config): Config => ({
    ...config,
    collections: config.collections?.map((each) => (each.slug === 'users' ? withHooks(each) : each)),
    endpoints: [...(config.endpoints ?? []), ...securityEndpoints],
    hooks: {
      ...config.hooks,
      afterError: [...(config.hooks?.afterError ?? []), tellPublicError, recordFailedSignIn],
    },
    onInit: async (payload) => {
      guardSessions(payload)
      await config.onInit?.(payload)
    },
    admin: {
      ...config.admin,
      components: {
        ...config.admin?.components,
        providers: [
          ...(config.admin?.components?.providers ?? []),
          '/src/ui/step-up/StepUpProvider.tsx#StepUpProvider',
          `${COMPONENTS}/IdleGuard.tsx#IdleGuard`,
        ],
        header: [
          ...(config.admin?.components?.header ?? []),
          `${COMPONENTS}/StandingBanner.tsx#StandingBanner`,
        ],
        beforeLogin: [
          `${COMPONENTS}/ToSecondFactor.tsx#ToSecondFactor`,
          ...(config.admin?.components?.beforeLogin ?? []),
        ],
        views: {
          ...config.admin?.components?.views,
          security: {
            Component: `${COMPONENTS}/SecurityView.tsx#SecurityView`,
            path: '/security',
            meta: { title: 'Keamanan' },
          },
          secondFactor: {
            Component: `${COMPONENTS}/SecondFactorView.tsx#SecondFactorView`,
            path: '/second-factor',
            meta: { title: 'Konfirmasi masuk' },
          },
        },
      },
    },
  })
