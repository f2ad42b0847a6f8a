import { parseArgs } from 'node:util'
import type { SalePlan } from './sale.ts'

export interface SaleOptions extends SalePlan {
  /** Where the stand-ins listen. */
  readonly standIns: readonly string[]
}

/** The ports `npm start` gives the stand-ins. */
const USUAL = ['http://127.0.0.1:4310', 'http://127.0.0.1:4311', 'http://127.0.0.1:4312']

export const USAGE = `npm run sale -- [options]
  --rate 50             orders a second, over all stand-ins together
  --seconds 300         how long
  --duplicates 5        percent of pushes that come twice
  --lost 5              percent of pushes that never come
  --reordered 5         percent of pushes that come late
  --outage <name>       a stand-in that fails for a while (shopee, lazada, tiktok-shop)
  --outage-after 60     seconds after the start
  --outage-seconds 60   for how long
  --stand-in <address>  where a stand-in listens; may be repeated; default ${USUAL.join(' ')}
  --seed 11             same seed, same baskets`

/** Reads the command line. @throws Error in a sentence for a person */
export function readOptions(args: readonly string[]): SaleOptions {
  const text = (fallback: string) => ({ type: 'string', default: fallback }) as const
  const { values } = parseArgs({
    args: [...args],
    options: {
      rate: text('50'),
      seconds: text('300'),
      duplicates: text('5'),
      lost: text('5'),
      reordered: text('5'),
      outage: text(''),
      'outage-after': text('60'),
      'outage-seconds': text('60'),
      'stand-in': { type: 'string', multiple: true, default: USUAL },
      seed: text('11'),
    },
  })
  const number = (name: Exclude<keyof typeof values, 'stand-in'>, least: number, most: number): number => {
    const value = Number(values[name])
    if (values[name] === '' || !(value >= least && value <= most))
      throw new Error(`--${name} must be a number from ${least} to ${most}.`)
    return value
  }
  const share = (name: 'duplicates' | 'lost' | 'reordered'): number => number(name, 0, 100) / 100
  return {
    rate: number('rate', 0.1, 500),
    seconds: number('seconds', 1, 86_400),
    duplicates: share('duplicates'),
    lost: share('lost'),
    reordered: share('reordered'),
    outage: values.outage
      ? {
          of: values.outage,
          afterSeconds: number('outage-after', 0, 86_400),
          seconds: number('outage-seconds', 1, 86_400),
        }
      : null,
    seed: number('seed', 0, 2 ** 32),
    standIns: values['stand-in'],
  }
}
