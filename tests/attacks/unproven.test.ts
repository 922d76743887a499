/** An agreement without proofs, where not everybody's settings say that all persons are made up. */
import { afterEach, expect, it } from 'vitest'
import { CoordinatorService } from '../../src/coordinator/service.ts'
import { answerAgreement } from '../../src/node/consents.ts'
import { NodeRounds } from '../../src/node/rounds.ts'
import { sampleSlots } from '../round/sample.ts'
import { openWorld, type World } from './world.ts'

let world: World
afterEach(() => world.close())

const terms = { proofs: 'off' as const }

/** From here on this node is set for real persons. */
function setForRealPersons(id: string): void {
  const { rehearsal: _, ...parts } = world.node(id).parts
  world.nodes.set(id, { parts, rounds: new NodeRounds(parts) })
}

it('all others run an unproven round; the one node that is set for real persons refuses, and it ends for all', async () => {
  world = await openWorld({}, { terms })
  setForRealPersons('court')
  await world.play()
  expect((await world.fate('court')).code).toBe('agreement.unproven')
  expect(await world.ending()).toBe('aborted agreement.unproven by court')
  expect(world.said.some(({ type }) => type === 'lists.declare')).toBe(false)
})

it('an organisation that is set for real persons accepts it; its own software refuses, and lets it reject', async () => {
  world = await openWorld({}, { terms, bare: true })
  setForRealPersons('police')
  const { parts, rounds } = world.node('police')
  const accepting = answerAgreement(parts, rounds, { type: 'agreement.accept' })
  await expect(accepting).rejects.toMatchObject({ code: 'agreement.unproven' })
  await answerAgreement(parts, rounds, { type: 'agreement.reject', reason: 'no proofs' })
  expect(await rounds.consents.standing()).toMatchObject({ accepted: [], rejected: ['police'] })
})

it('a coordinator that is set for real persons is to open it, and refuses', async () => {
  world = await openWorld({}, { terms, bare: true })
  const { rehearsal: _, ...coordinator } = world.party('coordinator')
  const service = new CoordinatorService({
    ...coordinator,
    agreement: world.agreement,
    slots: sampleSlots,
  })
  await expect(service.openRound({ id: 'spring' })).rejects.toMatchObject({
    code: 'agreement.unproven',
    what: 'The agreement leaves the proofs out, and this is no rehearsal on made-up persons',
  })
})
