import { Problem } from '../../src/base/problem.ts'
import { openStatements } from '../../src/consent/open-statements.ts'
import { signAnswer, signSuccession } from '../../src/consent/sign-statement.ts'
import { type CoordinatorState, isRunning } from '../../src/coordinator/state.ts'
import { coordinatorStep, type Said, type Telling } from '../../src/coordinator/step.ts'
import { addEntry, checkRemembered, type LedgerEntry } from '../../src/cover/ledger.ts'
import { loadSodiumEngine } from '../../src/group/sodium-engine.ts'
import { openEnvelope, parseBody, sealEnvelope } from '../../src/messages/envelope.ts'
import { encodeRelease } from '../../src/release/encode.ts'
import { parseRelease } from '../../src/release/release.ts'
import { makeAgreement } from '../../src/round/agreement.ts'
import { checkReveal } from '../../src/round/keys.ts'
import { ledgerSchema } from '../../src/round/ledger-schema.ts'
import { checkCore, type Reveal } from '../../src/round/manifest.ts'
import { coordinatorBodies, nodeBodies } from '../../src/round/statements.ts'
import { authenticate } from '../../src/transport/peer-auth.ts'
import { sampleRelease } from '../disclosure/sample-release.ts'
import { makePaper, type Paper } from '../round/paper.ts'
import { PaperRound } from '../round/paper-round.ts'
import { sampleAgreement, sampleSlots } from '../round/sample.ts'
import type { Decoder } from './judge.ts'
import { carried, ENVELOPE, keyOnlyOf, newIdentity, signBytes, textOf } from './signed.ts'

const engine = await loadSodiumEngine()
const police = await newIdentity('police')

/** A round on paper that keeps what was said of each type, and the state it met. */
class KeptRound extends PaperRound {
  readonly heard = new Map<string, { said: Said; before: CoordinatorState }>()
  readonly told = new Map<string, Telling>()

  override hear(said: Said): void {
    // The first of each is the one that is due; a stage's proof is longest at the first mix.
    if (!this.heard.has(said.type)) this.heard.set(said.type, { said, before: this.coordinator })
    super.hear(said)
  }

  override tell(telling: Telling): void {
    if (!this.told.has(telling.type)) this.told.set(telling.type, telling)
    super.tell(telling)
  }
}

function playedOn(paper: Paper): KeptRound {
  const round = new KeptRound(paper)
  round.playAll()
  if (isRunning(round.coordinator)) throw new Error('the round on paper did not end')
  return round
}

const covered = playedOn(await makePaper({ covered: true, checks: 2 }))
const plain = playedOn(await makePaper({ tables: 1 }))

const ledger: readonly LedgerEntry[] = addEntry(
  addEntry([], {
    ...{ kind: 'charge', round: 'winter', agreement: 'A'.repeat(43), epsilon: 1, delta: 1e-6 },
    reason: 'tokens',
  }),
  {
    ...{ kind: 'opened', round: 'winter', agreement: 'A'.repeat(43), lists: ['a'] },
    questions: [{ id: 'persons', bins: ['a'] }],
  },
)

/** Samples that a round on paper has none of, or poor ones. */
const written: Readonly<Record<string, unknown>> = {
  'manifest.sign': { digest: 'D'.repeat(43), software: '0.2.0', ledger },
  'questions.opened': { openings: [{ question: 'persons', value: 3, blinding: 'A'.repeat(43) }] },
  'round.abort': { code: 'proof.invalid', what: 'A proof does not show what it should' },
  'round.aborted': { code: 'round.deadline', by: 'police border', what: 'The deadline passed' },
  'release.due': { openings: ['one', 'two'] },
}

function bodyOf(type: string): unknown {
  const { heard, told } = covered.heard.has(type) || covered.told.has(type) ? covered : plain
  const body = written[type] ?? heard.get(type)?.said.statement.body ?? told.get(type)?.body
  if (body === undefined) throw new Error(`no sample of ${type}`)
  return body
}

/** Every body, as whoever gets it reads it from a signed envelope. */
function bodyDecoders(): Decoder[] {
  return Object.entries({ ...nodeBodies, ...coordinatorBodies }).map(([type, schema]) => ({
    name: `body/${type}`,
    sample: { json: bodyOf(type) },
    decode: async (input) => parseBody<unknown>(schema, await carried(police, type, input)),
    takes: 'faithful',
  }))
}

/** What the coordinator does with a body that is due. An ending of the round is a refusal, told to all. */
function stepDecoders(): Decoder[] {
  const kept = [plain, covered].flatMap((round) => [...round.heard].map((one) => ({ round, one })))
  return kept.map(({ round, one: [type, { said, before }] }) => ({
    name: `step/${type}${round === covered ? '/covered' : ''}`,
    sample: { json: said.statement.body },
    decode: async (input) => {
      const envelope = await carried(police, type, input)
      const body = parseBody<unknown>(nodeBodies[said.type], envelope)
      const heard = { ...said, statement: { jws: textOf(input), body } } as Said
      const { state } = coordinatorStep(before, { type: 'said', said: heard }, round.deps())
      if (state.progress.phase !== 'aborted') return null
      throw new Problem({ ...state.progress, where: state.progress.by })
    },
    takes: 'other',
  }))
}

async function agreementDecoders(): Promise<Decoder[]> {
  const sample = await sampleAgreement()
  const agreement = makeAgreement(sample.terms, { ...sample.keys, police: police.publicKey })
  const heir = await newIdentity('police')
  const about = { agreement, atMs: 1000 }
  const open = async (texts: readonly string[]) => {
    const { refused } = await openStatements(agreement, texts)
    if (refused[0] !== undefined) throw refused[0].problem
  }
  const payloadOf = (jws: string): unknown =>
    JSON.parse(Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString('utf8'))
  const answer = await signAnswer(police, agreement, {
    ...{ type: 'agreement.reject', atMs: 1, reason: 'no' },
  })
  const succession = await signSuccession(police, heir, about)
  const sign = (input: Uint8Array) => signBytes(police, 'samentel-agreement+jws', input)
  const public_ = (input: Uint8Array) =>
    makeAgreement(sample.terms, { ...sample.keys, police: JSON.parse(textOf(input)) })
  return [
    {
      name: 'agreement/answer',
      sample: { text: answer },
      decode: (input) => open([textOf(input)]),
      takes: 'nothing',
    },
    {
      name: 'agreement/answer-payload',
      sample: { json: payloadOf(answer) },
      decode: async (input) => open([await sign(input)]),
      takes: 'other',
    },
    {
      name: 'agreement/succession',
      sample: { json: payloadOf(succession) },
      decode: async (input) => open([await sign(input)]),
      takes: 'nothing',
    },
    {
      name: 'agreement/core',
      sample: { json: { ...plain.paper.core } },
      decode: async (input) => {
        const { body } = await carried(police, 'x', input)
        const { core } = parseBody<{ core: typeof plain.paper.core }>(
          coordinatorBodies['round.proposed'],
          {
            ...(await carried(police, 'round.proposed', input)),
            body: { core: body, statements: [] },
          },
        )
        checkCore(
          core,
          plain.paper.agreement,
          sampleSlots.map(({ id }) => id),
        )
        return core
      },
      takes: 'faithful',
    },
    {
      name: 'agreement/public-key',
      sample: { json: police.publicKey },
      // Files in peers/ that are no JSON are taken for no key by their reader.
      decode: (input) => {
        try {
          JSON.parse(textOf(input))
        } catch {
          return makeAgreement(sample.terms, { ...sample.keys, police: null })
        }
        return public_(input)
      },
      takes: 'other',
    },
  ]
}

async function envelopeDecoders(): Promise<Decoder[]> {
  const said = {
    ...{ version: 1 as const, type: 'roster.sign', round: 'spring', binding: 'B'.repeat(43) },
    ...{ from: 'police', to: 'coordinator', sequence: 1, body: { digest: 'D'.repeat(43) } },
  }
  const request = { method: 'GET', path: '/v1/inbox?after=3&wait=0' }
  const clock = { nowMs: () => 1_600_000_000_000 }
  const claim = { ...request, atMs: clock.nowMs() }
  const ask = (header: string) => authenticate(header, request, { keyOf: keyOnlyOf(police), clock })
  const AUTH = 'samentel-request+jws'
  const header = { alg: 'EdDSA', kid: 'police', typ: ENVELOPE }
  const jws = await sealEnvelope(police, said)
  return [
    {
      name: 'envelope/text',
      sample: { text: jws },
      decode: (input) => openEnvelope(textOf(input), keyOnlyOf(police)),
      takes: 'nothing',
    },
    {
      name: 'envelope/payload',
      sample: { json: said },
      decode: async (input) =>
        openEnvelope(await signBytes(police, ENVELOPE, input), keyOnlyOf(police)),
      takes: 'faithful',
    },
    {
      name: 'envelope/header',
      sample: { json: header },
      decode: async (input) => {
        const [, payload] = jws.split('.')
        const signed = `${Buffer.from(input).toString('base64url')}.${payload}`
        const signature = await crypto.subtle.sign(
          'Ed25519',
          police.signingKey,
          Buffer.from(signed),
        )
        const whole = `${signed}.${Buffer.from(signature).toString('base64url')}`
        return openEnvelope(whole, keyOnlyOf(police))
      },
      takes: 'other', // its three fields may stand in any order
    },
    {
      name: 'request/header',
      sample: {
        text: `Samentel ${await signBytes(police, AUTH, Buffer.from(JSON.stringify({ atMs: claim.atMs, ...request })))}`,
      },
      decode: (input) => ask(textOf(input)),
      takes: 'nothing',
    },
    {
      name: 'request/payload',
      sample: { json: claim },
      decode: async (input) => ask(`Samentel ${await signBytes(police, AUTH, input)}`),
      takes: 'other',
    },
  ]
}

function keyDecoders(): Decoder[] {
  const { paper } = covered
  const holder = 'border'
  const { reveal, commitment } = paper.keys.get(holder)! // an evaluator
  return [
    {
      name: 'keys/reveal',
      sample: { json: reveal },
      decode: async (input) => {
        const said = parseBody<Reveal>(
          nodeBodies['keys.reveal'],
          await carried(police, 'keys.reveal', input),
        )
        checkReveal(engine, paper.digest, { holder, commitment, reveal: said })
        return said
      },
      takes: 'other', // the version of the program is not committed to
    },
    {
      name: 'ledger',
      sample: { json: ledger },
      decode: async (input) => {
        const entries = parseBody<LedgerEntry[]>(
          ledgerSchema,
          await carried(police, 'ledger', input),
        )
        checkRemembered({ head: null, charged: ['winter'] }, entries, 'border')
        return entries
      },
      takes: 'faithful',
    },
  ]
}

function releaseDecoders(): Decoder[] {
  const release = sampleRelease()
  return [
    {
      name: 'release',
      sample: { json: release },
      decode: async (input) => {
        const { body } = await carried(police, 'release', input)
        return JSON.parse(encodeRelease(parseRelease(body)))
      },
      takes: 'faithful',
    },
  ]
}

export async function messageDecoders(): Promise<Decoder[]> {
  return [
    ...(await envelopeDecoders()),
    ...bodyDecoders(),
    ...stepDecoders(),
    ...(await agreementDecoders()),
    ...keyDecoders(),
    ...releaseDecoders(),
  ]
}
