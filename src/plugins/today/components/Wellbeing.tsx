import { Link } from '@payloadcms/ui'
import type { Language } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import { text } from '../../../i18n/text.ts'
import { formatRelative } from '../../../ui/format.ts'
import { listHref } from '../../../ui/list-href.ts'
import type { TodayNumbers } from '../today.data.ts'

const WORKER_SILENT_MS = 2 * 60_000
const SYNC_STALE_MS = 60 * 60_000

const words = {
  worker: text(
    'Pesanan dan stok berhenti disinkronkan karena pekerja latar tidak berjalan. Jalankan lagi; pesan yang menunggu diproses sendiri, tidak ada yang hilang.',
    'Orders and stock have stopped synchronising because no background worker is running. Start it again; waiting messages are then worked off, nothing is lost.',
  ),
  see: text('Lihat pesan yang menunggu', 'See waiting messages'),
  problems: text('{n} pesan toko bermasalah hari ini', 'Shop messages with a problem today: {n}'),
  waiting: text(
    '{n} pesan dari toko menunggu lebih dari 5 menit, jadi angka di sini mungkin belum terbaru.',
    'Messages from shops that have waited for more than 5 minutes: {n}. The numbers here may be old.',
  ),
  stale: text(
    'Pesanan terakhir diambil {ago}. Periksa apakah toko masih tersambung.',
    'Orders were last fetched {ago}. Check that the shops are still connected.',
  ),
  never: text(
    'Toko tersambung. Pesanan pertama segera diambil.',
    'Your shop is connected. Its orders are about to be fetched.',
  ),
  well: text('Semua berjalan. Pesanan terakhir diambil {ago}.', 'All is running. Orders last fetched {ago}.'),
}

const age = (at: Date | null, now: Date): number => (at ? now.getTime() - new Date(at).getTime() : Infinity)

/** The state of the machinery in one sentence: silent trouble is the worst kind. */
export const Wellbeing = ({
  numbers,
  now,
  language,
}: {
  numbers: TodayNumbers
  now: Date
  language: Language
}) => {
  const { waitingWebhooks, failedWebhooks, lastSyncAt, workerBeatAt } = numbers
  const ago = lastSyncAt ? formatRelative(lastSyncAt, now, language) : ''
  const problem =
    age(workerBeatAt, now) > WORKER_SILENT_MS
      ? words.worker
      : waitingWebhooks > 0
        ? words.waiting
        : lastSyncAt && age(lastSyncAt, now) > SYNC_STALE_MS
          ? words.stale
          : null
  const sentence = pick(problem ?? (lastSyncAt ? words.well : words.never), language)
    .replace('{n}', String(waitingWebhooks))
    .replace('{ago}', ago)
  return (
    <p className={`kanal-today__sentence${problem ? ' kanal-today__sentence--warning' : ''}`} role="status">
      {sentence}{' '}
      {waitingWebhooks > 0 ? (
        <Link
          href={listHref('webhook-inbox', [{ field: 'processedAt', operator: 'exists', value: false }])}
          prefetch={false}
        >
          {pick(words.see, language)}
        </Link>
      ) : (
        failedWebhooks > 0 && (
          <Link
            href={listHref('webhook-inbox', [{ field: 'error', operator: 'exists', value: true }])}
            prefetch={false}
          >
            {pick(words.problems, language).replace('{n}', String(failedWebhooks))}
          </Link>
        )
      )}
    </p>
  )
}
