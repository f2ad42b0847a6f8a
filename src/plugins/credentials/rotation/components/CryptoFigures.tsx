'use client'

import type { ReactElement } from 'react'
import type { Language, LocalizedText } from '../../../../adapters/contract.ts'
import { pick } from '../../../../i18n/pick.ts'
import { text } from '../../../../i18n/text.ts'
import { formatNumber } from '../../../../ui/format.ts'
import type { CryptoOperation } from '../../metrics.ts'
import type { CryptoFigures as Figures } from '../crypto-figures.ts'
import './CryptoFigures.css'

const words = {
  title: text('Enkripsi saat ini', 'Encryption now'),
  what: text(
    'Dihitung sejak setiap proses dinyalakan. Kegagalan yang bertambah berarti ada nilai yang tidak bisa dibuka.',
    'Counted since each process was started. A growing number of failures means that some value cannot be opened.',
  ),
  operation: text('Pekerjaan', 'Work'),
  calls: text('Jumlah', 'Calls'),
  failed: text('Gagal', 'Failed'),
  p50: text('Biasanya', 'Usually'),
  p99: text('Paling lama (99%)', 'Longest (99%)'),
  cache: text('Kunci ditemukan di memori', 'Keys found in memory'),
  slower: text('lebih lama', 'longer'),
}
const OPERATIONS: Readonly<Record<CryptoOperation, LocalizedText>> = {
  seal: text('Mengunci nilai', 'Sealing values'),
  open: text('Membuka nilai', 'Opening values'),
  wrap: text('Membungkus kunci', 'Wrapping keys'),
  unwrap: text('Membuka bungkus kunci', 'Unwrapping keys'),
}

/** How often keys and values are used, how long it takes, and what fails. */
export const CryptoFigures = ({
  figures,
  language,
}: {
  figures: Figures
  language: Language
}): ReactElement => {
  const time = (calls: number, ms: number | null): string => {
    if (calls === 0) return '–'
    return ms === null ? pick(words.slower, language) : `≤ ${formatNumber(ms)} ms`
  }
  return (
    <details>
      <summary>{pick(words.title, language)}</summary>
      <p>{pick(words.what, language)}</p>
      <div className="kanal-crypto">
        <table>
          <thead>
            <tr>
              {[words.operation, words.calls, words.failed, words.p50, words.p99].map((word) => (
                <th key={word.en} scope="col">
                  {pick(word, language)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {figures.operations.map(({ operation, calls, failed, p50Ms, p99Ms }) => (
              <tr key={operation}>
                <th scope="row">{pick(OPERATIONS[operation], language)}</th>
                <td>{formatNumber(calls)}</td>
                <td className={failed > 0 ? 'kanal-crypto__failed' : undefined}>{formatNumber(failed)}</td>
                <td>{time(calls, p50Ms)}</td>
                <td>{time(calls, p99Ms)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {figures.cacheShare !== null && (
        <p>
          {pick(words.cache, language)}: {formatNumber(Math.floor(figures.cacheShare * 1_000) / 10)}%.
        </p>
      )}
    </details>
  )
}
