/* How the owners of the round of protocol/vectors/round.json make and send their lists. */
import {
  concatBytes,
  fromBase64Url,
  fromHex,
  i2osp,
  lengthPrefixed,
  toHex,
  utf8,
} from '../../src/base/bytes.ts'
import { dropSharedValues, mergeDoubles } from '../../src/linkage/merge-doubles.ts'
import { TOKEN_BYTES } from '../../src/linkage/number-keys.ts'
import { recipeNamed } from '../../src/matching/recipe.ts'
import { sealCheckSeed } from '../../src/node/check-seed.ts'
import { sealListQualities } from '../../src/node/list-quality.ts'
import { prepareList } from '../../src/node/prepare-list.ts'
import { sealRecord } from '../../src/node/record-pages.ts'
import {
  anchorsOf,
  type CheckPerson,
  checkPersons,
  checkRoot,
  checkSeed,
} from '../../src/psi/check-persons.ts'
import { keyElement } from '../../src/psi/key-element.ts'
import { columnShare } from '../../src/psi/round-secrets.ts'
import { stripLast } from '../../src/psi/strip.ts'
import { columnNames, keyHolders } from '../../src/round/manifest.ts'
import { rosterDigest } from '../../src/round/roster.ts'
import { listBatch, rowBytes } from '../../src/round/stages.ts'
import { storedBatch } from '../../src/work/batch-reader.ts'
import { uploadBatch } from '../../src/work/batch-writer.ts'
import type { RoundWork } from '../../src/work/round-work.ts'
import { secretOrder } from '../../src/work/stage-rows.ts'
import type { SampleRound } from '../work/sample-round.ts'
import type { ListRows, RoundInput, RoundOutput, VectorRecord } from './round-file.ts'
import { splitHex } from './split-hex.ts'

const recipe = recipeNamed('short/1')

/** Owners prepare, declare and send; the roster is what they declared. */
export async function submitLists(
  round: SampleRound,
  input: RoundInput,
): Promise<Pick<RoundOutput, 'check' | 'lists' | 'rosterDigest'>> {
  const { engine, core, manifest } = round.parts
  const root = checkRoot(fromHex(input.matchingSecret))
  const seed = checkSeed(root, fromBase64Url(manifest.coreDigest))
  const checks = checkPersons(engine, seed, { ...core, anchors: anchorsOf(recipe.slots) })
  const lists: [string, ListRows][] = []
  for (const { id, organisation } of core.lists) {
    const work = round.workOf(organisation)
    const keys = (input.records[id] ?? []).map((record) => keysOf(work, input, record))
    lists.push([id, await submitList(round, { list: id, work, keys, checks, input, seed })])
  }
  return {
    check: { seed: toHex(seed), persons: checks.map(shownCheck) },
    lists: Object.fromEntries(lists),
    rosterDigest: rosterDigest(round.roster),
  }
}

interface OwnList {
  readonly list: string
  readonly work: RoundWork
  readonly keys: readonly Uint8Array[]
  readonly checks: readonly CheckPerson[]
  readonly input: RoundInput
  readonly seed: Uint8Array
}

async function submitList(round: SampleRound, own: OwnList): Promise<ListRows> {
  const { list, work, keys, checks } = own
  const { agreement, core } = round.parts
  const { storageKey } = round.nodeParts(work.self)
  const { records } = work.database.stores
  await records.upsert(list, sealedRecords(own, storageKey))
  const { limits, tables } = agreement.terms
  const { minimumPersons } = limits
  const parts = { list, slots: work.slots, records, storageKey, minimumPersons, tables, checks }
  const { declaration, quality } = await prepareList(work, parts)
  await uploadBatch(work, declaration)
  const sender = work.self
  const seeds = await sealCheckSeed(work, own.seed)
  const sealed = await sealListQualities(work, [quality])
  round.roster.push({ sender, declaration, checks: seeds, quality: sealed, jws: '' })
  const order = secretOrder(work, declaration.name, declaration.rows)
  const rows = await storedBatch(work, listBatch(core, list), order)(0)
  return {
    keys: keys.map((each) => splitHex(toHex(each), 32).map(orNull)),
    ...mergedRows(work, keys),
    plain: openedRows(round, rows, declaration.rowBytes),
    order: [...order],
    rows: splitHex(toHex(rows), declaration.rowBytes),
    digest: declaration.digest,
  }
}

const orNull = (element: string) => (/[^0]/.test(element) ? element : null)

/** Slots · 32 bytes, zero bytes where there is no key. */
function keysOf({ engine }: RoundWork, input: RoundInput, { keys }: VectorRecord): Uint8Array {
  const secret = fromHex(input.matchingSecret)
  const elements = recipe.slots.map(({ id, keyId }) => {
    const parts = keys[id]
    if (parts === undefined) return new Uint8Array(32)
    const canonical = lengthPrefixed(...parts.map(utf8))
    return keyElement(engine, secret, { recipe: recipe.name, keyId, canonical })
  })
  return concatBytes(...elements)
}

/** Records as a node keeps them, in the order of the input. */
function sealedRecords({ list, work, keys, input }: OwnList, storageKey: Uint8Array) {
  const { tables } = work.manifest.core
  return keys.map((each, at) => {
    const digest = i2osp(at, 32)
    const codes = input.records[list]?.[at]?.codes ?? {}
    const places = tables.map((table) => table.codes.indexOf(codes[table.id] ?? 'unknown'))
    const content = { keys: each, codes: Uint8Array.from(places) }
    return { digest, keys: sealRecord(storageKey, { list, digest }, content) }
  })
}

function mergedRows(work: RoundWork, keys: readonly Uint8Array[]) {
  const elements = keys.flatMap((each) => splitHex(toHex(each), 32))
  const own = {
    records: keys.length,
    slots: work.slots,
    keys: fromHex(elements.map((element) => element.slice(0, TOKEN_BYTES * 2)).join('')),
    present: Uint8Array.from(elements, (element) => (orNull(element) === null ? 0 : 1)),
  }
  const merged = mergeDoubles(own)
  const { rows, record } = dropSharedValues(own, merged)
  const width = work.slots.length
  const taken = Array.from({ length: rows }, (_, row) =>
    [...record.subarray(row * width, (row + 1) * width)].map((from) => (from < 0 ? null : from)),
  )
  return { persons: [...merged.person], taken }
}

/** What all key holders together read in the rows. */
function openedRows({ parts }: SampleRound, rows: Uint8Array, width: number): string[] {
  const { engine, core, vaultOf } = parts
  const names = columnNames(core)
  const shares = names.map((name) =>
    keyHolders(core)
      .map((id) => columnShare(engine, vaultOf(id).exposeRoundKeyForDerivation(), name))
      .reduce((sum, share) => engine.scalarAdd(sum, share)),
  )
  const ciphers = splitHex(toHex(rows), width).map((row) => row.slice(0, rowBytes(core) * 2))
  const plain = stripLast(engine, fromHex(ciphers.join('')), concatBytes(...shares))
  return splitHex(toHex(plain), names.length * 32)
}

function shownCheck({ lists, codes, rows }: CheckPerson) {
  return {
    lists,
    codes,
    rows: rows.map((row) => row.map((element) => (element === null ? null : toHex(element)))),
  }
}
