import { beforeAll, expect, it } from 'vitest'
import { batchDigest, chunkDigest, type Declaration } from '../../src/round/batch.ts'
import type { Manifest } from '../../src/round/manifest.ts'
import { checkRoster, type RosterEntry, rosterDigest } from '../../src/round/roster.ts'
import { listBatch } from '../../src/round/stages.ts'
import { refusal } from '../refusal.ts'
import { sampleAgreement, sampleCore } from './sample.ts'

let manifest: Manifest
let entries: RosterEntry[]

function declared(list: string, text = 'rows'): Declaration {
  const shape = listBatch(manifest.core, list)
  const chunks = [chunkDigest(Buffer.from(text))]
  const keys = Object.fromEntries(manifest.core.evaluators.map((id) => [id, 'wrapped']))
  return { ...shape, chunks, digest: batchDigest('manifest', shape, chunks), keys }
}

beforeAll(async () => {
  const core = sampleCore(await sampleAgreement())
  manifest = { core, coreDigest: 'core', keys: [], digest: 'manifest' }
  entries = core.lists.map(({ id, organisation }) => ({
    sender: organisation,
    declaration: declared(id),
  }))
})

it('takes exactly the lists of the manifest, in any order, and gives them one digest', () => {
  expect(() => checkRoster(manifest, entries.toReversed())).not.toThrow()
  expect(rosterDigest(entries.toReversed())).toBe(rosterDigest(entries))
})

it('refuses a roster that lacks a list, holds one twice, or has one by another sender', () => {
  const [one, two, three] = entries as [RosterEntry, RosterEntry, RosterEntry]
  const wrong = [
    [one, two],
    [one, two, two],
    [one, two, three, three],
    [one, two, { ...three, sender: 'police' }],
    [],
  ]
  for (const roster of wrong) {
    expect(refusal(() => checkRoster(manifest, roster)).code).toBe('roster.wrong')
  }
})

it('refuses a list of another size or digest, and one sealed to others than the evaluators', () => {
  const [one, two, three] = entries as [RosterEntry, RosterEntry, RosterEntry]
  const altered = (declaration: Partial<Declaration>) => [
    one,
    two,
    { ...three, declaration: { ...three.declaration, ...declaration } },
  ]
  const { court: _, ...keys } = three.declaration.keys
  const wrong: [string, RosterEntry[]][] = [
    ['batch.declaration', altered({ rows: 5 })],
    ['batch.declaration', altered({ digest: one.declaration.digest })],
    ['batch.recipients', altered({ keys })],
    ['batch.recipients', altered({ keys: { ...keys, court: 'x', coordinator: 'x' } })],
  ]
  for (const [code, roster] of wrong) {
    expect(refusal(() => checkRoster(manifest, roster)).code).toBe(code)
  }
})

it('gives another digest when a sender or the rows of a list change', () => {
  const [one, ...rest] = entries as [RosterEntry, ...RosterEntry[]]
  const digests = [
    rosterDigest(entries),
    rosterDigest([{ ...one, sender: 'shelter' }, ...rest]),
    rosterDigest([{ ...one, declaration: declared('police-2020', 'others') }, ...rest]),
  ]
  expect(new Set(digests).size).toBe(3)
})
