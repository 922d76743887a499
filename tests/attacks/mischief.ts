import { concatBytes } from '../../src/base/bytes.ts'
import { COORDINATOR } from '../../src/base/ids.ts'
import { type Envelope, sealEnvelope } from '../../src/messages/envelope.ts'
import type { Agreement } from '../../src/round/agreement.ts'
import type { Fetch } from '../../src/transport/coordinator-client.ts'
import { type SubmitTask, submitRows } from '../../src/work/submit-rows.ts'
import { runTask, type Task } from '../../src/work/tasks.ts'
import type { World } from './world.ts'

export type Said = Envelope

/** Two kinds of mischief of which each has a task: both are done. */
export function together(...all: readonly Mischief[]): Mischief {
  return {
    ...Object.assign({}, ...all),
    task: (done, world) =>
      all.reduce((output, one) => one.task?.({ ...done, output }, world) ?? output, done.output),
  }
}

/** What a party that does not follow the protocol does; what is left out it does as it should. */
export interface Mischief {
  /** A node signs these in place of what its software would have said. */
  readonly saying?: (said: Said, world: World) => readonly Said[] | Promise<readonly Said[]>
  /** The coordinator signs this in place of what it would have told. */
  readonly telling?: (said: Said, world: World) => Said | Promise<Said>
  /** The coordinator gives a node that asks for its messages these. */
  readonly fetching?: (messages: readonly InboxMessage[], to: string) => readonly InboxMessage[]
  /** Whoever carries sealed chunks gives these bytes in place of those that were sent. */
  readonly carry?: (chunk: Carried, world: World) => Uint8Array | Promise<Uint8Array>
  /** What a party holds in place of the agreement that the others hold. */
  readonly agreement?: (self: string, agreement: Agreement) => Agreement
  /** The coordinator hands these on in place of the statements it has of the agreement. */
  readonly statements?: (texts: readonly string[], world: World) => readonly string[]
  /** The coordinator forgets what it is told of the agreement. */
  readonly forgets?: boolean
  /** A party computes something else. */
  readonly task?: (done: Done, world: World) => Uint8Array
}

/** A piece of a party's work, as its own software did it. */
export interface Done {
  readonly self: string
  /** The stage that a node is making; null while it does anything else, and at the coordinator. */
  readonly stage: string | null
  readonly task: Task
  readonly output: Uint8Array
}

export interface InboxMessage {
  readonly sequence: number
  readonly body: string
}

export interface Carried {
  /** Who asks for it. */
  readonly to: string
  readonly batch: string
  readonly chunk: number
  readonly sealed: Uint8Array
}

/** The envelope under a signature, unverified. */
export function sayingsOf(jws: string): Said {
  const payload = jws.split('.')[1] ?? ''
  return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))
}

/** A node's way to the coordinator, with the mischief on it. */
export function wayTo(world: World, self: string, mischief: Mischief): Fetch {
  return async (url, init) => {
    const { pathname, searchParams } = new URL(url)
    if (pathname === '/v1/messages') return post(world, { self, url, init, mischief })
    if (pathname === '/v1/agreement/statements') return carryStatements(world, url, init, mischief)
    const response = await world.fetch(url, init)
    if (!response.ok) return response
    if (pathname === '/v1/inbox') return inbox(world, response, { self, mischief })
    const chunk = searchParams.get('chunk')
    if (chunk === null || init?.method !== 'GET') return response
    const sealed = new Uint8Array(await response.arrayBuffer())
    const batch = searchParams.get('batch') ?? ''
    const carried = await mischief.carry?.({ to: self, batch, chunk: Number(chunk), sealed }, world)
    return new Response(new Uint8Array(carried ?? sealed))
  }
}

async function carryStatements(
  world: World,
  url: string,
  init: RequestInit | undefined,
  mischief: Mischief,
): Promise<Response> {
  if (init?.method === 'POST' && mischief.forgets === true) return Response.json({ taken: true })
  const response = await world.fetch(url, init)
  if (init?.method === 'POST' || !response.ok) return response
  const { statements } = (await response.json()) as { statements: string[] }
  return Response.json({ statements: mischief.statements?.(statements, world) ?? statements })
}

async function post(
  world: World,
  sent: { self: string; url: string; init: RequestInit | undefined; mischief: Mischief },
): Promise<Response> {
  const own = sayingsOf(String(sent.init?.body))
  const sayings = (await sent.mischief.saying?.(own, world)) ?? [own]
  let response = new Response('{}')
  for (const saying of sayings) {
    const body = await sealEnvelope(world.party(sent.self).identity, saying)
    response = await world.fetch(sent.url, { ...sent.init, body })
    if (!response.ok) return response
    world.said.push(saying)
  }
  return response
}

async function inbox(
  world: World,
  response: Response,
  { self, mischief }: { readonly self: string; readonly mischief: Mischief },
): Promise<Response> {
  const all = ((await response.json()) as { messages: InboxMessage[] }).messages
  const told = []
  for (const { sequence, body } of mischief.fetching?.(all, self) ?? all) {
    const own = sayingsOf(body)
    world.told.push(own)
    const other = await (mischief.telling?.(own, world) ?? own)
    const altered =
      other === own ? body : await sealEnvelope(world.party(COORDINATOR).identity, other)
    told.push({ sequence, body: altered })
  }
  return Response.json({ messages: told })
}

/**
 * A party whose software does something else with the rows of one stage, and then proves it as well as
 * it can: a shuffle with its own order and randomness, all else by the proof of what should have been.
 * The coordinator's stages are named by what it does.
 */
export function cheating(
  self: string,
  stage: CheatedStage,
  alter: (rows: Uint8Array, world: World, task: Task) => Uint8Array | undefined,
): Mischief {
  const proofs = new FalseProofs()
  return {
    task: (done, world) => {
      const { task, output } = done
      if (done.self !== self) return output
      const own = self === COORDINATOR ? stageOfCoordinator[task.op] : done.stage
      if (own !== stage || !makes.includes(task.op)) return proofs.weighed(done, world)
      const altered = alter(output.slice(), world, task) ?? output
      // Of other sums all is proven rightly: only they are not those that the counters come to.
      if (stage !== 'sums') proofs.note(task, output, altered)
      return altered
    },
  }
}

/** Nobody's software proves what it sees to be false, so that who cheats weighs what should have been. */
class FalseProofs {
  #right = new Uint8Array(0)
  #altered = new Uint8Array(0)
  #shares = new Uint8Array(0)

  note(task: Task, right: Uint8Array, altered: Uint8Array): void {
    this.#right = right.slice()
    this.#altered = altered.slice()
    if (task.op === 'strip') this.#shares = task.shares.slice()
  }

  weighed({ task, output }: Done, { engine }: World): Uint8Array {
    if (task.op === 'weigh' && Buffer.compare(task.rows, this.#altered) === 0) {
      return runTask(engine, { ...task, rows: this.#right })
    }
    if (task.op !== 'weigh-links' || this.#shares.length === 0) return output
    const bases = output.slice(0, this.#shares.length)
    return concatBytes(bases, engine.multiScalar(this.#shares, bases))
  }
}

/** `sums` and `first-strip` are of every table; `link` gets the tokens. */
type CheatedStage =
  | `${'mix' | 'evaluate' | 'open/persons'}/${number}`
  | 'link'
  | 'sums'
  | 'first-strip'

const stageOfCoordinator: Readonly<Partial<Record<Task['op'], CheatedStage>>> = {
  strip: 'link',
  sum: 'sums',
  open: 'first-strip',
}

/** An owner that sends other rows than its software made; in the order in which they were made. */
export function submitting(
  self: string,
  alter: (rows: Uint8Array, task: SubmitTask, world: World) => Uint8Array | undefined,
): Mischief {
  return {
    task: ({ self: who, task, output }, world) => {
      if (who !== self || task.op !== 'submit') return output
      return alter(output, task, world) ?? output
    },
  }
}

/** An owner that encrypts other keys than its records hold; the rest is as its software does it. */
export function submittingKeys(
  self: string,
  alter: (keys: Uint8Array, world: World) => void,
): Mischief {
  return submitting(self, (_, task, world) => {
    const keys = task.keys.slice()
    alter(keys, world)
    return submitRows(world.engine, { ...task, keys })
  })
}

/** What makes rows; all else proves or checks. */
const makes: readonly Task['op'][] = ['mix', 'evaluate', 'strip', 'sum', 'open']
