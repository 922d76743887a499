import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Identity } from '../../src/crypto/identity.ts'
import { recipeNamed } from '../../src/matching/recipe.ts'
import { type ConsentSettings, rulesInForce } from '../../src/node/consent-to-rounds.ts'
import {
  adoptRules,
  decideAgreement,
  decideRound,
  pauseRounds,
  withdrawRules,
} from '../../src/node/decide.ts'
import type { Decider } from '../../src/node/decisions.ts'
import type { NodeParts } from '../../src/node/parts.ts'
import { NodeRounds } from '../../src/node/rounds.ts'
import type { StandingRules } from '../../src/round/standing-rules.ts'
import { CoordinatorClient } from '../../src/transport/coordinator-client.ts'
import { type PsiPool, startPool } from '../../src/work/pool.ts'
import { refusalOf } from '../base/refusal-of.ts'
import { type LocalWorld, makeLocalWorld, ROUND } from '../world/local-world.ts'

const officer: Decider = { actor: 'passkey-anna', origin: 'console', role: 'privacy-officer' }
const operator: Decider = { actor: 'bram', origin: 'console', role: 'operator' }

const noClient = new CoordinatorClient({
  base: 'http://nowhere',
  fetch: () => Promise.reject(new Error('asked')),
  identity: { id: 'nobody' } as Identity,
  clock: { nowMs: () => 0 },
})

const setup = {
  lists: [
    { id: 'a', organisation: 'owner-a', size: 4 },
    { id: 'b', organisation: 'owner-b', size: 3 },
  ],
  evaluators: ['bureau', 'counter'],
  cells: [
    { lists: ['a'], count: 1 },
    { lists: ['a', 'b'], count: 2 },
  ],
}
let pool: PsiPool
let world: LocalWorld

beforeAll(async () => {
  pool = startPool(1)
  world = await makeLocalWorld({ ...setup, pool })
  await world.startCoordinator()
})
afterAll(async () => {
  await world?.close()
  await pool.close()
})

const asking: Readonly<Record<string, ConsentSettings>> = {
  bureau: { rounds: 'ask', fourEyes: true },
  'owner-b': { rounds: 'ask', fourEyes: false },
}

/** What decides for a party: its parts, and its rounds. */
function deciding(id: string, consent = asking[id]) {
  const party = { ...world.party(id), self: id, agreement: world.agreement }
  const consents = consent === undefined ? {} : { consent }
  const { slots } = recipeNamed('short/1')
  // Decisions ask nothing of the coordinator.
  const parts: NodeParts = { ...party, ...consents, slots, client: noClient }
  return { parts, rounds: new NodeRounds(parts) }
}

function start(id: string, consent = asking[id]): void {
  const party = { ...world.party(id), consent }
  world.startNode(id, { party })
}

const decisions = async (id: string) =>
  (await world.party(id).database.stores.decisions.list('round', ROUND)).map(
    ({ choice, actor, text }) => [choice, actor, text].join(' '),
  )
const acts = async (id: string) => {
  const { acts: log, database } = world.party(id)
  const found = await database.stores.acts.page(await log.id(), 0, 1000)
  return found.map(
    ({ entry }) => JSON.parse(entry) as { action: string; object: string; actor: string },
  )
}

describe('a round at organisations that are asked', () => {
  const bureau = (choice: 'accept' | 'refuse', by: Decider) => {
    const { parts, rounds } = deciding('bureau')
    return decideRound(parts, rounds, { round: ROUND, choice, by })
  }

  it('waits at an evaluator before it makes a key, for two different persons', async () => {
    for (const id of ['owner-a', 'owner-b', 'bureau', 'counter']) start(id)
    await world.open()
    await world.untilPhase('committing', 'bureau')
    await world.until('asked', async () => {
      return (await world.party('bureau').database.stores.rounds.get(ROUND))?.phase === 'asked'
    })
    expect(await world.party('bureau').roundKeys.find(ROUND)).toBeNull()
    expect(await refusalOf(bureau('accept', operator))).toMatchObject({ code: 'consent.role' })
    expect(await bureau('accept', officer)).toBe('waits')
    expect(await refusalOf(bureau('accept', { ...officer, actor: 'Passkey-Anna' }))).toMatchObject({
      code: 'consent.same-person',
    })
    expect(await world.party('bureau').roundKeys.find(ROUND)).toBeNull()
    expect(await bureau('accept', operator)).toBe('settled')
    expect(await decisions('bureau')).toEqual(['accept.first passkey-anna ', 'accept bram '])
  }, 120_000)

  it('waits at an owner with the keys of all others, also over a restart, and then goes through', async () => {
    await world.untilPhase('signing', 'owner-b')
    const kept = async () => {
      const state = await world.party('owner-b').database.stores.rounds.get(ROUND)
      return state?.phase === 'asked' && JSON.stringify(state.state).includes('signedReveals')
    }
    await world.until('all keys kept', kept)
    await world.stopNode('owner-b')
    start('owner-b')
    const { parts, rounds } = deciding('owner-b')
    const said = { round: ROUND, choice: 'accept', by: officer } as const
    expect(await decideRound(parts, rounds, said)).toBe('settled')
    expect(await refusalOf(decideRound(parts, rounds, said))).toMatchObject({
      code: 'consent.not-asked',
      where: `round ${ROUND}`,
    })
    await world.untilOver('owner-b', 'released')
    expect(await acts('owner-b')).toContainEqual(
      expect.objectContaining({ action: 'round.accept', object: ROUND, actor: 'passkey-anna' }),
    )
  }, 120_000)

  it('leaves what was heard, said, done and waited for with the node, after all rows are gone', async () => {
    const { diary } = world.party('owner-b').database.stores
    const events = await diary.events(ROUND)
    const told = events.map(({ kind, detail, party }) =>
      [kind, detail, party ?? ''].join(' ').trim(),
    )
    expect(told).toContain('heard round.proposed')
    expect(told).toContain('said manifest.sign')
    expect(told).toContain('waits signing owner-b')
    expect(told.at(-1)).toBe('said release.judged')
    expect(told).toContain('ended released')
    expect(
      events.filter(({ kind }) => kind === 'said').every(({ bytes }) => (bytes ?? 0) > 100),
    ).toBe(true)
    const work = await diary.work(ROUND)
    expect(work.map(({ step, done, total }) => `${step} ${done}/${total}`)).toContain('list/b 3/3')
    const worked = await world.party('bureau').database.stores.diary.work(ROUND)
    const opened = worked.filter(({ step }) => step.includes('open/'))
    expect(new Set(opened.map(({ total }) => total))).toEqual(new Set([100]))
    const evaluator = await world.party('bureau').database.stores.diary.events(ROUND)
    expect(evaluator).toContainEqual(
      expect.objectContaining({ kind: 'heard', detail: 'stage.check mix/2', party: 'counter' }),
    )
  })
})

describe('standing rules, a refusal and a pause', () => {
  const rules = (acceptWhen: StandingRules['acceptWhen']): StandingRules => ({
    version: 1,
    agreement: world.agreement.digest,
    until: '2199-12-31',
    acceptWhen,
  })
  const byRules: ConsentSettings = { rounds: 'by-rules', fourEyes: true }

  it('takes a round that the adopted rules say yes to, in their name, and asks where they do not', async () => {
    for (const id of ['bureau', 'owner-b']) await world.stopNode(id)
    const { parts } = deciding('bureau', byRules)
    const first = await adoptRules(parts, { rules: rules({ allLists: true }), by: officer })
    expect(first.outcome).toBe('waits')
    expect(
      (await adoptRules(parts, { rules: rules({ allLists: true }), by: operator })).outcome,
    ).toBe('settled')
    const strict = deciding('owner-b', byRules).parts
    for (const by of [officer, operator]) {
      await adoptRules(strict, { rules: rules({ recordsAtLeast: 5 }), by })
    }
    start('bureau', byRules)
    start('owner-b', byRules)
    await world.open('next')
    const phaseAt = async (id: string) =>
      (await world.party(id).database.stores.rounds.get('next'))?.phase
    await world.until('the bureau goes on', async () => (await phaseAt('bureau')) === 'proposed')
    await world.until('an owner is asked', async () => (await phaseAt('owner-b')) === 'asked')
    expect(await acts('bureau')).toContainEqual(
      expect.objectContaining({
        action: 'round.accept',
        object: 'next',
        actor: `rules/${first.digest}`,
      }),
    )
  }, 120_000)

  it('ends a round that is refused for everybody, with the reason that was given', async () => {
    const { parts, rounds } = deciding('owner-b')
    const said = { round: 'next', choice: 'refuse', by: operator } as const
    for (const reason of ['  ', 'x'.repeat(401)]) {
      expect(await refusalOf(decideRound(parts, rounds, { ...said, reason }))).toMatchObject({
        code: 'consent.reason',
      })
    }
    await decideRound(parts, rounds, { ...said, reason: 'our import is not finished' })
    const counter = world.party('counter').database.stores.rounds
    await world.until('the counter hears it', async () => {
      return (await counter.get('next'))?.phase === 'aborted'
    })
    expect((await counter.get('next'))?.state).toMatchObject({
      code: 'consent.refused',
      by: 'owner-b',
      what: 'An organisation refuses to take part in the round: our import is not finished',
    })
  }, 120_000)

  it('refuses every new round while paused; one may pause, and two resume', async () => {
    const { parts } = deciding('bureau')
    await pauseRounds(parts, { choice: 'pause', by: operator })
    await world.open('third')
    const rounds = world.party('owner-a').database.stores.rounds
    await world.until('all hear it', async () => (await rounds.get('third'))?.phase === 'aborted')
    expect((await rounds.get('third'))?.state).toMatchObject({
      code: 'consent.paused',
      by: 'bureau',
    })
    expect(await pauseRounds(parts, { choice: 'resume', by: officer })).toBe('waits')
    expect(await pauseRounds(parts, { choice: 'resume', by: operator })).toBe('settled')
  }, 120_000)

  it('lets a first word lapse when rounds are paused once more', async () => {
    const { parts } = deciding('bureau')
    await pauseRounds(parts, { choice: 'pause', by: operator })
    expect(await pauseRounds(parts, { choice: 'resume', by: officer })).toBe('waits')
    await pauseRounds(parts, { choice: 'pause', by: operator })
    expect(await refusalOf(pauseRounds(parts, { choice: 'resume', by: operator }))).toMatchObject({
      code: 'consent.role',
    })
    expect(await pauseRounds(parts, { choice: 'resume', by: officer })).toBe('waits')
    expect(await pauseRounds(parts, { choice: 'resume', by: operator })).toBe('settled')
  })

  it('lets rules lapse that one person put forward, when others are adopted or all are withdrawn', async () => {
    const { parts } = deciding('counter', byRules)
    const bob: Decider = { actor: 'bob', origin: 'console', role: 'privacy-officer' }
    const adopt = async (recordsAtLeast: number, by: Decider) =>
      (await adoptRules(parts, { rules: rules({ recordsAtLeast }), by })).outcome
    expect(await adopt(1, officer)).toBe('waits')
    expect(await adopt(2, officer)).toBe('waits')
    expect(await adopt(2, bob)).toBe('settled')
    expect(await refusalOf(adopt(1, operator))).toMatchObject({ code: 'consent.role' })
    for (const _ of ['others in force', 'none in force']) {
      expect(await adopt(1, officer)).toBe('waits')
      await withdrawRules(parts, operator)
      expect(await refusalOf(adopt(1, operator))).toMatchObject({ code: 'consent.role' })
    }
    expect(await rulesInForce(parts.database.stores)).toBeNull()
    expect(await refusalOf(withdrawRules(parts, operator))).toMatchObject({ code: 'rules.none' })
  })

  it('keeps no yes to an agreement that this node cannot accept', async () => {
    const { parts } = deciding('bureau')
    const { rehearsal: _, ...real } = parts
    const terms = { ...parts.agreement.terms, proofs: 'off' as const }
    const unproven: NodeParts = { ...real, agreement: { ...parts.agreement, terms } }
    const said = { choice: 'accept', by: officer } as const
    const before = (await acts('bureau')).length
    const accepting = decideAgreement(unproven, new NodeRounds(unproven), said)
    expect(await refusalOf(accepting)).toMatchObject({ code: 'agreement.unproven' })
    expect(await parts.database.stores.decisions.list('agreement')).toEqual([])
    expect((await acts('bureau')).length).toBe(before)
  })

  it('takes two to accept an agreement, and one to revoke it', async () => {
    const { parts, rounds } = deciding('bureau')
    const accept = (by: Decider) => decideAgreement(parts, rounds, { choice: 'accept', by })
    const before = (await rounds.consents.statements()).length
    world.advance(1_000)
    expect(await accept(officer)).toMatchObject({ outcome: 'waits' })
    expect((await rounds.consents.statements()).length).toBe(before)
    expect(await accept(operator)).toMatchObject({ outcome: 'settled' })
    expect((await rounds.consents.statements()).length).toBe(before + 1)
    const revoked = { choice: 'revoke', reason: 'asked by the minister', by: operator } as const
    await decideAgreement(parts, rounds, revoked)
    expect((await rounds.consents.standing()).revoked).toEqual(['bureau'])
    const decided = () => parts.database.stores.decisions.list('agreement')
    const kept = await decided()
    world.advance(1_000)
    expect(await refusalOf(accept(officer))).toMatchObject({ code: 'agreement.revoked' })
    expect(await decided()).toEqual(kept)
  })

  it('takes no rules for another agreement', async () => {
    const { parts } = deciding('bureau')
    const other = { ...rules({}), agreement: 'A'.repeat(43) }
    expect(await refusalOf(adoptRules(parts, { rules: other, by: officer }))).toMatchObject({
      code: 'rules.other-agreement',
    })
  })
})
