/** Signatures under a release: who gives them, and what of somebody else's is taken for one. */
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { verifyRelease as verifyApart } from '../../protocol/verify-release.ts'
import { COORDINATOR } from '../../src/base/ids.ts'
import { verifyRelease } from '../../src/cosigning/verify-release.ts'
import { importKey, makePrivateKey, publicPart } from '../../src/crypto/identity.ts'
import { type Envelope, sealEnvelope } from '../../src/messages/envelope.ts'
import { failureOf } from '../../src/node/rounds.ts'
import { releaseDigest } from '../../src/release/encode.ts'
import { parseRelease } from '../../src/release/release.ts'
import { CoordinatorClient } from '../../src/transport/coordinator-client.ts'
import { deadlinePassed } from '../../src/work/refuse-ended.ts'
import { refusalOf } from '../base/refusal-of.ts'
import { sayingsOf } from './mischief.ts'
import { oneCounter, openWorld, ROUND, type World } from './world.ts'

/** The court takes no part, though it is in the agreement. */
const terms = { ...oneCounter, proofs: 'off' } as const
const parties = ['border', COORDINATOR, 'police', 'rapporteur', 'shelter']

let world: World

async function signedFile(): Promise<string> {
  const response = await world.fetch(`http://coordinator/v1/releases/${ROUND}/signed`)
  expect(response.status).toBe(200)
  return response.text()
}

/** What both verifiers say of what the coordinator serves. */
async function served() {
  const text = await signedFile()
  const { digest } = world.agreement
  const finding = await verifyRelease(text, digest)
  expect(verifyApart(text, digest).verdict).toBe(finding.verdict)
  return finding
}

describe('a release that everybody has', () => {
  let said: Envelope
  beforeAll(async () => {
    world = await openWorld({}, { terms })
    await world.play()
    said = world.saidBy('police', 'release.judged')
    return () => world.close()
  })

  it('is signed by all who took part, and verifies offline', async () => {
    expect(await world.ending()).toBe('released')
    expect(await served()).toMatchObject({ verdict: 'holds', signed: parties, missing: [] })
    const status = await world.service.status(ROUND, 'police')
    expect(status).toMatchObject({ signed: parties, unsigned: [], objected: [] })
  })

  it('is served bare as before, and then nobody is said to have signed it', async () => {
    const bare = await world.fetch(`http://coordinator/v1/releases/${ROUND}`)
    const { verdict, reasons } = await verifyRelease(await bare.text())
    expect([verdict, reasons[0]?.code]).toEqual(['cannot be judged', 'release-file.unsigned'])
    const none = await world.fetch('http://coordinator/v1/releases/winter/signed')
    expect([none.status, ((await none.json()) as { type: string }).type]).toEqual([
      404,
      'release.unknown',
    ])
  })

  it('takes no signature that is forged, replayed, swapped, or of who took no part', async () => {
    const before = await signedFile()
    const { identity } = world.party('police')
    const key = await makePrivateKey()
    const thief = { id: 'police', publicKey: publicPart(key), signingKey: await importKey(key) }
    const { body } = said as { body: object }
    const wrong: [string, object, typeof identity?][] = [
      ['signature.refused', {}, thief],
      ['judgement.not-a-party', { from: 'court' }, world.party('court').identity],
      ['judgement.other-release', { body: { ...body, digest: '0'.repeat(64) } }],
      ['judgement.other-release', { body: { ...body, agreement: 'A'.repeat(43) } }],
      ['message.other-binding', { binding: 'A'.repeat(43) }],
      ['round.unknown', { round: 'winter' }],
      ['message.malformed', { body: { ...body, verdict: 'checked', code: 'release.other' } }],
      ['message.malformed', { body: { ...body, verdict: 'objected' } }],
      ['statement.second', { body: { ...body, verdict: 'objected', code: 'release.other' } }],
    ]
    for (const [at, [code, altered, by = identity]] of wrong.entries()) {
      const jws = await sealEnvelope(by, { ...said, sequence: 900 + at, ...altered })
      expect((await refusalOf(post(jws))).code, code).toBe(code)
    }
    const [mine, theirs] = [await world.sign(said), await world.sign(judgementOf('shelter'))]
    const swapped = [...mine.split('.').slice(0, 2), theirs.split('.')[2]].join('.')
    expect((await refusalOf(post(swapped))).code).toBe('signature.refused')
    expect(await signedFile()).toBe(before)
  })

  it('takes the same signature again, and keeps the first', async () => {
    const before = await signedFile()
    await post(await world.sign(said))
    await post(await world.sign({ ...said, sequence: 950 }))
    expect(await signedFile()).toBe(before)
  })

  const judgementOf = (from: string) => world.saidBy(from, 'release.judged')
  const post = (jws: string) => {
    const { identity, clock } = world.party('police')
    const way = { base: 'http://coordinator', fetch: world.fetch, identity, clock }
    return new CoordinatorClient(way).postMessage(jws)
  }
})

describe('a node', () => {
  afterEach(() => world.close())

  it('that was away over the deadline signs when it is back', async () => {
    world = await openWorld({}, { terms })
    await world.play((phase) => phase === 'mixing')
    const police = world.node('police')
    world.nodes.delete('police')
    await world.play()
    expect(await served()).toMatchObject({ verdict: 'holds', missing: ['police'] })
    await police.rounds.happen(ROUND, failureOf(deadlinePassed(ROUND)))
    world.nodes.set('police', police)
    expect(await world.fate('police')).toMatchObject({ code: 'round.deadline', by: 'police' })
    while (await world.step('police'));
    expect(await world.fate('police')).toMatchObject({ phase: 'released' })
    expect(await served()).toMatchObject({ verdict: 'holds', signed: parties, missing: [] })
    expect(await police.parts.database.stores.releases.get(ROUND)).not.toBeNull()
  })

  it('whose check of a release fails objects, says why, and signs nothing', async () => {
    world = await openWorld(
      {
        telling: async (said) => {
          if (said.type !== 'round.released' || said.to !== 'police') return said
          const made = sayingsOf((said.body as { statement: string }).statement)
          const { release } = made.body as { release: object }
          const other = parseRelease({ ...release, proofs: 'full' })
          const body = { release: other, digest: releaseDigest(other) }
          const { identity } = world.party('rapporteur')
          return { ...said, body: { statement: await sealEnvelope(identity, { ...made, body }) } }
        },
      },
      { terms },
    )
    await world.play()
    expect(await world.fate('police')).toEqual({
      phase: 'aborted',
      code: 'release.other',
      by: 'rapporteur',
    })
    const outbox = await world.node('police').parts.database.stores.outbox.after(COORDINATOR, 0, 99)
    const judged = outbox.map(({ body }) => sayingsOf(body)).filter(isJudgement)
    expect(judged).toMatchObject([{ body: { verdict: 'objected', code: 'release.other' } }])
    // It is of another release than the one that was published, and tells nothing of that one.
    expect(world.refused).toContain('police: judgement.other-release')
    expect(await served()).toMatchObject({ verdict: 'holds', missing: ['police'] })
    expect(await world.node('police').parts.database.stores.releases.get(ROUND)).toBeNull()
  })

  it('that objects to the published release is named with it, and the release is not held for right', async () => {
    world = await openWorld(
      {
        saying: (said) =>
          said.from === 'shelter' && isJudgement(said)
            ? [
                {
                  ...said,
                  body: { ...(said.body as object), verdict: 'objected', code: 'release.other' },
                },
              ]
            : [said],
      },
      { terms },
    )
    await world.play()
    const finding = await served()
    expect(finding.verdict).toBe('cannot be judged')
    expect(finding.objected).toEqual([{ party: 'shelter', code: 'release.other' }])
    const status = await world.service.status(ROUND, 'police')
    expect(status).toMatchObject({ unsigned: [], objected: ['shelter'] })
  })
})

function isJudgement({ type }: Envelope): boolean {
  return type === 'release.judged'
}
