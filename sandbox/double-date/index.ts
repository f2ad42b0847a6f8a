import { readOptions, USAGE } from './options.ts'
import { runSale, type SaleRecord } from './sale.ts'
import { StandIn } from './standIn.ts'

/** `npm run sale`: an 11.11 in the stand-ins of a running Kanal, to look at or to measure. */
async function main(): Promise<void> {
  if (process.argv.includes('--help')) return console.log(USAGE)
  const { standIns: addresses, ...plan } = readOptions(process.argv.slice(2))
  const standIns = await Promise.all(addresses.map(reach))
  if (plan.outage && !standIns.some(({ name }) => name === plan.outage?.of))
    throw new Error(
      `There is no stand-in "${plan.outage.of}"; there are ${standIns.map(({ name }) => name).join(', ')}.`,
    )
  console.log(`${plan.rate} orders/s for ${plan.seconds} s at ${standIns.map(({ name }) => name).join(', ')}`)
  const record = await runSale(standIns, plan, ({ second, sold, soldOut, down }) =>
    console.log(`${second} s: ${sold} sold, ${soldOut} found sold out${down ? `, ${down} is down` : ''}`),
  )
  await summarise(record, standIns)
}

async function reach(address: string): Promise<StandIn> {
  try {
    return await StandIn.at(address)
  } catch (error) {
    throw new Error(
      `No stand-in answers at ${address}. Start Kanal with npm start, or name the place with --stand-in.`,
      {
        cause: error,
      },
    )
  }
}

async function summarise(
  { sales, soldOut, seconds }: SaleRecord,
  standIns: readonly StandIn[],
): Promise<void> {
  console.log(
    `${sales.length} orders in ${seconds.toFixed(1)} s, ${soldOut} buyers found their goods sold out`,
  )
  for (const standIn of standIns) {
    const { outcomes } = (await standIn.tally()).pushes
    const pushes = Object.entries(outcomes).map(([name, count]) => `${count} ${name}`)
    const orders = sales.filter((sale) => sale.standIn === standIn.name).length
    console.log(`${standIn.name}: ${orders} orders; pushes so far: ${pushes.join(', ') || 'none'}`)
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  console.error(`\n${USAGE}`)
  process.exit(1)
})
