import { lookup } from 'node:dns/promises'
import { isIP, type Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import { isProblem, type Problem } from '../base/problem.ts'
import { placeOf, placeText } from './place.ts'
import { openTcp, openTunnel, secure, type Way } from './way.ts'
import { noName } from './way-problems.ts'

/** What one step of a test found. */
export interface Step {
  /** `name`, `connection`, `proxy`, `certificate`, `answer`, `clock`, `key` … */
  readonly step: string
  /** `note`: right as it is, and yet to be looked at. */
  readonly state: 'ok' | 'note' | 'wrong' | 'not reached'
  /** What was found, in one sentence without a full stop. */
  readonly found: string
  readonly code?: string
  readonly next?: string
}

const SOON_MS = 14 * 24 * 3_600_000

/** Walks the very way that requests go, one step after another, until one is wrong. */
export async function* walkWay(base: URL, way: Way, nowMs: number): AsyncGenerator<Step> {
  const target = placeOf(base)
  const first = way.proxy === undefined ? target : placeOf(way.proxy)
  const to = way.proxy === undefined ? 'coordinator' : 'proxy'
  let socket: Socket | null = null
  try {
    yield await stepOf('name', async () => nameStep(first.host, to))
    yield await stepOf('connection', async () => {
      if (way.proxy === undefined) socket = await openTcp(first, to)
      else (await openTcp(first, to)).destroy()
      return { found: `the ${to} at ${placeText(first)} takes connections` }
    })
    const { proxy } = way
    if (proxy !== undefined) {
      yield await stepOf('proxy', async () => {
        socket = await openTunnel(target, proxy)
        return { found: `it opens a way to ${placeText(target)}` }
      })
    }
    if (base.protocol === 'http:') {
      const found = 'none: http:// is open to everybody on the way, for rehearsals only'
      return yield { step: 'certificate', state: 'note', found }
    }
    yield await stepOf('certificate', async () => {
      socket = await secure(socket as unknown as Socket, target, way) // set by the step before
      return certificateFound(socket, nowMs)
    })
  } catch (error) {
    if (!(error instanceof Wrong)) throw error
    yield error.step
  } finally {
    ;(socket as Socket | null)?.destroy()
  }
}

/** Ends the walk with a step that is wrong; what failed in the end is the problem of that step. */
class Wrong extends Error {
  readonly step: Step

  constructor(step: Step) {
    super(step.found)
    this.step = step
  }
}

type Found = Pick<Step, 'found' | 'next'> & { readonly state?: 'note' }

async function stepOf(step: string, work: () => Promise<Found>): Promise<Step> {
  try {
    return { step, state: 'ok', ...(await work()) }
  } catch (error) {
    if (!isProblem(error)) throw error
    throw new Wrong(wrongStep(step, error))
  }
}

/** A problem as a step of a test. */
export function wrongStep(step: string, { code, what, where, remedy }: Problem): Step {
  return {
    ...{ step, state: 'wrong', code },
    found: where === undefined ? what : `${what} (${where})`,
    ...(remedy === undefined ? {} : { next: remedy }),
  }
}

async function nameStep(host: string, to: 'coordinator' | 'proxy'): Promise<Found> {
  if (isIP(host) !== 0) return { found: `none: the ${to} is ${host}` }
  const found = await lookup(host, { all: true }).catch((cause: unknown) => {
    throw noName({ host, port: 0 }, to, cause)
  })
  return { found: `${host} is ${found.map(({ address }) => address).join(', ')}` }
}

function certificateFound(socket: Socket, nowMs: number): Found {
  if (!(socket instanceof TLSSocket)) return { found: 'none' }
  const { subject, issuer, valid_to: until } = socket.getPeerCertificate()
  const day = new Date(until).toISOString().slice(0, 10)
  const found = `${socket.getProtocol()}, ${subject?.CN ?? 'no name'}, signed by ${issuer?.CN ?? 'nobody named'}, until ${day}`
  if (Date.parse(until) - nowMs > SOON_MS) return { found }
  return { found, state: 'note', next: 'Ask the coordinator to renew its certificate in time.' }
}
