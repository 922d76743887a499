import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../base/clock.ts'
import type { GroupEngine } from '../group/engine.ts'
import { loadSodiumEngine } from '../group/sodium-engine.ts'
import { readPerson } from '../matching/match-key.ts'
import { keysOf, recipeNamed } from '../matching/recipe.ts'
import { importRecords } from '../node/import-records.ts'
import { keyElement } from '../psi/key-element.ts'
import { encodeCsv, type RegisterRow } from '../rehearsal/csv.ts'
import { makeRecords } from '../rehearsal/registers.ts'
import { plainFieldMap } from '../source/field-map.ts'
import { openDatabase } from '../storage/database.ts'
import { type PsiPool, startPool } from '../work/pool.ts'
import { type Extent, type Figure, tidy } from './figure.ts'
import { type Cost, measure, median } from './measure.ts'

const GOAL = 0.9
const SEED = 20
const TODAY = '2026-01-01'
const LIST = 'bench'
const recipe = recipeNamed('full/1')
const secret = new Uint8Array(32).fill(1)

/**
 * How much slower it is to normalise fields, make keys and hash them to the group than to hash the same keys and
 * nothing else; beside it the whole import, which also reads, seals and stores.
 */
export async function measureImport({ quick }: Extent): Promise<Figure[]> {
  const rows = makeRecords({ seed: SEED, scale: quick ? 0.01 : 1 }).map(({ row }) => row)
  const keyed = rows.map(keysOfRow)
  const engine = await loadSodiumEngine()
  const folder = await mkdtemp(join(tmpdir(), 'samentel-bench-'))
  const pool = startPool(1)
  const [whole, made, bare]: [Cost[], Cost[], Cost[]] = [[], [], []]
  try {
    const path = join(folder, `${LIST}.csv`)
    await writeFile(path, encodeCsv(rows))
    for (let round = 0; round < (quick ? 1 : 3); round++) {
      whole.push(await measure(() => importFile(path, join(folder, `${round}.sqlite`), pool)))
      made.push(await measure(() => hashAll(engine, rows.map(keysOfRow))))
      bare.push(await measure(() => hashAll(engine, keyed)))
    }
  } finally {
    await pool.close()
    await rm(folder, { recursive: true, force: true })
  }
  return [figureOf(rows.length, { whole, made, bare })]
}

function keysOfRow(row: RegisterRow): (Uint8Array | null)[] {
  return keysOf(readPerson({ ...row }, TODAY).person, recipe)
}

async function importFile(path: string, store: string, pool: PsiPool): Promise<void> {
  const database = await openDatabase({ url: `sqlite:${store}`, clock: systemClock })
  try {
    await importRecords(path, plainFieldMap, {
      database,
      clock: systemClock,
      pool,
      recipe,
      storageKey: secret,
      matchingSecret: secret,
      matchingSecretDigest: '',
      tables: [],
      today: TODAY,
      lists: [LIST],
      placing: () => ({ list: LIST }),
    })
  } finally {
    await database.close()
  }
}

/** The yardstick: keys that are made before, hashed to the group and no more. */
function hashAll(engine: GroupEngine, keyed: readonly (readonly (Uint8Array | null)[])[]): void {
  for (const keys of keyed) {
    for (const [at, canonical] of keys.entries()) {
      const keyId = recipe.slots[at]?.keyId ?? ''
      if (canonical !== null) keyElement(engine, secret, { recipe: recipe.name, keyId, canonical })
    }
  }
}

interface Costs {
  readonly whole: readonly Cost[]
  readonly made: readonly Cost[]
  readonly bare: readonly Cost[]
}

function figureOf(records: number, { whole, made, bare }: Costs): Figure {
  const cpu = (costs: readonly Cost[]) => median(costs.map((one) => one.cpuMs))
  const each = (costs: readonly Cost[]) => tidy((1000 * cpu(costs)) / records)
  return {
    name: 'import',
    value: tidy(cpu(bare) / cpu(made)),
    unit: 'of the processor time of normalising and hashing is hashing',
    yardstick: 'the same keys hashed to the group by bare calls, already normalised',
    goal: { limit: GOAL, kind: 'at-least' },
    detail: {
      records,
      'microseconds a record to hash': each(bare),
      'microseconds a record to normalise and hash': each(made),
      'microseconds a record to import': each(whole),
      'records imported a second': tidy((1000 * records) / median(whole.map((one) => one.wallMs))),
      rounds: bare.length,
      seed: SEED,
    },
  }
}
