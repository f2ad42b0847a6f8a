'use client'

import { Modal, useModal, useTranslation } from '@payloadcms/ui'
import { useCallback, useEffect, useRef, useState, type ReactElement, type ReactNode } from 'react'
import { languageOf, pick } from '../../i18n/pick.ts'
import { askForProofWith, stepUpFetch } from './fetch.ts'
import { knownMethods, ProofForm, type ProofMethod } from './ProofForm.tsx'
import { useReturnFocus } from './useReturnFocus.ts'
import { words } from './words.ts'
import './StepUpProvider.css'

const SLUG = 'kanal-step-up'
const ACCOUNTS = /^\/api\/users(\/[^/]+)?$/

interface Question {
  methods: readonly ProofMethod[]
  answer: (confirmed: boolean) => void
}

/** Payload's own forms send with the page's `fetch`: those that save accounts are asked like our own requests. */
function useQuestionsOfAccountForms(): void {
  useEffect(() => {
    const plain = window.fetch
    const asking: typeof fetch = (input, init) => {
      const isSave =
        typeof input === 'string' && ['POST', 'PATCH'].includes(init?.method?.toUpperCase() ?? '')
      const { pathname } = new URL(isSave ? input : '/', window.location.href)
      return isSave && ACCOUNTS.test(pathname) ? stepUpFetch(input, init, plain) : plain(input, init)
    }
    window.fetch = asking
    return () => {
      if (window.fetch === asking) window.fetch = plain
    }
  }, [])
}

/** Holds the one dialog in which a person proves who they are; requests that need it open it and then go on. */
export const StepUpProvider = ({ children }: { children?: ReactNode }): ReactElement => {
  const { openModal, closeModal, isModalOpen } = useModal()
  const [question, setQuestion] = useState<Question | null>(null)
  const open = useRef<Question | null>(null)
  const { i18n } = useTranslation()
  const language = languageOf(i18n.language)
  useQuestionsOfAccountForms()
  const returnFocus = useReturnFocus('.kanal-step-up')

  const settle = useCallback(
    (confirmed: boolean): void => {
      const current = open.current
      open.current = null
      setQuestion(null)
      closeModal(SLUG)
      current?.answer(confirmed)
      returnFocus()
    },
    [closeModal, returnFocus],
  )
  useEffect(() => {
    askForProofWith(
      (methods) =>
        new Promise((answer) => {
          open.current = { methods: knownMethods(methods), answer }
          setQuestion(open.current)
          openModal(SLUG)
        }),
    )
    return () => askForProofWith(null)
  }, [openModal])

  // Escape closes the dialog by itself: that means no.
  const isOpen = isModalOpen(SLUG)
  const wasOpen = useRef(false)
  useEffect(() => {
    if (wasOpen.current && !isOpen && open.current) settle(false)
    wasOpen.current = isOpen
  }, [isOpen, settle])

  return (
    <>
      {children}
      <Modal aria-labelledby={`${SLUG}-title`} className="kanal-step-up" closeOnBlur={false} slug={SLUG}>
        {question && (
          <div className="kanal-step-up__card">
            <h1 id={`${SLUG}-title`}>{pick(words.title, language)}</h1>
            <p>{pick(words.why, language)}</p>
            <ProofForm
              endpoint="/api/security/step-up"
              language={language}
              methods={question.methods}
              onCancel={() => settle(false)}
              onDone={() => settle(true)}
            />
          </div>
        )}
      </Modal>
    </>
  )
}
