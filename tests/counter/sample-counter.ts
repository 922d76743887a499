import { concatBytes, fromBase64Url } from '../../src/base/bytes.ts'
import type { CountParts, OpenedBag } from '../../src/counter/count-bag.ts'
import { keepLinkReport, keepListQualities } from '../../src/counter/link-quality.ts'
import { IDENTITY } from '../../src/group/engine.ts'
import { loadSodiumEngine } from '../../src/group/sodium-engine.ts'
import {
  codeElement,
  labelElement,
  type Presence,
  presenceElement,
} from '../../src/psi/key-element.ts'
import { type Terms, termsSchema } from '../../src/round/agreement.ts'
import { CHUNK_ROWS } from '../../src/round/batch.ts'
import { coreDigest, PERSONS } from '../../src/round/manifest.ts'
import type { Database } from '../../src/storage/database.ts'
import type { RoundWork } from '../../src/work/round-work.ts'
import { rawTerms, sampleAgreement, sampleCore } from '../round/sample.ts'

const engine = await loadSodiumEngine()

const noLinks = {
  links: 0,
  linksByNumbers: 0,
  labelled: [{ numbers: 'bsn', same: 0, found: 0, different: 0 }],
  overfull: 0,
  conflicts: 0,
  ambiguous: 0,
  chainsUndone: 0,
  capped: 0,
  ties: 0,
}

/** A person of an opened bag: its lists, a code of each row per table, and what its rows are. */
export interface OpenedPerson {
  readonly lists: readonly string[]
  readonly codes?: readonly string[]
  readonly kind?: Presence
}

const name = (id: string) => ({ nl: id, en: id })

/** Form of exploitation with two levels, and sex. */
export function tableTerms(size: number, checks = 0): Terms {
  const code = (id: string, within?: string) => ({ id, name: name(id), within })
  return termsSchema.parse({
    ...rawTerms(size),
    checks,
    tables: [
      {
        id: 'form',
        name: name('form'),
        codes: [code('sexual'), code('other'), code('labour', 'other'), code('criminal', 'other')],
      },
      { id: 'sex', name: name('sex'), codes: [code('female'), code('male')] },
    ],
  })
}

/** What the counter of a round works with; only what counting needs is there. */
export async function sampleCounter(database: Database, of: { size: number; checks?: number }) {
  const agreement = await sampleAgreement(tableTerms(of.size, of.checks))
  const core = sampleCore(agreement)
  const digest = coreDigest(core)
  const work = {
    self: 'rapporteur',
    manifest: { core, coreDigest: digest, keys: [], digest },
    engine,
    report: () => undefined,
  } as unknown as RoundWork // counting uses no keys, no pool and no relay
  const parts: CountParts = { agreement, database, storageKey: new Uint8Array(32).fill(7) }

  /** Plain rows as the last share's owner has them. */
  const bagOf = (table: string, persons: readonly OpenedPerson[]): OpenedBag => {
    const rows = persons.map((person) => plainRow(table, person))
    const at = (chunk: number) => rows.slice(chunk * CHUNK_ROWS, (chunk + 1) * CHUNK_ROWS)
    return {
      table,
      rows: async (chunk) => concatBytes(...at(chunk)),
      persons: rows.length,
      checks: [],
      tallyKey: new Uint8Array(32).fill(5),
    }
  }
  const sum = (elements: readonly Uint8Array[]) =>
    elements.reduce((total, element) => engine.add(total, element), IDENTITY)
  const plainRow = (table: string, { lists, codes = [], kind = 'real' }: OpenedPerson) => {
    const bytes = fromBase64Url(digest)
    const columns = [
      sum(lists.map((list) => labelElement(engine, bytes, list))),
      sum((kind === 'padding' ? [''] : lists).map(() => presenceElement(engine, kind))),
    ]
    if (table === PERSONS) return concatBytes(...columns)
    return concatBytes(
      ...columns,
      sum(codes.map((code) => codeElement(engine, bytes, table, code))),
    )
  }
  /** As a counter knows them that has checked the links: none of these persons has two rows with a number. */
  const keepQuality = async () => {
    await keepLinkReport(parts, core.round, noLinks)
    await keepListQualities(parts, core.round, [])
  }
  return { work, parts, agreement, core, bagOf, keepQuality }
}
