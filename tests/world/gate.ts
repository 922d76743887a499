/** A way station between nodes and coordinator: sees who brings or fetches what, and can lose it. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer, json } from 'node:stream/consumers'

export interface Passing {
  /** Who signed the message or the request; empty where nobody did. */
  readonly from: string
  /** `say keys.commit`, `say stage.done mix/1`, `put list/a 0`, `get mix/1 1`, or the bare path. */
  readonly what: string
}

/** `before`: on its way there; `after`: the coordinator has answered, the node does not know yet. */
export type When = 'before' | 'after'
export type Judge = (passing: Passing, when: When) => Promise<'pass' | 'lose'>

export interface Gate {
  readonly port: number
  judge: Judge
  /** Whether a node has taken a message of this type: it has asked for what comes after it. */
  hasTaken(node: string, type: string, round: string): boolean
  close(): Promise<void>
}

interface Delivered {
  readonly node: string
  readonly sequence: number
  readonly what: string
  taken: boolean
}

/** Listens on a free port and hands everything on to the coordinator's. */
export async function openGate(target: number): Promise<Gate> {
  const delivered: Delivered[] = []
  const server = createServer((incoming, outgoing) => {
    const way = { target, delivered, judge: (...seen: Parameters<Judge>) => gate.judge(...seen) }
    // A connection that breaks on either side is lost for both, as on a network.
    handOn(incoming, outgoing, way).catch(() => outgoing.destroy())
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const gate: Gate = {
    port: (server.address() as AddressInfo).port,
    judge: async () => 'pass',
    hasTaken: (node, type, round) =>
      delivered.some((one) => one.node === node && one.what === `${type} ${round}` && one.taken),
    async close() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
  return gate
}

async function handOn(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { target, judge, delivered }: { target: number; judge: Judge; delivered: Delivered[] },
): Promise<void> {
  const body = await buffer(incoming)
  const passing = passingOf(incoming, body)
  const inbox = /^\/v1\/inbox\?after=(\d+)/.exec(incoming.url ?? '')
  for (const one of inbox === null ? [] : delivered) {
    one.taken ||= one.node === passing.from && one.sequence <= Number(inbox?.[1])
  }
  if ((await judge(passing, 'before')) === 'lose') throw new Error('lost')
  const { method, url, headers } = incoming
  const onward = request({ host: '127.0.0.1', port: target, method, path: url, headers })
  outgoing.once('close', () => onward.destroy())
  onward.end(body)
  const [answer] = (await once(onward, 'response')) as [IncomingMessage]
  if ((await judge(passing, 'after')) === 'lose') throw new Error('lost')
  outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
  answer.once('error', () => outgoing.destroy())
  answer.pipe(outgoing)
  if (inbox !== null && answer.statusCode === 200) {
    delivered.push(...messagesIn(passing.from, await json(answer)))
  }
}

function messagesIn(node: string, page: unknown): Delivered[] {
  const { messages } = page as { messages: { sequence: number; body: string }[] }
  return messages.map(({ sequence, body }) => {
    const { type, round } = partOf(body, 1)
    return { node, sequence, what: `${type} ${round}`, taken: false }
  })
}

function passingOf({ method, url = '', headers }: IncomingMessage, body: Buffer): Passing {
  const { pathname, searchParams } = new URL(url, 'http://coordinator')
  if (pathname === '/v1/messages') return saying(body.toString())
  const from = String(partOf(headers.authorization?.split(' ')[1] ?? '', 0).kid ?? '')
  const batch = searchParams.get('batch')
  const chunk = searchParams.get('chunk')
  if (batch === null || chunk === null) return { from, what: pathname }
  return { from, what: `${method === 'PUT' ? 'put' : 'get'} ${batch} ${chunk}` }
}

function saying(jws: string): Passing {
  const { from, type, body } = partOf(jws, 1)
  const stage = (body as { stage?: string } | undefined)?.stage
  return { from: String(from), what: `say ${type}${stage === undefined ? '' : ` ${stage}`}` }
}

/** Header (0) or payload (1) of a compact JWS, unverified: the coordinator is the one to judge it. */
function partOf(jws: string, at: number): Record<string, unknown> {
  const text = Buffer.from(jws.split('.')[at] ?? '', 'base64url').toString()
  return text === '' ? {} : JSON.parse(text)
}
