import { z } from 'zod'
import type { Clock } from '../base/clock.ts'
import { idSchema } from '../base/ids.ts'
import { isProblem, Problem } from '../base/problem.ts'
import type { Identity } from '../crypto/identity.ts'
import type { Contact } from './contact.ts'
import { authorise } from './peer-auth.ts'
import { readProblem } from './problem-document.ts'
import { readAnswer, readBytes, readJson } from './read-answer.ts'

export type Fetch = (url: string, init?: RequestInit) => Promise<Response>

/** Requests that are not held open on purpose must be answered within this time. */
const REQUEST_MS = 60_000
export const POLL_SECONDS = 25
/** The coordinator takes no chunk that is larger. */
const MAX_CHUNK_BYTES = 8 * 1024 * 1024

const inboxSchema = z.strictObject({
  messages: z.array(z.strictObject({ sequence: z.int().positive(), body: z.string() })),
})
export type InboxMessage = z.infer<typeof inboxSchema>['messages'][number]

const statementsSchema = z.strictObject({ statements: z.array(z.string()) })

const logStatementsSchema = z.strictObject({
  statements: z.array(z.string()),
  /** The position after these, and that of the last there is. */
  next: z.int().nonnegative(),
  head: z.int().nonnegative(),
})

const presentSchema = z.strictObject({ present: z.array(z.int().nonnegative()) })

const openedSchema = z.strictObject({ round: idSchema })

/** Everything a node, or the coordinator's own command line, asks of a running coordinator. */
export class CoordinatorClient {
  readonly #base: string
  readonly #fetch: Fetch
  readonly #identity: Identity
  readonly #clock: Clock
  readonly #contact: Contact | undefined

  constructor(parts: {
    base: string
    fetch: Fetch
    identity: Identity
    clock: Clock
    contact?: Contact
  }) {
    this.#base = parts.base.replace(/\/$/, '')
    this.#fetch = parts.fetch
    this.#identity = parts.identity
    this.#clock = parts.clock
    this.#contact = parts.contact
  }

  async postMessage(jws: string): Promise<void> {
    await this.#request('POST', '/v1/messages', { body: jws })
  }

  async inbox(after: number, waitSeconds: number, signal?: AbortSignal): Promise<InboxMessage[]> {
    const path = `/v1/inbox?after=${after}&wait=${waitSeconds}`
    const response = await this.#request('GET', path, signal === undefined ? {} : { signal })
    return (await readAnswer(response, inboxSchema)).messages
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
    return readBytes(response, MAX_CHUNK_BYTES)
  }

  async presentChunks(round: string, batch: string): Promise<ReadonlySet<number>> {
    const path = `/v1/chunks/${round}?batch=${encodeURIComponent(batch)}`
    const response = await this.#request('GET', path)
    return new Set((await readAnswer(response, presentSchema)).present)
  }

  /** What organisations said of the agreement, as the coordinator has it; verified by who asks. */
  async statements(): Promise<string[]> {
    const response = await this.#request('GET', '/v1/agreement/statements')
    return (await readAnswer(response, statementsSchema)).statements
  }

  async postStatements(statements: readonly string[]): Promise<void> {
    await this.#request('POST', '/v1/agreement/statements', {
      body: JSON.stringify({ statements }),
    })
  }

  /** What organisations signed of their logs of acts, those after a position; a page of them. */
  async logStatements(after: number): Promise<z.infer<typeof logStatementsSchema>> {
    const response = await this.#request('GET', `/v1/log/statements?after=${after}`)
    return readAnswer(response, logStatementsSchema)
  }

  async postLogStatements(statements: readonly string[]): Promise<void> {
    await this.#request('POST', '/v1/log/statements', { body: JSON.stringify({ statements }) })
  }

  async openRound(round: { readonly id?: string; readonly lists?: readonly string[] }) {
    const response = await this.#request('POST', '/v1/rounds', { body: JSON.stringify(round) })
    return (await readAnswer(response, openedSchema)).round
  }

  async getJson(path: string): Promise<unknown> {
    return readJson(await this.#request('GET', path))
  }

  /** Not `limited`: what is answered may go on for ever, but must begin in time. */
  async #request(
    method: string,
    path: string,
    init: RequestInit = {},
    limited = true,
  ): Promise<Response> {
    const authorization = await authorise(this.#identity, { method, path }, this.#clock)
    const late = new AbortController()
    const timer = setTimeout(() => late.abort(new Error('no answer in time')), REQUEST_MS)
    const limits = [init.signal, late.signal, limited ? AbortSignal.timeout(REQUEST_MS) : null]
    const signal = AbortSignal.any(limits.filter((one) => one != null))
    const sent = { ...init, method, headers: { authorization }, signal }
    try {
      const asked = this.#fetch(`${this.#base}${path}`, sent)
      return await this.#answered(await asked.catch((cause) => this.#unanswered(cause)))
    } finally {
      clearTimeout(timer)
    }
  }

  #unanswered(cause: unknown): never {
    const problem = isProblem(cause) ? cause : unreachable(this.#base, cause)
    this.#contact?.missed(problem.code)
    throw problem
  }

  async #answered(response: Response): Promise<Response> {
    const date = Date.parse(response.headers.get('date') ?? '')
    const problem = response.ok ? null : await readProblem(response)
    // Who refuses without a document may be somebody on the way.
    if (problem?.code === 'transport.fault') this.#contact?.missed(problem.code)
    else this.#contact?.heard(Number.isNaN(date) ? null : date)
    if (problem !== null) throw problem
    return response
  }
}

function chunkPath(round: string, batch: string, chunk: number): string {
  return `/v1/chunks/${round}?batch=${encodeURIComponent(batch)}&chunk=${chunk}`
}

export function unreachable(base: string, cause: unknown): Problem {
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
    (/^(transport|storage|log)\./.test(error.code) ||
      // Clocks that differ are mended while the round waits.
      error.code === 'request.refused' ||
      error.status === 429)
  )
}
