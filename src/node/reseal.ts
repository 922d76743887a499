import { fromBase64Url, toBase64Url, utf8 } from '../base/bytes.ts'
import { isProblem } from '../base/problem.ts'
import { resealAtRest } from '../crypto/crypter.ts'
import type { Stores } from '../storage/database.ts'
import type { NodeParts } from './parts.ts'
import { resealRecord } from './record-pages.ts'

const PAGE = 256
/** Settings whose value is sealed, under their own name. */
const SEALED_SETTINGS = ['check-root', 'crowded-postcodes']

type Parts = Pick<NodeParts, 'database' | 'storageKey' | 'roundKeys'>

/** Seals anew all that the storage key seals, page by page, so that others can write in between. */
export async function resealStore(parts: Parts): Promise<void> {
  for (const list of (await parts.database.stores.records.counts()).keys()) {
    await resealList(parts, list)
  }
  await parts.database.transaction('reseal', async (stores) => {
    await resealCounts(stores, parts.storageKey)
    await resealSettings(stores, parts.storageKey)
  })
  await parts.roundKeys.reseal()
}

async function resealList({ database, storageKey }: Parts, list: string): Promise<void> {
  for (let after: Uint8Array | null = null; ; ) {
    const from: Uint8Array | null = after
    const last = await database.transaction('reseal', async ({ records }) => {
      const page = await records.page(list, from, PAGE)
      const fresh = page.map((record) => resealRecord(storageKey, list, record))
      await records.replaceKeys(
        list,
        fresh.filter((record) => record !== null),
      )
      return page.at(-1)?.digest ?? null
    })
    if (last === null) return
    after = last
  }
}

async function resealCounts({ overlaps }: Stores, storageKey: Uint8Array): Promise<void> {
  for (const { round, name, sealed } of await overlaps.list()) {
    // As table-count, covered-count and link-quality place them.
    const places = [`count ${round} ${name}`, `covered count ${round}`, `${name} ${round}`]
    const fresh = resealAtOneOf(storageKey, places, sealed)
    if (fresh !== null) await overlaps.put(round, name, fresh)
  }
}

function resealAtOneOf(
  storageKey: Uint8Array,
  places: readonly string[],
  sealed: Uint8Array,
): Uint8Array | null {
  let failure: unknown
  for (const place of places) {
    try {
      return resealAtRest(storageKey, utf8(place), sealed)
    } catch (error) {
      if (!isProblem(error, 'seal.broken')) throw error
      failure = error
    }
  }
  throw failure
}

async function resealSettings({ settings }: Stores, storageKey: Uint8Array): Promise<void> {
  for (const name of SEALED_SETTINGS) {
    const sealed = await settings.get(name)
    if (sealed === null) continue
    const fresh = resealAtRest(storageKey, utf8(name), fromBase64Url(sealed))
    if (fresh !== null) await settings.set(name, toBase64Url(fresh))
  }
}
