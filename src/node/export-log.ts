import type { ConsentBook } from '../consent/consent-book.ts'
import { successionTexts } from '../cosigning/signed-release.ts'
import { signCheckpoints } from '../log/cosign.ts'
import { logFileLines } from '../log/log-file.ts'
import type { Stores } from '../storage/database.ts'
import { cosignerOf } from './log-exchange.ts'
import type { NodeParts } from './parts.ts'

const PAGE = 1000

/**
 * The log of acts as lines of a file: signed up to its last act, with all that organisations signed of
 * this log and of each other's. Holds nothing secret and no personal value.
 */
export async function exportLog(parts: NodeParts, consents: ConsentBook): Promise<string[]> {
  const { self: organisation, agreement, database } = parts
  const cosigner = await cosignerOf(parts, consents)
  return database.transaction('export-log', async (stores) => {
    const log = await parts.acts.id(stores)
    await signCheckpoints(stores, log, cosigner)
    const successions = successionTexts(
      await consents.statements(stores),
      await consents.standing(stores),
    )
    const entries = await all(async (after) => {
      const page = await stores.acts.page(log, after, PAGE)
      return page.map(({ sequence, entry }) => ({ position: sequence, body: entry }))
    })
    const statements = await statementsUnder(stores, agreement.digest)
    return [...logFileLines({ organisation, log, agreement, successions, entries, statements })]
  })
}

/** Those of another agreement are for a file of their own. */
async function statementsUnder(stores: Stores, agreement: string): Promise<string[]> {
  const texts = await all((after) => stores.logStatements.after(after, PAGE))
  return texts.filter((text) => isUnder(text, agreement))
}

function isUnder(text: string, agreement: string): boolean {
  const payload = Buffer.from(text.split('.')[1] ?? '', 'base64url').toString()
  return (JSON.parse(payload) as { agreement: string }).agreement === agreement // kept verified only
}

type Page = (after: number) => Promise<readonly { position: number; body: string }[]>

async function all(page: Page): Promise<string[]> {
  const bodies: string[] = []
  for (let after = 0; ; ) {
    const found = await page(after)
    const last = found.at(-1)
    if (last === undefined) return bodies
    bodies.push(...found.map(({ body }) => body))
    after = last.position
  }
}
