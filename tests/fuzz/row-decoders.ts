import {
  concatBytes,
  fromBase64Url,
  fromHex,
  toBase64Url,
  toHex,
  utf8,
} from '../../src/base/bytes.ts'
import { gcmSeal, openAtRest, sealAtRest } from '../../src/crypto/crypter.ts'
import { sealingPublicKey, unwrapKey, wrapKey } from '../../src/crypto/hpke.ts'
import { IDENTITY } from '../../src/group/engine.ts'
import { nobleEngine } from '../../src/group/noble-engine.ts'
import { loadSodiumEngine } from '../../src/group/sodium-engine.ts'
import { linkRows } from '../../src/linkage/link-rows.ts'
import { encodeLinks, readLinks } from '../../src/linkage/links.ts'
import { decodeBag } from '../../src/psi/bag.ts'
import { checkRows } from '../../src/psi/check-rows.ts'
import { encryptRows } from '../../src/psi/encrypt.ts'
import { evaluateRows } from '../../src/psi/evaluate.ts'
import { checkCommitment, commitKeys, jointKey } from '../../src/psi/possession.ts'
import { selectColumns } from '../../src/psi/row.ts'
import { stripLast, stripOpen } from '../../src/psi/strip.ts'
import { addRows } from '../../src/psi/sum.ts'
import { batchDigest, checkDeclaration, chunkDigest, chunkPlace } from '../../src/round/batch.ts'
import { openChunk } from '../../src/work/round-vault.ts'
import { elements, publicOf, scalars } from '../psi/sample.ts'
import { sampleSlots } from '../round/sample.ts'
import { seededRandom } from '../scripted-random.ts'
import type { Decoder } from './judge.ts'
import { textOf } from './signed.ts'

const sodium = await loadSodiumEngine()
const random = seededRandom('inputs of decoders')
const context = utf8('manifest, mix/1, police')
const shares = scalars(sodium, 2, random)
const columnKeys = publicOf(sodium, shares)
const rows = encryptRows(sodium, { columnKeys, plain: elements(sodium, 6, random), random })

const bytes = (sample: Uint8Array) => ({ sample: { bytes: sample } })

function elementDecoders(): Decoder[] {
  const [element] = [elements(sodium, 1, random)]
  const scalar = scalars(sodium, 1, random)
  return [sodium, nobleEngine].flatMap((engine): Decoder[] => [
    {
      name: `element/${engine.name}`,
      ...bytes(element),
      decode: (input) => {
        const sum = engine.add(input, IDENTITY)
        if (!engine.isElement(input)) throw new Error('taken and yet no element')
        return sum
      },
      takes: 'faithful',
    },
    {
      name: `scalar/${engine.name}`,
      ...bytes(scalar),
      decode: (input) => engine.scalarAdd(input, new Uint8Array(32)),
      takes: 'faithful',
    },
    {
      name: `factor/${engine.name}`,
      ...bytes(concatBytes(scalar, element)),
      decode: (input) => engine.multiScalar(input.subarray(0, 32), input.subarray(32)),
      takes: 'other',
    },
  ])
}

function rowDecoders(): Decoder[] {
  const plan = { shares, restKeys: columnKeys }
  return [
    {
      name: 'rows/list',
      ...bytes(rows),
      decode: (input) => {
        checkRows(sodium, input, 2)
        for (let at = 0; at < input.length; at += 32)
          sodium.add(input.subarray(at, at + 32), IDENTITY)
        return input
      },
      takes: 'faithful',
      cost: 'dear',
    },
    {
      name: 'rows/evaluate',
      ...bytes(rows),
      decode: (input) => evaluateRows(sodium, input, { tokenKey: shares.subarray(0, 32), shares }),
      takes: 'other',
      cost: 'dear',
    },
    {
      name: 'rows/strip',
      ...bytes(rows),
      decode: (input) => stripOpen(sodium, input, { ...plan, random: seededRandom('strip') }),
      takes: 'other',
      cost: 'dear',
    },
    {
      name: 'rows/last-strip',
      ...bytes(rows),
      decode: (input) => stripLast(sodium, input, shares),
      takes: 'other',
      cost: 'dear',
    },
    {
      name: 'rows/sum',
      ...bytes(rows),
      decode: (input) => addRows(sodium, input, rows),
      takes: 'other',
      cost: 'dear',
    },
    {
      name: 'rows/columns',
      ...bytes(rows),
      decode: (input) => selectColumns(input, 2, [1]),
      takes: 'other',
    },
    {
      name: 'keys/joint',
      ...bytes(columnKeys),
      decode: (input) => jointKey(sodium, [input.subarray(0, 32), input.subarray(32)]),
      takes: 'other',
    },
    {
      name: 'keys/commitment',
      ...bytes(commitKeys(rows)),
      decode: (input) => checkCommitment(input, rows, 'police'),
      takes: 'nothing',
    },
  ]
}

function linkDecoders(): Decoder[] {
  const links = encodeLinks([
    { row: 0, slot: 0, otherRow: 1, otherSlot: 0 },
    { row: 1, slot: 1, otherRow: 3, otherSlot: 1 },
  ])
  const tokens = concatBytes(elements(sodium, 7, random), IDENTITY)
  const label = elements(sodium, 4, random)
  const mark = (at: number) => label.subarray(at * 32, (at + 1) * 32)
  const bag = concatBytes(
    mark(0),
    IDENTITY,
    sodium.add(mark(0), mark(1)),
    IDENTITY,
    IDENTITY,
    mark(2),
  )
  const labels = [0, 1].map((at) => ({ name: `list-${at}`, element: mark(at) }))
  return [
    {
      name: 'links',
      ...bytes(links),
      decode: (input) => encodeLinks(readLinks(input, 4, sampleSlots).links),
      takes: 'faithful',
    },
    {
      name: 'tokens',
      ...bytes(tokens),
      decode: (input) =>
        linkRows({
          rows: input.length / 32,
          slots: sampleSlots,
          tokens: input,
          maxRowsPerPerson: 3,
        }),
      takes: 'other',
    },
    {
      name: 'bag',
      ...bytes(bag),
      decode: (input) =>
        decodeBag(sodium, {
          labels,
          padding: mark(2),
          check: mark(3),
          codes: null,
          rows: input,
          maxLists: 2,
          undecodableShare: 0.5,
        }),
      takes: 'other',
    },
  ]
}

function sealDecoders(wrapped: string, seed: Uint8Array): Decoder[] {
  const key = random(32)
  const place = {
    binding: 'B',
    batch: { name: 'mix/1', rows: 3, rowBytes: 96 },
    sender: 'police',
    at: 0,
  }
  const sealed = gcmSeal(key, new Uint8Array(12), chunkPlace('B', 'mix/1', 'police', 0), rows)
  const atRest = sealAtRest(key, utf8('place'), rows)
  return [
    {
      name: 'seal/chunk',
      ...bytes(sealed),
      decode: (input) => openChunk(key, place, input),
      takes: 'nothing',
    },
    {
      name: 'seal/content-key',
      ...bytes(key),
      decode: (input) => openChunk(input, place, sealed),
      takes: 'nothing',
    },
    {
      name: 'seal/at-rest',
      ...bytes(atRest),
      decode: (input) => openAtRest(key, utf8('place'), input),
      takes: 'nothing',
    },
    {
      name: 'seal/wrapped-key',
      sample: { text: wrapped },
      decode: (input) => unwrapKey(seed, context, textOf(input)),
      takes: 'nothing',
      cost: 'dear',
    },
    {
      name: 'seal/wrapped-bytes',
      ...bytes(fromBase64Url(wrapped)),
      decode: (input) => unwrapKey(seed, context, toBase64Url(input)),
      takes: 'nothing',
      cost: 'dear',
    },
    {
      name: 'encoding/base64url',
      sample: { text: toBase64Url(key) },
      decode: (input) => utf8(toBase64Url(fromBase64Url(textOf(input)))),
      takes: 'faithful',
    },
    {
      name: 'encoding/hex',
      sample: { text: toHex(key) },
      decode: (input) => utf8(toHex(fromHex(textOf(input)))),
      takes: 'faithful',
    },
  ]
}

async function sealingKeyDecoder(seed: Uint8Array): Promise<Decoder> {
  const own = fromBase64Url(await sealingPublicKey(seed))
  const decode = (input: Uint8Array) => wrapKey(toBase64Url(input), context, rows.subarray(0, 32))
  return { name: 'seal/public-key', ...bytes(own), decode, takes: 'other', cost: 'dear' }
}

function batchDecoders(): Decoder[] {
  const shape = { name: 'mix/1', rows: 3, rowBytes: 96 }
  const chunks = [chunkDigest(rows)]
  const declaration = { ...shape, chunks, digest: batchDigest('B', shape, chunks), keys: {} }
  return [
    {
      name: 'batch/chunk',
      ...bytes(rows),
      decode: (input) =>
        checkDeclaration({ ...declaration, chunks: [chunkDigest(input)] }, shape, 'B'),
      takes: 'nothing',
    },
  ]
}

export async function rowsDecoders(): Promise<Decoder[]> {
  const seed = random(32)
  const wrapped = await wrapKey(await sealingPublicKey(seed), context, random(32))
  return [
    ...elementDecoders(),
    ...rowDecoders(),
    ...linkDecoders(),
    ...sealDecoders(wrapped, seed),
    await sealingKeyDecoder(seed),
    ...batchDecoders(),
  ]
}
