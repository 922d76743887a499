import { COORDINATOR } from '../../src/base/ids.ts'
import { type Envelope, sealEnvelope } from '../../src/messages/envelope.ts'
import type { Agreement } from '../../src/round/agreement.ts'
import type { Fetch } from '../../src/transport/coordinator-client.ts'
import type { Task } from '../../src/work/tasks.ts'
import type { World } from './world.ts'

export type Said = Envelope

/** What a party that does not follow the protocol does; what is left out it does as it should. */
export interface Mischief {
  /** A node signs these in place of what its software would have said. */
  readonly saying?: (said: Said, world: World) => readonly Said[] | Promise<readonly Said[]>
  /** The coordinator signs this in place of what it would have told. */
  readonly telling?: (said: Said, world: World) => Said | Promise<Said>
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
    if (pathname === '/v1/inbox') return inbox(world, response, mischief)
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

async function inbox(world: World, response: Response, mischief: Mischief): Promise<Response> {
  const { messages } = (await response.json()) as { messages: { sequence: number; body: string }[] }
  const told = []
  for (const { sequence, body } of messages) {
    const own = sayingsOf(body)
    const other = await (mischief.telling?.(own, world) ?? own)
    const altered =
      other === own ? body : await sealEnvelope(world.party(COORDINATOR).identity, other)
    told.push({ sequence, body: altered })
  }
  return Response.json({ messages: told })
}
