import { systemClock } from '../base/clock.ts'
import { COORDINATOR } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import { secureRandom } from '../base/random.ts'
import { coordinatorApp } from '../coordinator/app.ts'
import { CoordinatorService } from '../coordinator/service.ts'
import { exactCodes, exactTable } from '../counter/exact-tables.ts'
import { LINK_RULE } from '../linkage/rule-l2.ts'
import type { Recipe } from '../matching/recipe.ts'
import { type ImportResult, importRecords } from '../node/import-records.ts'
import { countRows } from '../node/prepare-list.ts'
import { NodeService, type WorkReport } from '../node/service.ts'
import type { CodeTable } from '../overlap/code-table.ts'
import { makeOverlapTable, type OverlapTable } from '../overlap/overlap-table.ts'
import { type Agreement, makeAgreement, type Terms, termsSchema } from '../round/agreement.ts'
import { matchingSecretDigest } from '../round/matching-secret.ts'
import type { FieldMap } from '../source/field-map.ts'
import { CoordinatorClient } from '../transport/coordinator-client.ts'
import { acceptAll } from './accept-all.ts'
import { localBooks } from './local-books.ts'
import { type LocalShared, makeParty, type Party } from './party.ts'

/** One CSV file that is one list. */
export interface LocalList {
  readonly id: string
  readonly path: string
}

export interface LocalParts extends LocalShared {
  readonly lists: readonly LocalList[]
  readonly map: FieldMap
  readonly recipe: Recipe
  readonly today: string
  /** Proven unless told otherwise, as between organisations. */
  readonly proofs?: Terms['proofs']
  readonly report: (step: string, report: Omit<WorkReport, 'round'>) => void
}

export interface LocalResult {
  readonly table: OverlapTable
  /** One per table of the mapping. */
  readonly codes: readonly CodeTable[]
  readonly lists: readonly {
    readonly id: string
    readonly rows: number
    readonly read: ImportResult
  }[]
  /** Milliseconds per step. */
  readonly timings: Readonly<Record<string, number>>
}

const evaluators = ['evaluator-1', 'evaluator-2', 'counter']
const ROUND = 'rehearsal'
const LOOK_MS = 50
/** Padding is rehearsed too: sizes are rounded up to a multiple of this, and never just met. */
const PADDED_TO = 8

/**
 * A whole round in this process, by the same code as between organisations: every list has a node of
 * its own, messages are signed, batches sealed; only the network is left out.
 */
export async function runLocalRound(parts: LocalParts): Promise<LocalResult> {
  const timings: Record<string, number> = {}
  const timed = async <T>(step: string, work: () => Promise<T>): Promise<T> => {
    const from = performance.now()
    const value = await work()
    timings[step] = Math.round(performance.now() - from)
    return value
  }
  const parties = await makeParties(parts)
  try {
    const secret = secureRandom(32)
    const read = await timed('import', () => importLists(parts, parties, secret))
    const agreement = agree(parties, {
      read,
      secret,
      map: parts.map,
      proofs: parts.proofs ?? 'full',
      recipe: parts.recipe,
    })
    await acceptAll(agreement, parties)
    const counted = await timed('round', () => playRound(parts, parties, agreement))
    return { ...counted, lists: read, timings }
  } finally {
    for (const party of parties.values()) await party.database.close()
  }
}

/** Owners are named apart from lists, so that a list may be called `counter`. */
function ownerOf(list: string): string {
  return `owner-of-${list}`.slice(0, 63)
}

async function makeParties(parts: LocalParts): Promise<Map<string, Party>> {
  const ids = [COORDINATOR, ...evaluators, ...parts.lists.map((list) => ownerOf(list.id))]
  const parties = new Map<string, Party>()
  for (const id of ids) parties.set(id, await makeParty(id, parts))
  return parties
}

function partyOf(parties: ReadonlyMap<string, Party>, id: string): Party {
  const party = parties.get(id)
  if (party === undefined) throw new TypeError(`no party ${id}`)
  return party
}

async function importLists(
  parts: LocalParts,
  parties: ReadonlyMap<string, Party>,
  matchingSecret: Uint8Array,
): Promise<LocalResult['lists']> {
  const found = []
  for (const { id, path } of parts.lists) {
    const { database, storageKey } = partyOf(parties, ownerOf(id))
    const read = await importRecords(path, parts.map, {
      database,
      clock: systemClock,
      pool: parts.pool,
      recipe: parts.recipe,
      storageKey,
      matchingSecret,
      matchingSecretDigest: matchingSecretDigest(matchingSecret),
      today: parts.today,
      lists: [id],
      tables: localBooks(parts.map),
      placing: () => ({ list: id }),
      report: (records) => parts.report('import', { step: id, done: records, total: records }),
    })
    const { records } = database.stores
    const rows = await countRows({
      list: id,
      slots: parts.recipe.slots,
      records,
      storageKey,
      minimumPersons: 1,
    })
    found.push({ id, rows, read })
  }
  return found
}

function agree(
  parties: ReadonlyMap<string, Party>,
  from: {
    readonly read: LocalResult['lists']
    readonly secret: Uint8Array
    readonly map: FieldMap
    readonly proofs: Terms['proofs']
    readonly recipe: Recipe
  },
): Agreement {
  const name = (text: string) => ({ nl: text, en: text })
  const owners = from.read.map((list) => ownerOf(list.id))
  const terms: Terms = termsSchema.parse({
    version: 1,
    id: 'local-rehearsal',
    title: { nl: 'Oefening op eigen bestanden', en: 'Rehearsal on own files' },
    purpose: { nl: 'Oefening', en: 'Rehearsal' },
    legalBasis: { nl: 'Eigen gegevens', en: 'Own data' },
    populations: [{ id: 'persons', name: { nl: 'personen', en: 'persons' } }],
    organisations: [...evaluators, ...owners].map((id) => ({
      id,
      name: name(id),
      legalBasis: true,
    })),
    evaluators,
    lists: from.read.map(({ id, rows }) => ({
      id,
      organisation: ownerOf(id),
      population: 'persons',
      year: 2000,
      source: 'report',
      size: PADDED_TO * Math.ceil((rows + 1) / PADDED_TO),
    })),
    tables: localBooks(from.map),
    proofs: from.proofs,
    recipe: from.recipe.name,
    rule: LINK_RULE,
    // Made-up persons go through every step too, and must come out as they went in.
    checks: 3,
    matchingSecretDigest: matchingSecretDigest(from.secret),
    limits: { minimumLists: 1, minimumPersons: 1 },
    disclosure: { threshold: 3, roundingBase: 1, gate: 'off' },
    deadlineMinutes: 60 * 24,
    validity: { from: '2000-01-01', until: '2199-12-31' },
  })
  const keys = Object.fromEntries([...parties].map(([id, party]) => [id, party.identity.publicKey]))
  return makeAgreement(terms, keys)
}

async function playRound(
  parts: LocalParts,
  parties: ReadonlyMap<string, Party>,
  agreement: Agreement,
): Promise<Pick<LocalResult, 'table' | 'codes'>> {
  const coordinator = partyOf(parties, COORDINATOR)
  const service = new CoordinatorService({ ...coordinator, agreement, slots: parts.recipe.slots })
  const app = coordinatorApp({
    service,
    database: coordinator.database,
    clock: coordinator.clock,
    logFault: (error) => parts.log.error('the coordinator met a fault', error),
  })
  const fetch = async (url: string, init?: RequestInit) => app.fetch(new Request(url, init))
  const nodes = [...parties]
    .filter(([id]) => id !== COORDINATOR)
    .map(([self, party]) => {
      const client = new CoordinatorClient({ ...party, base: 'http://coordinator', fetch })
      const node = { ...party, self, agreement, slots: parts.recipe.slots, client }
      return new NodeService(node, (report) => parts.report(self, report))
    })
  service.start()
  for (const node of nodes) node.start()
  try {
    await service.openRound({ id: ROUND })
    await untilEnded(service)
  } finally {
    await Promise.all([service.stop(), ...nodes.map((node) => node.stop())])
  }
  const { database, storageKey } = partyOf(parties, 'counter')
  const table = await exactTable(database, storageKey, ROUND)
  if (table === null) throw new Error('a released round has a table')
  const { lists, tables } = agreement.terms
  const codes: CodeTable[] = []
  for (const book of tables) {
    const found = await exactCodes(database, storageKey, { round: ROUND, book })
    if (found === null) throw new Error('a released round has all tables')
    codes.push(found)
  }
  return { table: makeOverlapTable({ lists, ...table }), codes }
}

async function untilEnded(service: CoordinatorService): Promise<void> {
  for (;;) {
    const { progress } = await service.rounds.stateOf(ROUND)
    if (progress.phase === 'released') return
    if (progress.phase === 'aborted') {
      throw new Problem({ code: progress.code, what: progress.what, where: progress.by })
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  }
}
