import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { openStatements } from '../../src/consent/open-statements.ts'
import { openEnvelope } from '../../src/messages/envelope.ts'
import type { Agreement } from '../../src/round/agreement.ts'
import { authenticate } from '../../src/transport/peer-auth.ts'
import { computeSigned, identityOf } from './envelopes.ts'
import { type Fields, field } from './fields.ts'
import { readSigned } from './read-envelopes.ts'
import type { VectorFile } from './subjects.ts'

const url = new URL('../../protocol/vectors/envelopes.json', import.meta.url)
const { vectors }: VectorFile = JSON.parse(readFileSync(url, 'utf8'))
const of = (name: string) => vectors.filter((vector) => vector.name.split(' ')[0] === name)

async function keyIn(input: Fields) {
  return (await identityOf('police', field(input, 'seed'), input.sharing)).publicKey
}

describe('the vectors of signed messages', () => {
  it('are what a second reading of the specification gives', () => {
    expect(new Set(vectors.map(({ name }) => name.split(' ')[0])).size).toBe(4)
    for (const { name, input, output } of vectors) {
      expect(readSigned(name, input), name).toEqual(output)
    }
  })

  it('are what Samentel signs', async () => {
    for (const { name, input, output } of vectors) {
      expect(await computeSigned(name, input), name).toEqual(output)
    }
  })

  it('hold envelopes that open', async () => {
    for (const { input, output } of of('envelope')) {
      const key = await keyIn(input)
      const envelope = await openEnvelope(field(output, 'text'), () => key)
      expect(envelope).toMatchObject({ type: input.type, from: 'police', to: 'coordinator' })
      expect(envelope.body).toEqual(JSON.parse(field(input, 'body')))
    }
  })

  it('hold statements and a succession that everybody takes', async () => {
    for (const { name, input, output } of [...of('statement'), ...of('succession')]) {
      const keys = { police: await keyIn(input) }
      const agreement = { digest: field(input, 'agreement'), keys } as unknown as Agreement
      const { opened, refused } = await openStatements(agreement, [field(output, 'text')])
      expect(refused, name).toEqual([])
      expect(opened.map(({ statement }) => statement.organisation)).toEqual(['police'])
    }
  })

  it('hold a request whose sender is known by it', async () => {
    for (const { input, output } of of('request')) {
      const key = await keyIn(input)
      const request = { method: field(input, 'method'), path: field(input, 'path') }
      const clock = { nowMs: () => Number(field(input, 'atMs')) }
      const deps = { keyOf: () => key, clock }
      expect(await authenticate(field(output, 'text'), request, deps)).toBe('police')
    }
  })
})
