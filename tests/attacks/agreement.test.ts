import { afterEach, describe, expect, it } from 'vitest'
import { COORDINATOR } from '../../src/base/ids.ts'
import { signAnswer, signSuccession } from '../../src/consent/sign-statement.ts'
import { type Identity, importKey, makePrivateKey, publicPart } from '../../src/crypto/identity.ts'
import { acceptAll } from '../../src/local/accept-all.ts'
import { sealEnvelope } from '../../src/messages/envelope.ts'
import { answerAgreement, exchangeStatements, revokeAgreement } from '../../src/node/consents.ts'
import { type Agreement, makeAgreement, type Terms } from '../../src/round/agreement.ts'
import { type Core, coreDigest } from '../../src/round/manifest.ts'
import { refusalOf } from '../base/refusal-of.ts'
import { sampleTerms } from '../round/sample.ts'
import type { Mischief, Said } from './mischief.ts'
import { openWorld, ROUND, type World } from './world.ts'

let world: World
afterEach(() => world.close())

const accept = { type: 'agreement.accept', atMs: 1000 } as const

async function newIdentity(id: string): Promise<Identity> {
  const key = await makePrivateKey()
  return { id, publicKey: publicPart(key), signingKey: await importKey(key) }
}

/** What a party keeps, judged and in force. */
async function standingAt(id: string) {
  return id === COORDINATOR
    ? world.service.rounds.consents.standing()
    : world.node(id).rounds.consents.standing()
}

async function post(...texts: readonly string[]) {
  return refusalOf(world.node('police').parts.client.postStatements(texts))
}

/** Codes of what a node refuses when statements are put before it. */
async function refusedAt(id: string, ...texts: readonly string[]): Promise<string[]> {
  const refused = await world.node(id).rounds.takeStatements(texts)
  return refused.map((problem) => `${problem.code} ${problem.where ?? ''}`.trim())
}

async function steps(count = 4): Promise<void> {
  for (let at = 0; at < count; at++) for (const id of world.nodes.keys()) await world.step(id)
}

/** In every proposal to this node. */
function proposing(to: string, alter: (body: { core: Core; statements: string[] }) => object) {
  return (said: Said): Said => {
    if (said.type !== 'round.proposed' || said.to !== to) return said
    const body = alter(said.body as { core: Core; statements: string[] }) as { core: Core }
    return { ...said, binding: coreDigest(body.core), body }
  }
}

function sentBy(id: string): string[] {
  return world.said.filter((said) => said.from === id).map((said) => said.type)
}

const stranger = await newIdentity('police')

describe('the coordinator holds an agreement of its own making', () => {
  it.each<[string, (agreement: Agreement) => Agreement]>([
    [
      'with another key of the police',
      ({ terms, keys }) => makeAgreement(terms, { ...keys, police: stranger.publicKey }),
    ],
    [
      'with a lower threshold',
      ({ terms, keys }) =>
        makeAgreement({ ...terms, disclosure: { threshold: 4, roundingBase: 1 } }, keys),
    ],
    [
      'with a participant of its own',
      ({ terms, keys }) => {
        const one = { ...terms.organisations[0]!, id: 'friend' } // there are five
        const more: Terms = { ...terms, organisations: [...terms.organisations, one] }
        return makeAgreement(more, { ...keys, friend: stranger.publicKey })
      },
    ],
  ])('%s; nobody’s accept is of it, and the round does not open', async (_, alter) => {
    world = await openWorld(
      { agreement: (self, own) => (self === COORDINATOR ? alter(own) : own) },
      { bare: true },
    )
    const nodes = new Map([...world.parties].filter(([id]) => id !== COORDINATOR))
    await acceptAll(world.agreement, nodes)
    const text = await signAnswer(world.party('shelter').identity, world.agreement, accept)
    const { client } = world.node('shelter').parts
    const refused = await refusalOf(client.postStatements([text]))
    expect(refused).toMatchObject({ code: 'agreement.other', where: 'shelter' })
    const opening = await refusalOf(world.service.openRound({ id: ROUND }))
    expect(opening.code).toBe('agreement.not-accepted')
  })

  it('and proposes a round under it all the same; the node refuses and sends nothing', async () => {
    world = await openWorld({
      telling: proposing('shelter', (body) => ({
        ...body,
        core: { ...body.core, agreement: 'B'.repeat(43) },
      })),
    })
    await world.play()
    expect((await world.fate('shelter')).code).toBe('manifest.differs')
    expect(sentBy('shelter').filter((type) => type !== 'round.abort')).toEqual([])
  })
})

it('somebody gives the shelter another agreement than the others have; its accept is not of theirs', async () => {
  const other = ({ terms, keys }: Agreement) =>
    makeAgreement({ ...terms, disclosure: { threshold: 4, roundingBase: 1 } }, keys)
  world = await openWorld(
    { agreement: (self, own) => (self === 'shelter' ? other(own) : own) },
    { bare: true },
  )
  await acceptAll(world.agreement, new Map([...world.parties].filter(([id]) => id !== 'shelter')))
  const { parts, rounds } = world.node('shelter')
  await answerAgreement(parts, rounds, { type: 'agreement.accept' })
  const problems = await exchangeStatements(parts, rounds)
  expect(new Set(problems.map(({ code }) => code))).toEqual(new Set(['agreement.other']))
  const opening = await refusalOf(world.service.openRound({ id: ROUND }))
  expect(opening).toMatchObject({ code: 'agreement.not-accepted', where: 'shelter' })
})

describe('the coordinator proposes a round that the police have not accepted', () => {
  const without = async (mischief: Mischief = {}) => {
    world = await openWorld(mischief, { bare: true })
    const others = new Map([...world.parties].filter(([id]) => id !== 'police'))
    await acceptAll(world.agreement, others)
  }

  it('and is refused by its own software, which names them', async () => {
    await without()
    const opening = await refusalOf(world.service.openRound({ id: ROUND }))
    expect(opening).toMatchObject({ code: 'agreement.not-accepted', where: 'police' })
  })

  it('with an accept that it forged; every node refuses the forgery and the round', async () => {
    world = await openWorld({}, { bare: true })
    await acceptAll(world.agreement, world.parties)
    const forged = await signAnswer({ ...stranger, id: 'police' }, world.agreement, accept)
    await world.close()
    world = await openWorld({
      telling: async (said, world) => {
        if (said.type !== 'round.proposed') return said
        const body = said.body as { core: Core; statements: string[] }
        const police = await world.service.rounds.consents.statements()
        const own = police.find(({ statement }) => statement.organisation === 'police')?.text
        const statements = body.statements.filter((text) => text !== own)
        return { ...said, body: { ...body, statements: [...statements, forged] } }
      },
    })
    await world.play()
    for (const id of ['shelter', 'border', 'court', 'rapporteur']) {
      expect((await world.fate(id)).code, id).toBe('agreement.not-accepted')
      expect(sentBy(id), id).toEqual(['round.abort'])
    }
    expect(await refusedAt('shelter', forged)).toEqual(['signature.refused police'])
  })
})

it('the coordinator brings accepts of another agreement, of another organisation, and of nobody; every node refuses them by name', async () => {
  world = await openWorld({}, { bare: true })
  const { terms, keys } = world.agreement
  const before = makeAgreement({ ...terms, id: 'before' }, keys)
  const { identity } = world.party('police')
  const old = await signAnswer(identity, before, accept)
  const borrowed = await signAnswer({ ...identity, id: 'shelter' }, world.agreement, accept)
  const nobody = await signAnswer(await newIdentity('nobody'), world.agreement, accept)
  const wrong = ['agreement.other police', 'signature.refused shelter', 'message.stranger nobody']
  expect((await refusedAt('border', old, borrowed, nobody)).sort()).toEqual(wrong.sort())
  expect((await standingAt('border')).accepted).toEqual([])
  for (const text of [old, borrowed, nobody]) {
    expect(wrong).toContain(await post(text).then(({ code, where }) => `${code} ${where}`))
  }
  expect((await standingAt(COORDINATOR)).accepted).toEqual([])
})

it('the coordinator replays an old accept after the police revoked; every node refuses it, and every round', async () => {
  world = await openWorld({}, { bare: true })
  await acceptAll(world.agreement, world.parties)
  const { parts, rounds } = world.node('police')
  const [old] = await rounds.consents.texts()
  const again = await signAnswer(parts.identity, world.agreement, {
    ...accept,
    atMs: Date.now() + 9,
  })
  await revokeAgreement(parts, rounds, { reason: 'the law has changed', alone: true })
  await exchangeStatements(parts, rounds)
  const shelter = world.node('shelter')
  await exchangeStatements(shelter.parts, shelter.rounds)
  for (const id of ['shelter', 'police']) {
    expect(await refusedAt(id, again)).toEqual(['agreement.revoked agreement.accept of police'])
    await refusedAt(id, old ?? '')
    expect(await standingAt(id)).toMatchObject({ revoked: ['police'] })
    expect((await standingAt(id)).accepted).not.toContain('police')
  }
  expect((await post(again)).code).toBe('agreement.revoked')
  const opening = await refusalOf(world.service.openRound({ id: ROUND }))
  expect(opening).toMatchObject({ code: 'agreement.revoked', where: 'police' })
})

it('the coordinator hides a revocation; who revoked takes no part, so no round comes to a result', async () => {
  world = await openWorld({
    forgets: true,
    saying: (said) => (said.type === 'round.abort' ? [] : [said]),
  })
  await world.play((phase) => phase === 'declaring')
  const { parts, rounds } = world.node('police')
  const before = sentBy('police')
  expect(await revokeAgreement(parts, rounds, { alone: true })).toEqual([ROUND])
  await exchangeStatements(parts, rounds)
  await world.play()
  expect(await parts.roundKeys.find(ROUND)).toBeNull()
  expect(sentBy('police')).toEqual(before)
  expect((await world.coordinator()).progress.phase).toBe('declaring')
  // Nobody else can know of what nobody told them.
  expect((await standingAt('shelter')).revoked).toEqual([])
  await world.service.openRound({ id: 'summer' })
  await steps()
  const summer = await rounds.stateOf('summer')
  expect(summer).toMatchObject({ phase: 'aborted', code: 'agreement.revoked', by: 'police' })
  const said = world.said.filter((one) => one.round === 'summer' && one.from === 'police')
  expect(said).toEqual([])
})

describe('a key that was replaced', () => {
  const replaced = async () => {
    world = await openWorld({}, { bare: true })
    await acceptAll(world.agreement, world.parties)
    const { identity } = world.party('police')
    const heir = await newIdentity('police')
    const about = { agreement: world.agreement, atMs: Date.now() }
    const handover = await signSuccession(identity, heir, about)
    const { client } = world.node('shelter').parts
    await client.postStatements([
      handover,
      await signAnswer(heir, world.agreement, { ...accept, atMs: about.atMs }),
    ])
    return { identity, heir, handover }
  }

  it('signs an accept; everybody refuses it', async () => {
    const { identity, handover } = await replaced()
    const late = await signAnswer(identity, world.agreement, { ...accept, atMs: Date.now() + 9 })
    expect(await post(late)).toMatchObject({ code: 'identity.replaced', where: 'police' })
    expect(await refusedAt('shelter', late, handover)).toEqual(['identity.replaced police'])
  })

  it('signs a message of a round; the coordinator refuses it, and takes the new key', async () => {
    const { identity, heir } = await replaced()
    await world.service.openRound({ id: ROUND })
    const body = { code: 'a.b', what: 'no' }
    const { coreDigest: binding } = (await world.coordinator()) as { coreDigest: string }
    const abort = {
      version: 1,
      type: 'round.abort',
      round: ROUND,
      binding,
      from: 'police',
    } as const
    const said = { ...abort, to: COORDINATOR, sequence: 70, body }
    const { parts } = world.node('police')
    const posted = parts.client.postMessage(await sealEnvelope(identity, said))
    // The way signs anew with the key of the party that the world knows: the one before.
    expect(await refusalOf(posted)).toMatchObject({ code: 'identity.replaced', where: 'police' })
    const direct = world.fetch('http://coordinator/v1/messages', {
      method: 'POST',
      body: await sealEnvelope(heir, said),
    })
    expect((await direct).status).toBe(200)
    expect(await world.ending()).toBe('aborted a.b by police')
  })

  it('hands the name over a second time; nobody’s word counts under it any more', async () => {
    const { identity } = await replaced()
    const thief = await newIdentity('police')
    const about = { agreement: world.agreement, atMs: Date.now() }
    const second = await signSuccession(identity, thief, about)
    await world.node('shelter').parts.client.postStatements([second])
    expect(await standingAt(COORDINATOR)).toMatchObject({ forked: ['police'] })
    const opening = await refusalOf(world.service.openRound({ id: ROUND }))
    expect(opening).toMatchObject({ code: 'identity.forked', where: 'police' })
  })

  it('is not handed over without the new one’s own signature, nor by a stranger', async () => {
    world = await openWorld({}, { bare: true })
    const { identity } = world.party('police')
    const heir = await newIdentity('police')
    const about = { agreement: world.agreement, atMs: 1000 }
    const borrowed = { ...heir, signingKey: identity.signingKey }
    expect(await refusedAt('shelter', await signSuccession(identity, borrowed, about))).toEqual([
      'signature.refused',
    ])
    expect(await refusedAt('shelter', await signSuccession(heir, stranger, about))).toEqual([
      'signature.refused police',
    ])
    expect((await standingAt('shelter')).keys).toEqual(world.agreement.keys)
  })
})

describe('an older program than agreed', () => {
  const older = (type: string, from: string): Mischief => ({
    saying: (said) =>
      said.type === type && said.from === from
        ? [{ ...said, body: { ...(said.body as object), software: '0.1.9' } }]
        : [said],
  })

  it.each([
    ['keys.reveal', 'court'],
    ['manifest.sign', 'police'],
  ])('is stated in %s by %s; the coordinator ends the round and names it', async (type, from) => {
    world = await openWorld(older(type, from))
    await world.play((phase) => phase === 'declaring')
    expect(await world.ending()).toBe(`aborted peer.version by ${from}`)
  })

  it('is stated by the police and handed on by a coordinator that minds nothing; every node refuses', async () => {
    world = await openWorld({
      telling: async (said, world) => {
        if (said.type !== 'manifest.signed') return said
        const { statements } = said.body as { statements: string[] }
        const own = world.saidBy('police', 'manifest.sign')
        const old = { ...own, body: { ...(own.body as object), software: '0.1.9' } }
        return { ...said, body: { statements: [await world.sign(old), ...statements.slice(1)] } }
      },
    })
    await world.play()
    expect((await world.fate('shelter')).code).toBe('peer.version')
    expect(sentBy('shelter')).not.toContain('lists.declare')
  })

  it('is what the agreement excludes; a node that runs it takes no part', async () => {
    world = await openWorld({}, { terms: { minimumPeerVersion: '9.0.0' } })
    await world.play()
    expect((await world.fate('police')).code).toBe('peer.version')
    // It does not even begin: no key is made for a round that it cannot join.
    expect(sentBy('border')).toEqual(['round.abort'])
  })
})

it('the coordinator forgets a round to open the next too soon; every node remembers and refuses', async () => {
  const limits = { ...sampleTerms().limits, minimumHoursBetween: 1 }
  world = await openWorld({}, { terms: { limits } })
  await world.play((phase) => phase === 'declaring')
  await steps(1)
  await world.service.rounds.happen(ROUND, { type: 'late' })
  await steps()
  const refused = await refusalOf(world.service.openRound({ id: 'summer' }))
  expect(refused.code).toBe('agreement.too-soon')
  const { database } = world.party(COORDINATOR)
  const forgetful = { ...database.stores.begunRounds, list: async () => [] }
  Object.assign(database.stores, { begunRounds: forgetful })
  await world.service.openRound({ id: 'summer' })
  await steps()
  for (const [id, { rounds }] of world.nodes) {
    const state = await rounds.stateOf('summer')
    expect(state, id).toMatchObject({ phase: 'aborted', code: 'agreement.too-soon' })
  }
})
