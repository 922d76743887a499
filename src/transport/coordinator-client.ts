import { z } from 'zod'
import type { Clock } from '../base/clock.ts'
import { Problem } from '../base/problem.ts'
import type { Identity } from '../crypto/identity.ts'
import { authorise } from './peer-auth.ts'
import { readProblem } from './problem-document.ts'

export type Fetch = (url: string, init?: RequestInit) => Promise<Response>

/** Requests that are not held open on purpose must be answered within this time. */
const REQUEST_MS = 60_000
export const POLL_SECONDS = 25

const inboxSchema = z.object({
  messages: z.array(z.object({ sequence: z.int().positive(), body: z.string() })),
})
export type InboxMessage = z.infer<typeof inboxSchema>['messages'][number]

const statementsSchema = z.object({ statements: z.array(z.string()) })

const presentSchema = z.object({ present: z.array(z.int().nonnegative()) })

/** Everything a node, or the coordinator's own command line, asks of a running coordinator. */
export class CoordinatorClient {
  readonly #base: string
  readonly #fetch: Fetch
  readonly #identity: Identity
  readonly #clock: Clock

  constructor(parts: { base: string; fetch: Fetch; identity: Identity; clock: Clock }) {
    this.#base = parts.base.replace(/\/$/, '')
    this.#fetch = parts.fetch
    this.#identity = parts.identity
    this.#clock = parts.clock
  }

  async postMessage(jws: string): Promise<void> {
    await this.#request('POST', '/v1/messages', { body: jws })
  }

  async inbox(after: number, waitSeconds: number, signal?: AbortSignal): Promise<InboxMessage[]> {
    const path = `/v1/inbox?after=${after}&wait=${waitSeconds}`
    const response = await this.#request('GET', path, signal === undefined ? {} : { signal })
    return inboxSchema.parse(await response.json()).messages
  }

  /** Opens the stream that tells when something has come; its body stays open. */
  async stream(signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
    const response = await this.#request('GET', '/v1/stream', { signal }, false)
    if (response.body === null) throw unreachable(this.#base, 'an empty stream')
    return response.body
  }

  async putChunk(round: string, batch: string, chunk: number, sealed: Uint8Array): Promise<void> {
    const body = new Uint8Array(sealed)
    await this.#request('PUT', chunkPath(round, batch, chunk), { body })
  }

  async getChunk(round: string, batch: string, chunk: number): Promise<Uint8Array> {
    const response = await this.#request('GET', chunkPath(round, batch, chunk))
    return new Uint8Array(await response.arrayBuffer())
  }

  async presentChunks(round: string, batch: string): Promise<ReadonlySet<number>> {
    const path = `/v1/chunks/${round}?batch=${encodeURIComponent(batch)}`
    const response = await this.#request('GET', path)
    return new Set(presentSchema.parse(await response.json()).present)
  }

  /** What organisations said of the agreement, as the coordinator has it; verified by who asks. */
  async statements(): Promise<string[]> {
    const response = await this.#request('GET', '/v1/agreement/statements')
    return statementsSchema.parse(await response.json()).statements
  }

  async postStatements(statements: readonly string[]): Promise<void> {
    await this.#request('POST', '/v1/agreement/statements', {
      body: JSON.stringify({ statements }),
    })
  }

  async openRound(round: { readonly id?: string; readonly lists?: readonly string[] }) {
    const response = await this.#request('POST', '/v1/rounds', { body: JSON.stringify(round) })
    return z.object({ round: z.string() }).parse(await response.json()).round
  }

  async getJson(path: string): Promise<unknown> {
    return (await this.#request('GET', path)).json()
  }

  async #request(
    method: string,
    path: string,
    init: RequestInit = {},
    limited = true,
  ): Promise<Response> {
    const authorization = await authorise(this.#identity, { method, path }, this.#clock)
    const limits = [init.signal, limited ? AbortSignal.timeout(REQUEST_MS) : null]
    const signal = AbortSignal.any(limits.filter((one) => one != null))
    const url = `${this.#base}${path}`
    const response = await this.#fetch(url, {
      ...init,
      method,
      headers: { authorization },
      signal,
    }).catch((cause: unknown) => {
      throw unreachable(this.#base, cause)
    })
    if (!response.ok) throw await readProblem(response)
    return response
  }
}

function chunkPath(round: string, batch: string, chunk: number): string {
  return `/v1/chunks/${round}?batch=${encodeURIComponent(batch)}&chunk=${chunk}`
}

function unreachable(base: string, cause: unknown): Problem {
  return new Problem({
    code: 'transport.unreachable',
    what: 'The coordinator does not answer',
    where: base,
    remedy: 'It is tried again by itself. Check the address, the network, and that it runs.',
    status: 503,
    cause,
  })
}

/** Failures of the way there, which pass or are mended, and never end a round. */
export function isPassing(error: unknown): boolean {
  return (
    error instanceof Problem &&
    (/^(transport|storage)\./.test(error.code) ||
      // Clocks that differ are mended while the round waits.
      error.code === 'request.refused' ||
      error.status === 429)
  )
}
