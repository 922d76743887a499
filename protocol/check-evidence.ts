/*
 * Whether evidence holds: node protocol/check-evidence.ts FILE [--agreement DIGEST] [--json]
 *
 * Reads one file, asks nobody, and needs @noble/curves and Node alone. It is written from
 * protocol/specification.md (15) and has no line of the program whose work it judges. Nothing counts
 * against the accused but what it signed: directly, or by a digest in what it signed.
 */
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { judgeList } from './evidence/choices.ts'
import { canonical, fits, Unclear, Untrue } from './evidence/notation.ts'
import {
  type Body,
  type Envelope,
  type Evidence,
  type Round,
  readSigned,
} from './evidence/signed.ts'
import { judgeStage } from './evidence/stages.ts'

const EXITS = { holds: 0, 'does not hold': 1, 'cannot be judged': 2 } as const
export interface Verdict {
  readonly verdict: keyof typeof EXITS
  readonly words: string
  /** The agreement whose keys were believed. */
  readonly agreement: string | null
}

/** Judges the text of an evidence file; `agreement` is the digest that the reader's own file has. */
export function checkEvidence(file: string, agreement: string | null = null): Verdict {
  try {
    const evidence: Evidence = JSON.parse(file)
    fits(evidence.version === 1, 'it is no evidence of version 1')
    const { believed, round, said } = readSigned(evidence, agreement)
    const { holds, why } = judge(evidence.about, round, said)
    const verdict = holds ? 'holds' : 'does not hold'
    return { verdict, words: `The evidence ${verdict}: ${why}.`, agreement: believed }
  } catch (error) {
    const why = error instanceof Unclear ? error.message : 'it cannot be read'
    const words = `The evidence cannot be judged: ${why}.`
    return { verdict: 'cannot be judged', words, agreement: null }
  }
}

function judge({ accused, subject }: Evidence['about'], round: Round, said: readonly Envelope[]) {
  const [one, other] = said
  fits(one !== undefined && said.length <= 2, 'there are not one or two texts')
  const who = `${accused} signed ${subject} of round ${round.core.round}`
  if (other === undefined) {
    const fault = faultOf(round, one, subject)
    if (fault === null) return { holds: false, why: `${who} and the proof is valid` }
    return { holds: true, why: `${who} and its proof does not hold: ${fault}` }
  }
  const same = sayTheSame(one, other, subject)
  return { holds: !same, why: `${who} twice, and ${same ? 'both say the same' : 'not the same'}` }
}

/** What is wrong with what was signed, if anything. */
function faultOf(round: Round, { type, from, binding, body }: Envelope, subject: string) {
  const due = binding === round.digest && round.core.proofs === 'full'
  fits(due, 'nothing had to be proven')
  const lists = round.core.lists.filter(({ organisation }) => organisation === from)
  const list = lists.find(({ id }) => subject === `list/${id}`)
  const batch = body.batches?.find(({ name }) => name === subject)
  try {
    if (type === 'stage.done' && body.stage === subject) judgeStage(round, from, body)
    else if (type === 'lists.declare' && list && batch) judgeList(round, list.id, batch)
    else throw new Unclear('what was signed is something else')
    return null
  } catch (error) {
    if (error instanceof Untrue) return error.message
    throw error
  }
}

/** What a party says once in a round, and what counts of it (15.3). */
const once: { readonly [type: string]: (body: Body) => readonly unknown[] } = {
  'stage.done': ({ input, output, tally }) => [input, output.digest, tally],
  'stage.checked': ({ digest, tally }) => [digest, tally],
  'lists.declare': ({ batches }) => batches.map(({ name, digest }) => [name, digest]),
  'keys.commit': ({ commitment }) => [commitment],
  'keys.reveal': ({ record }) => [record],
  'manifest.sign': ({ digest }) => [digest],
  'roster.sign': ({ digest }) => [digest],
  'input.checked': ({ digest }) => [digest],
}

function sayTheSame(one: Envelope, other: Envelope, subject: string): boolean {
  const { type, binding } = one
  const meant = Object.hasOwn(once, type) ? once[type] : undefined
  fits(meant !== undefined, 'it is of no kind that is said once')
  const thing = ({ stage }: Body) =>
    ({ 'stage.done': stage, 'stage.checked': `${type} ${stage}` })[type] ?? type
  const alike = other.type === type && other.binding === binding
  const about = [one, other].every(({ body }) => thing(body) === subject)
  fits(alike && about, 'the two statements are of two things')
  return canonical(meant(one.body)) === canonical(meant(other.body))
}

function main(): void {
  const options = { agreement: { type: 'string' }, json: { type: 'boolean' } } as const
  try {
    const { values, positionals } = parseArgs({ allowPositionals: true, options })
    const [file = '', ...more] = positionals
    if (more.length > 0) throw new Error('One file is judged at a time.')
    const verdict = checkEvidence(readFileSync(file, 'utf8'), values.agreement)
    const compare = `\nIt rests on the agreement ${verdict.agreement}: compare that with your own.`
    const isToCompare = verdict.agreement !== null && values.agreement === undefined
    const words = verdict.words + (isToCompare ? compare : '')
    process.stdout.write(`${values.json ? JSON.stringify(verdict) : words}\n`)
    process.exitCode = EXITS[verdict.verdict]
  } catch (error) {
    const usage = 'node protocol/check-evidence.ts FILE [--agreement DIGEST] [--json]'
    process.stdout.write(`${(error as Error).message}\n${usage}\n`)
    process.exitCode = EXITS['cannot be judged']
  }
}

if (import.meta.main) main()
