'use client'

import { Button, useConfig, useTranslation } from '@payloadcms/ui'
import { usePathname, useRouter } from 'next/navigation'
import { useEffect, useRef, useState, type ReactElement, type ReactNode } from 'react'
import { languageOf, pick } from '../../../i18n/pick.ts'
import { text } from '../../../i18n/text.ts'
import { Icon } from '../../../ui/Icon.tsx'
import { idleAt, isSensitive, type Idle } from '../idle.ts'
import './IdleGuard.css'

const TOUCHES = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const
const TICK_MS = 500

const words = {
  leaving: (seconds: number) =>
    text(`Halaman ini ditutup dalam ${seconds} detik`, `This page closes in ${seconds} seconds`),
  why: text(
    'Halaman ini berisi hal rahasia, dan sudah 9 menit tidak disentuh.',
    'This page holds secrets, and nobody has touched it for 9 minutes.',
  ),
  stay: text('Tetap di sini', 'Stay here'),
}

/** Leaves sensitive pages that nobody has touched for ten minutes, and counts the last of them down. */
export const IdleGuard = ({ children }: { children?: ReactNode }): ReactElement => {
  const { config } = useConfig()
  const { admin } = config.routes
  const path = usePathname()
  const isGuarded = isSensitive(path.startsWith(admin) ? path.slice(admin.length) : path)
  return (
    <>
      {children}
      {isGuarded && <Countdown key={path} home={admin} />}
    </>
  )
}

const Countdown = ({ home }: { home: string }): ReactElement | null => {
  const router = useRouter()
  const { i18n } = useTranslation()
  const language = languageOf(i18n.language)
  const touched = useRef(Date.now())
  const [idle, setIdle] = useState<Idle>({ state: 'working' })
  useEffect(() => {
    const touch = (): void => {
      // Once the countdown shows, only the button keeps the page: a stray key must not.
      if (idleAt(Date.now(), touched.current).state === 'working') touched.current = Date.now()
    }
    const timer = setInterval(() => {
      const next = idleAt(Date.now(), touched.current)
      setIdle((before) => (before.state === 'working' && next.state === 'working' ? before : next))
      if (next.state === 'over') {
        clearInterval(timer)
        router.replace(home)
      }
    }, TICK_MS)
    for (const each of TOUCHES) window.addEventListener(each, touch, { passive: true })
    return () => {
      clearInterval(timer)
      for (const each of TOUCHES) window.removeEventListener(each, touch)
    }
  }, [home, router])

  if (idle.state !== 'warned') return null
  const stay = (): void => {
    touched.current = Date.now()
    setIdle({ state: 'working' })
  }
  return (
    <div
      className="kanal-idle"
      role="alertdialog"
      aria-labelledby="kanal-idle-title"
      aria-describedby="kanal-idle-why"
    >
      <Icon name="clock" size={20} />
      <div>
        <strong aria-live="off" id="kanal-idle-title">
          {pick(words.leaving(idle.seconds), language)}
        </strong>
        <p id="kanal-idle-why">{pick(words.why, language)}</p>
      </div>
      <Button margin={false} onClick={stay} extraButtonProps={{ autoFocus: true }}>
        {pick(words.stay, language)}
      </Button>
    </div>
  )
}
