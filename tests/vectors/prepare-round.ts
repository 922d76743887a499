/* The parties of the round of protocol/vectors/round.json, with round keys that are given instead of drawn. */
import { fromHex, toHex } from '../../src/base/bytes.ts'
import { systemClock } from '../../src/base/clock.ts'
import { COORDINATOR } from '../../src/base/ids.ts'
import type { GroupEngine } from '../../src/group/engine.ts'
import { recipeNamed } from '../../src/matching/recipe.ts'
import {
  type Agreement,
  countersOf,
  makeAgreement,
  termsSchema,
} from '../../src/round/agreement.ts'
import { makeReveal } from '../../src/round/keys.ts'
import {
  type Core,
  columnNames,
  coreDigest,
  keyHolders,
  type Manifest,
  makeCore,
  makeManifest,
} from '../../src/round/manifest.ts'
import { type Database, openDatabase } from '../../src/storage/database.ts'
import { RoundVault } from '../../src/work/round-vault.ts'
import type { RoundWork } from '../../src/work/round-work.ts'
import { jointKeys } from '../../src/work/stage-keys.ts'
import { runTask } from '../../src/work/tasks.ts'
import { scriptedRandom } from '../scripted-random.ts'
import { SampleRound } from '../work/sample-round.ts'
import { memoryRelay } from '../work/sample-work.ts'
import type { RoundInput } from './round-file.ts'
import { splitHex } from './split-hex.ts'

const recipe = recipeNamed('short/1')

type VaultOf = (id: string) => RoundVault

/** A round whose parties have their keys, and what is known of it then. */
export async function prepareRound(engine: GroupEngine, input: RoundInput) {
  const agreement = makeAgreement(termsSchema.parse(input.terms), input.keys)
  const slots = recipe.slots.map((slot) => slot.id)
  const { round: id, openedMs, lists } = input
  const core = makeCore(agreement, { id, openedMs, lists, slots })
  const vaults = new Map(
    Object.entries(input.roundKeys).map(([party, key]) => [party, new RoundVault(fromHex(key))]),
  )
  const vaultOf: VaultOf = (party) => vaults.get(party)! // the input has one of every party
  const shown = await revealAll(engine, core, { vaultOf, nonces: input.nonces })
  const reveals = shown.map(({ reveal }) => reveal)
  const records = reveals.map(({ record }) => record)
  const manifest = makeManifest(core, records)
  const parties = await openParties(engine, agreement, { manifest, vaults })
  const joint = jointKeys(parties.workOf(COORDINATOR), columnNames(core))
  return {
    round: new SampleRound({ engine, agreement, core, manifest, reveals, vaultOf, ...parties }),
    known: {
      agreementDigest: agreement.digest,
      core,
      coreDigest: manifest.coreDigest,
      holders: shown.map(({ commitment, reveal: { record, proofs } }) => {
        return { record, commitment, proofs }
      }),
      manifestDigest: manifest.digest,
      jointKeys: Object.fromEntries(
        splitHex(toHex(joint), 32).map((key, at) => [columnNames(core)[at], key]),
      ),
    },
  }
}

async function revealAll(
  engine: GroupEngine,
  core: Core,
  by: { readonly vaultOf: VaultOf; readonly nonces: string },
) {
  const script = scriptedRandom(fromHex(by.nonces))
  const shown = []
  for (const holder of keyHolders(core)) {
    const vault = by.vaultOf(holder)
    const own = {
      roundKey: vault.exposeRoundKeyForDerivation(),
      coreDigest: coreDigest(core),
      holder,
      columns: columnNames(core),
      evaluates: holder !== COORDINATOR,
      sealing: await vault.sealingKey(),
      cover: null,
    }
    shown.push(makeReveal(engine, own, script.random))
  }
  if (script.left() !== 0) throw new Error('nonces are left over')
  return shown
}

/** Stores in memory and a relay for everybody; rows stay, to be looked at afterwards. */
async function openParties(
  engine: GroupEngine,
  agreement: Agreement,
  of: { readonly manifest: Manifest; readonly vaults: ReadonlyMap<string, RoundVault> },
) {
  const databases = new Map<string, Database>()
  for (const party of of.vaults.keys()) {
    const database = await openDatabase({ url: 'sqlite::memory:', clock: systemClock })
    database.stores.rows.dropBatch = async () => undefined
    databases.set(party, database)
  }
  const relay = memoryRelay()
  const workOf = (self: string): RoundWork => ({
    self,
    manifest: of.manifest,
    slots: recipe.slots,
    counters: countersOf(agreement.terms),
    vault: of.vaults.get(self)!, // every party has one
    database: databases.get(self)!, // likewise
    engine,
    pool: {
      width: 1,
      run: async (task) => runTask(engine, task),
      close: async () => undefined,
    },
    relay,
    refuseEnded: async () => undefined,
    report: () => undefined,
  })
  const close = async () => {
    for (const database of databases.values()) await database.close()
  }
  return { workOf, relay, close }
}
