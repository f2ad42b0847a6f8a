'use client'

import { Button, toast } from '@payloadcms/ui'
import { useCallback, useEffect, useState, type ReactElement } from 'react'
import type { Explanation, Language } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import { text } from '../../../i18n/text.ts'
import { send } from '../../credentials/components/stream.ts'
import type { FilesState } from '../files/moves.ts'
import './ServiceExtras.css'

const words = {
  testMail: text('Kirim email uji ke saya', 'Send me a test mail'),
  sending: text('Mengirim…', 'Sending…'),
  sent: text('Email uji terkirim ke', 'Test mail sent to'),
  onDisk: text('di server ini', 'on this server'),
  inStore: text('di penyimpanan', 'in the storage'),
  files: text('Berkas', 'Files'),
  toStore: text('Pindahkan semua ke penyimpanan', 'Move all to the storage'),
  toDisk: text('Kembalikan semua ke server ini', 'Move all back to this server'),
  moving: text('Memindahkan', 'Moving'),
  trouble: text(
    'Tersendat; Kanal mencoba lagi. Berkas tetap bisa dibuka.',
    'Held up; Kanal tries again. The files can still be opened.',
  ),
  skipped: text(
    'tidak bisa dipindahkan dan tetap di tempatnya',
    'could not be moved and stay where they are',
  ),
}
const POLL_MS = 1_500

interface Props {
  language: Language
  onProblem: (problem: Explanation | null) => void
}

/** Sends a test mail to whoever presses it. */
export const TestMail = ({ language, onProblem }: Props): ReactElement => {
  const [busy, setBusy] = useState(false)
  const ask = async (): Promise<void> => {
    setBusy(true)
    onProblem(null)
    const answer = await send<{ sentTo: string }>('POST', '/api/services/test-mail')
    setBusy(false)
    if ('ok' in answer) toast.success(`${pick(words.sent, language)} ${answer.data.sentTo}`)
    else onProblem(answer.problem)
  }
  return (
    <Button buttonStyle="secondary" disabled={busy} margin={false} onClick={() => void ask()}>
      {pick(busy ? words.sending : words.testMail, language)}
    </Button>
  )
}

/** Where the files are, and moving them with its progress. */
export const FilesPlace = ({ language, onProblem }: Props): ReactElement | null => {
  const [state, setState] = useState<FilesState | null>(null)
  const running = state?.move?.state === 'running'
  const load = useCallback(async () => {
    const answer = await send<FilesState>('GET', '/api/services/files')
    if ('ok' in answer) setState(answer.data)
  }, [])
  useEffect(() => {
    void load()
  }, [load])
  useEffect(() => {
    if (!running) return undefined
    const timer = setInterval(() => void load(), POLL_MS)
    return () => clearInterval(timer)
  }, [load, running])
  if (!state) return null

  const start = async (direction: 'to_store' | 'to_disk'): Promise<void> => {
    onProblem(null)
    const answer = await send<FilesState>('POST', '/api/services/files/move', { direction })
    if ('ok' in answer) setState(answer.data)
    else onProblem(answer.problem)
  }
  const { onDisk, inStore, move } = state
  const label = `${pick(words.moving, language)} ${move?.moved ?? 0} / ${move?.total ?? 0}`
  return (
    <div className="kanal-files">
      <p>
        {pick(words.files, language)}: {inStore} {pick(words.inStore, language)} · {onDisk}{' '}
        {pick(words.onDisk, language)}
      </p>
      {running && move && (
        <div aria-live="polite">
          <progress aria-label={label} max={Math.max(move.total, 1)} value={move.moved} />
          <span>{label}</span>
          {move.lastError && <p role="status">{pick(words.trouble, language)}</p>}
        </div>
      )}
      {!running && move?.state === 'failed' && (
        <p role="status">
          {move.skipped} {pick(words.skipped, language)}
        </p>
      )}
      <div className="kanal-files__actions">
        {onDisk > 0 && (
          <Button
            buttonStyle="secondary"
            disabled={running && !move?.lastError}
            margin={false}
            onClick={() => void start('to_store')}
          >
            {pick(words.toStore, language)}
          </Button>
        )}
        {inStore > 0 && (
          <Button
            buttonStyle="secondary"
            disabled={running && !move?.lastError}
            margin={false}
            onClick={() => void start('to_disk')}
          >
            {pick(words.toDisk, language)}
          </Button>
        )}
      </div>
    </div>
  )
}
