import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { fromHex, toBase64Url, toHex } from '../../src/base/bytes.ts'
import { unwrapKey } from '../../src/crypto/hpke.ts'
import { nobleEngine } from '../../src/group/noble-engine.ts'
import { openCheckPersons } from '../../src/node/check-seed.ts'
import type { DeclaredList } from '../../src/node/state.ts'
import { anchorsOf, checkPersons } from '../../src/psi/check-persons.ts'
import { matchingSecretDigest } from '../../src/round/matching-secret.ts'
import { secretShareInfo } from '../../src/round/secret-share.ts'
import { openChunk, RoundVault } from '../../src/work/round-vault.ts'
import type { RoundWork } from '../../src/work/round-work.ts'
import { sampleSlots } from '../round/sample.ts'
import { field } from './fields.ts'
import { readSealing } from './sealing.ts'
import type { VectorFile } from './subjects.ts'

const url = new URL('../../protocol/vectors/sealing.json', import.meta.url)
const { vectors }: VectorFile = JSON.parse(readFileSync(url, 'utf8'))
const of = (name: string) => vectors.filter((vector) => vector.name.split(' ')[0] === name)

describe('the vectors of sealing', () => {
  it('are what a second reading of the specification gives', () => {
    expect(new Set(vectors.map(({ name }) => name.split(' ')[0])).size).toBe(5)
    for (const { name, input, output } of vectors) {
      expect(readSealing(name, input), name).toEqual(output)
    }
  })

  it('give the public key that a round key stands for', async () => {
    for (const { input, output } of of('key')) {
      const vault = new RoundVault(fromHex(field(input, 'roundKey')))
      expect(await vault.sealingKey()).toBe(toBase64Url(fromHex(field(output, 'publicKey'))))
    }
  })

  it('hold a content key that its recipient unwraps', async () => {
    for (const { input, output } of of('wrapped')) {
      const [binding, name] = [field(input, 'binding'), field(input, 'batch')]
      const [sender, recipient] = [field(input, 'sender'), field(input, 'recipient')]
      const keys = { [recipient]: toBase64Url(fromHex(field(output, 'wrapped'))) }
      const declaration = { name, rows: 0, rowBytes: 1, chunks: [], digest: '', keys }
      const vault = new RoundVault(fromHex(field(input, 'roundKey')))
      const opened = await vault.unwrap(binding, declaration, sender, recipient)
      expect(opened).toEqual(fromHex(field(input, 'contentKey')))
    }
  })

  it('hold a seed of check persons that its counter opens', async () => {
    const core = { checks: 1, lists: [{ id: 'zorg-2017' }], slots: ['bsn'], tables: [] }
    for (const { input, output } of of('check-seed')) {
      const work = {
        self: field(input, 'recipient'),
        manifest: { core, digest: field(input, 'binding') },
        vault: new RoundVault(fromHex(field(input, 'roundKey'))),
        engine: nobleEngine,
        slots: sampleSlots,
      } as unknown as RoundWork
      const checks = { [work.self]: toBase64Url(fromHex(field(output, 'wrapped'))) }
      const roster = [{ sender: field(input, 'sender'), checks } as unknown as DeclaredList]
      const seed = fromHex(field(input, 'checkSeed'))
      expect(await openCheckPersons(work, roster)).toEqual(
        checkPersons(nobleEngine, seed, { ...core, anchors: anchorsOf(sampleSlots) }),
      )
    }
  })

  it('hold chunks as their maker seals them', () => {
    expect(of('chunk')).toHaveLength(2)
    for (const { input, output } of of('chunk')) {
      const [name, sender] = [field(input, 'batch'), field(input, 'sender')]
      const [binding, at] = [field(input, 'binding'), Number(field(input, 'number'))]
      const rows = fromHex(field(input, 'rows'))
      const vault = new RoundVault(fromHex(field(input, 'roundKey')))
      expect(toHex(vault.sealChunk(binding, name, sender, at, rows))).toBe(output.sealed)
      const batch = { name, rows: 0, rowBytes: 1 }
      const key = fromHex(field(output, 'contentKey'))
      const place = { binding, batch, sender, at }
      expect(openChunk(key, place, fromHex(field(output, 'sealed')))).toEqual(rows)
    }
  })

  it('hold a matching secret that its recipient opens', async () => {
    for (const { input, output } of of('shared')) {
      const secret = fromHex(field(input, 'secret'))
      const digest = matchingSecretDigest(secret)
      expect(digest).toBe(field(output, 'digest'))
      const [from, to] = [field(input, 'from'), field(input, 'to')]
      const info = secretShareInfo({ agreement: field(input, 'agreement'), from, to, digest })
      const sealed = toBase64Url(fromHex(field(output, 'sealed')))
      const opened = await unwrapKey(fromHex(field(input, 'sharingSeed')), info, sealed)
      expect(opened).toEqual(secret)
    }
  })
})
