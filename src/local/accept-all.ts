import { COORDINATOR } from '../base/ids.ts'
import { ConsentBook } from '../consent/consent-book.ts'
import { signAnswer } from '../consent/sign-statement.ts'
import type { Agreement } from '../round/agreement.ts'
import type { Party } from './party.ts'

/** Every organisation accepts, each with its own key into its own store; the coordinator is told. */
export async function acceptAll(
  agreement: Agreement,
  parties: ReadonlyMap<string, Pick<Party, 'identity' | 'database' | 'clock'>>,
): Promise<void> {
  const texts: string[] = []
  for (const [id, party] of parties) {
    if (id === COORDINATOR) continue
    const said = { type: 'agreement.accept', atMs: party.clock.nowMs() } as const
    const text = await signAnswer(party.identity, agreement, said)
    await take(agreement, party, [text])
    texts.push(text)
  }
  const coordinator = parties.get(COORDINATOR)
  if (coordinator !== undefined) await take(agreement, coordinator, texts)
}

async function take(
  agreement: Agreement,
  { database }: Pick<Party, 'database'>,
  texts: readonly string[],
): Promise<void> {
  const book = new ConsentBook({ agreement, database })
  const [refused] = await database.transaction('accept', (stores) => book.take(stores, texts))
  if (refused !== undefined) throw refused
}
