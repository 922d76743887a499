import { afterEach, beforeEach, expect, it } from 'vitest'
import { fromBase64Url } from '../../src/base/bytes.ts'
import {
  keepCheckRoot,
  openCheckPersons,
  roundCheckSeed,
  sealCheckSeed,
} from '../../src/node/check-seed.ts'
import type { NodeParts } from '../../src/node/parts.ts'
import type { DeclaredList } from '../../src/node/state.ts'
import { anchorsOf, checkPersons, checkRoot, checkSeed } from '../../src/psi/check-persons.ts'
import { refusalOf } from '../base/refusal-of.ts'
import { sampleSlots } from '../round/sample.ts'
import { memoryRelay, sampleWork } from '../work/sample-work.ts'
import { sampleStore } from './sample-node.ts'

const storageKey = new Uint8Array(32).fill(4)
const secret = new Uint8Array(32).fill(5)
let store: Awaited<ReturnType<typeof sampleStore>>
let round: Awaited<ReturnType<typeof sampleWork>>

beforeEach(async () => {
  store = await sampleStore()
  round = await sampleWork(9, store.database, memoryRelay(), { checks: 3 })
})
afterEach(() => store.close())

/** What making a seed needs of a node. */
function parts(key = storageKey): NodeParts {
  return { storageKey: key, database: store.database } as unknown as NodeParts
}

function seedUnder(matchingSecret: Uint8Array): Uint8Array {
  return checkSeed(checkRoot(matchingSecret), fromBase64Url(round.manifest.coreDigest))
}

/** What an owner declares with each of its lists. */
async function declared(sender: string, seed: Uint8Array): Promise<DeclaredList> {
  const checks = await sealCheckSeed(round.workOf(sender), seed)
  return { sender, checks, jws: '' } as unknown as DeclaredList // its batch matters to nobody here
}

it('an owner derives the seed of a round from what it kept at its import', async () => {
  await keepCheckRoot(store.database.stores.settings, storageKey, secret)
  const seed = await roundCheckSeed(round.workOf('police'), parts())
  expect(seed).toEqual(seedUnder(secret))
  const kept = fromBase64Url((await store.database.stores.settings.get('check-root'))!)
  for (const known of [secret, checkRoot(secret)]) {
    expect(Buffer.from(kept).includes(Buffer.from(known))).toBe(false)
  }
})

it('an owner that has kept nothing cannot take part in a round with check persons', async () => {
  const problem = await refusalOf(roundCheckSeed(round.workOf('police'), parts()))
  expect([problem.code, problem.where]).toEqual(['checks.no-root', 'round spring'])
  await keepCheckRoot(store.database.stores.settings, storageKey, secret)
  const other = parts(new Uint8Array(32).fill(9))
  expect((await refusalOf(roundCheckSeed(round.workOf('police'), other))).code).toBe('seal.broken')
})

it('a round without check persons needs no seed', async () => {
  const plain = await sampleWork(9, store.database, memoryRelay())
  expect(await roundCheckSeed(plain.workOf('police'), parts())).toBeNull()
  expect(await openCheckPersons(plain.workOf('court'), [])).toEqual([])
})

it('the counters alone can open the seed, and find the check persons of the owners', async () => {
  const seed = seedUnder(secret)
  const roster = await Promise.all(['police', 'shelter', 'border'].map((id) => declared(id, seed)))
  expect(Object.keys(roster[0]!.checks)).toEqual(['court', 'rapporteur'])
  for (const counter of ['court', 'rapporteur']) {
    const found = await openCheckPersons(round.workOf(counter), roster)
    expect(found).toEqual(
      checkPersons(round.engine, seed, { ...round.core, anchors: anchorsOf(sampleSlots) }),
    )
    expect(found).toHaveLength(3)
  }
  const { vault } = round.workOf('border')
  for (const sealed of Object.values(roster[0]!.checks)) {
    const opening = vault.openSealed(new Uint8Array(0), sealed)
    expect((await refusalOf(opening)).code).toBe('seal.not-for-us')
  }
})

it('a counter refuses owners that tell different check persons, and names them', async () => {
  const roster = [
    await declared('police', seedUnder(secret)),
    await declared('shelter', seedUnder(new Uint8Array(32).fill(6))),
    await declared('border', seedUnder(secret)),
  ]
  const problem = await refusalOf(openCheckPersons(round.workOf('court'), roster))
  expect([problem.code, problem.where]).toEqual(['checks.seeds-differ', 'shelter'])
})

it('a counter refuses a seed that is not there, or was sealed by or for another', async () => {
  const [police, shelter] = [
    await declared('police', seedUnder(secret)),
    await declared('shelter', seedUnder(secret)),
  ]
  const { court, rapporteur } = police.checks
  for (const checks of [{}, { court: rapporteur! }, shelter.checks]) {
    const opening = openCheckPersons(round.workOf('court'), [{ ...police, checks }, shelter])
    const problem = await refusalOf(opening)
    expect([problem.code, problem.where]).toEqual(['checks.unreadable', 'police'])
  }
  expect(
    await openCheckPersons(round.workOf('court'), [{ ...police, checks: { court: court! } }]),
  ).toHaveLength(3)
})
