import { expect, it } from 'vitest'
import { bindingOf, checkBinding } from '../../src/round/binding.ts'
import { coordinatorBodies, nodeBodies } from '../../src/round/statements.ts'
import { refusal } from '../refusal.ts'

const types = [...Object.keys(nodeBodies), ...Object.keys(coordinatorBodies)] as (
  | keyof typeof nodeBodies
  | keyof typeof coordinatorBodies
)[]

const early = new Set([
  'round.proposed',
  'keys.commit',
  'keys.committed',
  'keys.reveal',
  'manifest.complete',
  'manifest.sign',
  'round.abort',
  'round.aborted',
])

it('binds to the core what is said before the manifest, and all else to the manifest', () => {
  for (const type of types) {
    const binding = bindingOf(type, { coreDigest: 'core', manifestDigest: 'manifest' })
    expect(binding, type).toBe(early.has(type) ? 'core' : 'manifest')
  }
})

it('refuses what needs a manifest while there is none', () => {
  const digests = { coreDigest: 'core', manifestDigest: null }
  for (const type of types) {
    if (early.has(type)) expect(bindingOf(type, digests), type).toBe('core')
    else expect(refusal(() => bindingOf(type, digests)).code, type).toBe('message.untimely')
  }
})

it('refuses another type, round and binding, and says which', () => {
  const due = { type: 'keys.commit', round: 'spring', binding: 'core' }
  expect(() => checkBinding(due, due)).not.toThrow()
  for (const key of ['type', 'round', 'binding'] as const) {
    const problem = refusal(() => checkBinding({ ...due, [key]: 'other' }, due))
    expect(problem.code).toBe(`message.other-${key}`)
  }
})
