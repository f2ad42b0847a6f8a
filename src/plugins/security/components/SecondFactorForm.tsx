'use client'

import type { ReactElement } from 'react'
import type { Language } from '../../../adapters/contract.ts'
import { request } from '../../../ui/client/request.ts'
import { knownMethods, ProofForm } from '../../../ui/step-up/ProofForm.tsx'

const SIGN_IN = '/api/security/sign-in'

/** Asks for the second factor at sign-in, and goes on to where the person wanted to go. */
export const SecondFactorForm = ({
  methods,
  language,
  next,
  login,
}: {
  methods: readonly string[]
  language: Language
  next: string
  login: string
}): ReactElement => (
  <ProofForm
    endpoint={SIGN_IN}
    language={language}
    methods={knownMethods(methods)}
    onCancel={() => {
      void request('POST', `${SIGN_IN}/cancel`, language, {}).then(() => window.location.assign(login))
    }}
    // A page of its own, so that everything is loaded as the person who is signed in now.
    onDone={() => window.location.assign(next)}
  />
)
