import { z } from 'zod'
import { toBase64Url } from '../base/bytes.ts'
import type { Clock } from '../base/clock.ts'
import { COORDINATOR } from '../base/ids.ts'
import { isProblem } from '../base/problem.ts'
import type { Random } from '../base/random.ts'
import { SOFTWARE_VERSION } from '../base/version.ts'
import { fingerprint, type Identity, type PublicKey } from '../crypto/identity.ts'
import type { Agreement } from '../round/agreement.ts'
import { checkVersion } from '../round/version.ts'
import { CoordinatorClient, type Fetch, unreachable } from '../transport/coordinator-client.ts'
import { type Hello, verifyHello } from '../transport/hello.ts'
import { readProblem } from '../transport/problem-document.ts'
import { readAnswer, unreadable } from '../transport/read-answer.ts'
import { type Step, walkWay, wrongStep } from '../transport/walk-way.ts'
import type { Way } from '../transport/way.ts'
import { agoText } from './ago-text.ts'

export interface Tested {
  /** Address of the coordinator. */
  readonly base: string
  readonly way: Way
  readonly fetch: Fetch
  readonly clock: Clock
  readonly random: Random
  /** Of this node; null before there are keys. */
  readonly identity: Identity | null
  /** The pinned key of the coordinator; null before this node has enrolled. */
  readonly coordinatorKey: PublicKey | null
  /** Null while keys of others are missing. */
  readonly agreement: Agreement | null
}

/** In this order. */
const STEPS = ['name', 'connection', 'certificate', 'answer', 'clock', 'key', 'version'] as const
const LAST_STEPS = ['own key', 'others'] as const
const REQUEST_MS = 20_000
/** Beyond five minutes requests are refused (specification 11.4). */
const MOST_SKEW_MS = 5 * 60_000
const MUCH_SKEW_MS = 30_000

/** Everything between this node and the others; after a step that is wrong, the rest is not reached. */
export async function* testConnection(tested: Tested): AsyncGenerator<Step> {
  const done: string[] = []
  let wrong = false
  for await (const step of allSteps(tested)) {
    done.push(step.step)
    wrong ||= step.state === 'wrong'
    yield step
  }
  if (!wrong) return
  for (const step of [...STEPS, ...LAST_STEPS].filter((one) => !done.includes(one))) {
    yield { step, state: 'not reached', found: 'a step before it is wrong' }
  }
}

async function* allSteps(tested: Tested): AsyncGenerator<Step> {
  const { base, way, clock } = tested
  for await (const step of walkWay(new URL(base), way, clock.nowMs())) {
    yield step
    if (step.state === 'wrong') return
  }
  const nonce = toBase64Url(tested.random(32))
  const answer = await tried('answer', () => askHello(tested, nonce))
  if ('step' in answer) return yield answer
  yield { step: 'answer', state: 'ok', found: `the coordinator answers, in ${answer.tookMs} ms` }
  yield clockStep(answer)
  const key = tested.coordinatorKey
  if (key === null) {
    return yield note(
      'key',
      'this node holds no key of the coordinator yet',
      'Run: samentel node enrol.',
    )
  }
  const hello = await tried('key', () =>
    verifyHello(answer.jws, { nonce, signer: COORDINATOR, key }),
  )
  if ('step' in hello) return yield hello
  yield { step: 'key', state: 'ok', found: `it holds the pinned key, ${fingerprint(key)}` }
  yield* agreedSteps(hello, tested)
}

/** Who enrolled and holds everybody's keys goes on to what is signed. */
async function* agreedSteps(hello: Hello, tested: Tested): AsyncGenerator<Step> {
  const { agreement, identity } = tested
  yield versionStep(hello, agreement)
  if (agreement === null || identity === null) {
    return yield note(
      'own key',
      'keys of others have not come yet',
      'Run: samentel node enrol --wait.',
    )
  }
  if (hello.agreement !== null && hello.agreement !== agreement.digest)
    return yield otherAgreement()
  const client = new CoordinatorClient({ ...tested, identity })
  const heard = await tried('own key', async () => readHeard(await client.getJson('/v1/peers')))
  if ('step' in heard) {
    const waits = heard.code === 'transport.not-ready'
    return yield waits ? note('own key', 'the coordinator waits for keys of others') : heard
  }
  yield { step: 'own key', state: 'ok', found: 'the coordinator knows this node by its signature' }
  yield othersStep(heard, { agreement, self: identity.id, nowMs: tested.clock.nowMs() })
}

interface Answer {
  readonly jws: string
  /** By how much the clock of the other side is ahead; to the second. */
  readonly aheadMs: number
  readonly tookMs: number
}

/** A first answer over HTTP; signed, with a nonce of ours. */
async function askHello({ base, fetch, clock }: Tested, nonce: string): Promise<Answer> {
  const fromMs = clock.nowMs()
  const url = `${base.replace(/\/$/, '')}/v1/hello?nonce=${nonce}`
  const response = await fetch(url, { signal: AbortSignal.timeout(REQUEST_MS) }).catch(
    (error: unknown) => {
      throw isProblem(error) ? error : unreachable(base, error)
    },
  )
  if (!response.ok) throw await readProblem(response)
  const { hello: jws } = await readAnswer(response, z.strictObject({ hello: z.string() }))
  const untilMs = clock.nowMs()
  const itsMs = Date.parse(response.headers.get('date') ?? '')
  const aheadMs = Number.isNaN(itsMs) ? 0 : itsMs + 500 - (fromMs + untilMs) / 2
  return { jws, aheadMs, tookMs: Math.max(0, Math.round(untilMs - fromMs)) }
}

function clockStep({ aheadMs }: Answer): Step {
  const seconds = Math.round(Math.abs(aheadMs) / 1000)
  const side = aheadMs < 0 ? 'ahead of' : 'behind'
  const found =
    seconds <= 1
      ? 'both clocks agree'
      : `this clock is ${seconds} seconds ${side} the coordinator's`
  const next = 'Let this machine take its time from the network (NTP), or ask the coordinator to.'
  if (Math.abs(aheadMs) >= MOST_SKEW_MS) {
    return { step: 'clock', state: 'wrong', code: 'request.refused', found, next }
  }
  return Math.abs(aheadMs) >= MUCH_SKEW_MS ? note('clock', found, next) : ok('clock', found)
}

function versionStep({ software }: Hello, agreement: Agreement | null): Step {
  const both = `this node has ${SOFTWARE_VERSION}, the coordinator ${software}`
  const minimum = agreement?.terms.minimumPeerVersion ?? '0.0.0'
  try {
    checkVersion(SOFTWARE_VERSION, { who: 'this node', minimum })
    checkVersion(software, { who: 'the coordinator', minimum })
  } catch (error) {
    if (isProblem(error)) return wrongStep('version', error)
    throw error
  }
  return software === SOFTWARE_VERSION ? ok('version', both) : note('version', both)
}

function otherAgreement(): Step {
  return {
    ...{ step: 'own key', state: 'wrong', code: 'agreement.other' },
    found: 'the coordinator holds another agreement, or other keys, than this node',
    next: 'Compare agreement.yaml and the fingerprints with the coordinator: samentel node check.',
  }
}

const heardSchema = z.strictObject({ heard: z.record(z.string(), z.int()) })

function readHeard(answer: unknown): ReadonlyMap<string, number> {
  const read = heardSchema.safeParse(answer)
  if (read.success) return new Map(Object.entries(read.data.heard))
  throw unreadable('it has another form')
}

/** Nodes reach each other through the coordinator alone, so that is who tells when they were heard. */
function othersStep(
  heard: ReadonlyMap<string, number>,
  { agreement, self, nowMs }: { agreement: Agreement; self: string; nowMs: number },
): Step {
  const others = agreement.terms.organisations.map(({ id }) => id).filter((id) => id !== self)
  const told = others.map((id) => {
    const atMs = heard.get(id)
    return `${id} ${atMs === undefined ? 'not since the coordinator started' : agoText(nowMs - atMs)}`
  })
  return ok('others', `last heard: ${told.join(', ')}`)
}

function ok(step: string, found: string): Step {
  return { step, state: 'ok', found }
}

function note(step: string, found: string, next?: string): Step {
  return { step, state: 'note', found, ...(next === undefined ? {} : { next }) }
}

async function tried<T extends object>(step: string, work: () => Promise<T>): Promise<T | Step> {
  try {
    return await work()
  } catch (error) {
    if (isProblem(error)) return wrongStep(step, error)
    throw error
  }
}
