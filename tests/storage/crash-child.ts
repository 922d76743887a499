import { setTimeout as sleep } from 'node:timers/promises'
import { openDatabase } from '../../src/storage/database.ts'

/**
 * Moves a round on for ever, from where it stands: each step sets the state, notes a message as
 * received, appends one to the outbox and keeps a row, in one transaction that takes its time. The
 * test kills it somewhere in the middle.
 */
const url = process.argv[2] ?? ''
const database = await openDatabase({ url, clock: { nowMs: () => 0 } })
const round = await database.stores.rounds.get('r')
const { step: last } = (round?.state ?? { step: 0 }) as { step: number }

for (let step = last + 1; ; step++) {
  await database.transaction('step', async (stores) => {
    await stores.rounds.put({ id: 'r', role: 'node', phase: 'mixing', state: { step } })
    await stores.received.remember('r', 'a', step, new Uint8Array(32))
    await sleep(4)
    await stores.outbox.append('r', 'b', (sequence) => `${sequence}`)
    await stores.rows.putRows('r', 'b', [{ position: step, bytes: new Uint8Array(224) }])
  })
  process.stdout.write(`${step}\n`)
}
