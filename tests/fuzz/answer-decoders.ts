import { CoordinatorClient, type Fetch } from '../../src/transport/coordinator-client.ts'
import { readEvents } from '../../src/transport/event-stream.ts'
import { readProblem } from '../../src/transport/problem-document.ts'
import type { Decoder } from './judge.ts'
import { newIdentity } from './signed.ts'

const identity = await newIdentity('police')

/** A client whose coordinator answers with these bytes, whatever is asked. */
function askingOf(answer: Uint8Array, status = 200): CoordinatorClient {
  const fetch: Fetch = async () => new Response(new Uint8Array(answer), { status })
  return new CoordinatorClient({
    base: 'http://coordinator',
    fetch,
    identity,
    clock: { nowMs: () => 0 },
  })
}

async function events(input: Uint8Array): Promise<string[]> {
  const found: string[] = []
  for await (const event of readEvents(new Blob([new Uint8Array(input)]).stream()))
    found.push(event)
  return found
}

/** A refusal as the node then has it: one line, of a status that is one. */
async function refusalIn(input: Uint8Array): Promise<void> {
  const problem = await readProblem(new Response(new Uint8Array(input), { status: 409 }))
  const words = [problem.code, problem.what, problem.where, problem.remedy].join('')
  if (/\p{Cc}/u.test(words)) throw new Error('a refusal goes over more than one line')
  if (!(problem.status >= 400 && problem.status < 600)) throw new Error('of no status')
  // The code is the coordinator's; that it is in the list is its own affair.
  if (problem.code === 'transport.fault') throw problem
}

export function answerDecoders(): Decoder[] {
  const inbox = {
    messages: [
      { sequence: 1, body: 'one' },
      { sequence: 2, body: 'two' },
    ],
  }
  const refusal = {
    type: 'round.ended',
    title: 'The round has ended',
    status: 410,
    instance: 'spring',
  }
  return [
    {
      name: 'answer/inbox',
      sample: { json: inbox },
      decode: async (input) => ({ messages: await askingOf(input).inbox(0, 0) }),
      takes: 'faithful',
    },
    {
      name: 'answer/statements',
      sample: { json: { statements: ['one'] } },
      decode: async (input) => ({ statements: await askingOf(input).statements() }),
      takes: 'faithful',
    },
    {
      name: 'answer/present',
      sample: { json: { present: [0, 1] } },
      decode: (input) => askingOf(input).presentChunks('spring', 'mix/1'),
      takes: 'other',
    },
    {
      name: 'answer/opened',
      sample: { json: { round: 'spring' } },
      decode: async (input) => ({ round: await askingOf(input).openRound({}) }),
      takes: 'faithful',
    },
    {
      name: 'answer/status',
      sample: { json: { rounds: [] } },
      decode: (input) => askingOf(input).getJson('/v1/rounds'),
      takes: 'other',
    },
    {
      name: 'answer/chunk',
      sample: { bytes: new Uint8Array(64) },
      decode: (input) => askingOf(input).getChunk('spring', 'mix/1', 0),
      takes: 'faithful',
    },
    { name: 'answer/refusal', sample: { json: refusal }, decode: refusalIn, takes: 'other' },
    {
      name: 'answer/stream',
      sample: { text: 'data: 1\n\n: still here\n\ndata: 2\n\n' },
      decode: events,
      takes: 'other',
    },
  ]
}
