import { openDatabase } from '../../src/storage/database.ts'

/**
 * Moves a round on for ever: each step sets the state, notes a message as received, appends one to
 * the outbox and keeps a row, in one transaction. The test kills it somewhere in the middle.
 */
const url = process.argv[2] ?? ''
const database = await openDatabase({ url, clock: { nowMs: () => 0 } })

for (let step = 1; ; step++) {
  await database.transaction('step', async (stores) => {
    await stores.rounds.put({ id: 'r', role: 'node', phase: 'mixing', state: { step } })
    await stores.received.remember('r', 'a', step, new Uint8Array(32))
    await stores.outbox.append('r', 'b', (sequence) => `${sequence}`)
    await stores.rows.putRows('r', 'b', [{ position: step, bytes: new Uint8Array(224) }])
  })
  process.stdout.write(`${step}\n`)
}
