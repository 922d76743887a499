import { expect, it } from 'vitest'
import { toHex } from '../../src/base/bytes.ts'
import { secureRandom } from '../../src/base/random.ts'
import { loadSodiumEngine } from '../../src/group/sodium-engine.ts'
import { madeUpRecord, sampleRows } from '../../src/node/sample-row.ts'
import { columnNames } from '../../src/round/manifest.ts'
import { listBatch } from '../../src/round/stages.ts'
import { makePaper } from '../round/paper.ts'

const engine = await loadSodiumEngine()
const { core } = await makePaper({ counters: 1, tables: 1 })
const list = core.lists[0]!.id

it('shows a row as it would leave, part by part, and one that stands for nobody, of one form', () => {
  const [record, padding] = sampleRows({ engine, random: secureRandom }, core, list)
  const bytes = record!.parts.reduce((sum, part) => sum + part.bytes.length, 0)
  expect(bytes).toBe(listBatch(core, list).rowBytes)
  expect(record!.parts.slice(0, 2 + core.slots.length).map(({ name }) => name)).toEqual([
    'a',
    ...columnNames(core).slice(0, core.slots.length + 1),
  ])
  expect(padding!.parts.map(({ name, bytes: part }) => [name, part.length])).toEqual(
    record!.parts.map(({ name, bytes: part }) => [name, part.length]),
  )
})

it('holds nothing of the record to read, and nothing twice', () => {
  const shown = () =>
    sampleRows({ engine, random: secureRandom }, core, list).flatMap(({ parts }) =>
      parts.map(({ bytes }) => toHex(bytes)),
    )
  const all = [...shown(), ...shown()]
  expect(new Set(all).size).toBe(all.length)
  for (const text of Object.values(madeUpRecord)) {
    expect(all.join('')).not.toContain(toHex(new TextEncoder().encode(text.toLowerCase())))
  }
})
