import { MinimalTemplate } from '@payloadcms/next/templates'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import type { AdminViewServerProps } from 'payload'
import { getSafeRedirect } from 'payload/shared'
import type { ReactElement } from 'react'
import { autocommit } from '../../../database/tx.ts'
import { languageOf, pick } from '../../../i18n/pick.ts'
import { text } from '../../../i18n/text.ts'
import { KanalLogo } from '../../../ui/KanalLogo.tsx'
import { kanalOf } from '../../context.ts'
import { halfSignedIn } from '../sessions/guard.ts'
import { enrolledOf, methodsOf } from '../step-up/methods.ts'
import { SecondFactorForm } from './SecondFactorForm.tsx'
import './SecondFactorView.css'

const words = {
  title: text('Satu langkah lagi', 'One more step'),
  line: text(
    'Kata sandi Anda cocok. Sekarang tunjukkan faktor kedua Anda.',
    'Your password is right. Now show your second factor.',
  ),
}

/** The second half of signing in. */
export const SecondFactorView = async ({
  initPageResult,
  searchParams,
}: AdminViewServerProps): Promise<ReactElement> => {
  const { req } = initPageResult
  const { admin } = req.payload.config.routes
  const wanted = searchParams?.redirect
  const next = getSafeRedirect({ fallbackTo: admin, redirectTo: typeof wanted === 'string' ? wanted : admin })
  if (req.user) redirect(next)
  const half = await halfSignedIn(req.payload, await headers())
  if (!half) redirect(`${admin}/login`)

  const language = languageOf(req.i18n.language)
  const enrolled = await enrolledOf(autocommit(kanalOf(req.payload).pool), half.userId)
  return (
    <MinimalTemplate className="kanal-second-factor">
      <div className="kanal-second-factor__logo">
        <KanalLogo />
      </div>
      <h1>{pick(words.title, language)}</h1>
      <p>{pick(words.line, language)}</p>
      <p className="kanal-second-factor__who">{half.email}</p>
      <SecondFactorForm
        language={language}
        login={`${admin}/login`}
        methods={methodsOf(enrolled)}
        next={next}
      />
    </MinimalTemplate>
  )
}
