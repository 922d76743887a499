/*
 * Whether evidence holds: node protocol/check-evidence.ts FILE [--agreement DIGEST] [--json]
 *
 * Reads one file, asks nobody, and needs @noble/curves and Node alone. It is written from
 * protocol/specification.md (15) and has no line of the program whose work it judges.
 */
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { judgeList } from './evidence/choices.ts'
import {
  canonical,
  get,
  type Json,
  list,
  parse,
  text,
  Unclear,
  Untrue,
} from './evidence/notation.ts'
import type { Scene } from './evidence/scene.ts'
import {
  type Agreed,
  type Envelope,
  openEnvelope,
  readAgreement,
  readManifest,
} from './evidence/signed.ts'
import { judgeStage, readStage } from './evidence/stages.ts'

const EXITS = { holds: 0, 'does not hold': 1, 'cannot be judged': 2 } as const

export interface Verdict {
  readonly verdict: keyof typeof EXITS
  readonly words: string
  /** The agreement whose keys were believed. */
  readonly agreement: string | null
}

/** Judges the text of an evidence file; `agreement` is the digest that the reader's own file has. */
export function checkEvidence(file: string, agreement: string | null = null): Verdict {
  let believed: string | null = null
  try {
    const evidence = parse(file)
    if (get(evidence, 'version') !== 1) throw new Unclear('it is no evidence of version 1')
    const agreed = readAgreement(evidence)
    believed = agreed.digest
    if (agreement !== null && believed !== agreement) {
      throw new Unclear('it rests on another agreement than the one named')
    }
    return { ...judge(evidence, agreed), agreement: believed }
  } catch (error) {
    const why = error instanceof Unclear ? error.message : 'it cannot be read'
    const words = `The evidence cannot be judged: ${why}.`
    return { verdict: 'cannot be judged', words, agreement: believed }
  }
}

type Judged = Omit<Verdict, 'agreement'>

function judge(evidence: Json, agreed: Agreed): Judged {
  const about = ['round', 'subject', 'accused'].map((name) => text(evidence, 'about', name))
  const [round, subject, accused] = about as [string, string, string]
  // Whoever reads the verdict sees these words.
  const plain = about.every((word) => /^[a-z0-9./ -]{1,150}$/.test(word))
  if (!plain) throw new Unclear('it does not say whom it accuses of what')
  const manifest = readManifest(evidence, agreed)
  const said = list(evidence, 'statements').map((jws) => openEnvelope(jws, agreed))
  const isBound = ({ binding }: Envelope) =>
    [manifest.digest, manifest.coreDigest].includes(binding)
  const right = said.every((one) => one.from === accused && one.round === round && isBound(one))
  if (!right || round !== get(manifest.core, 'round')) {
    throw new Unclear('what was signed is not by the accused, or of another round')
  }
  const [first, second] = said
  if (first === undefined || said.length > 2) throw new Unclear('there are not one or two texts')
  const who = `${accused} signed ${subject} of round ${round}`
  if (second !== undefined) return judgeTwo(first, second, { subject, who })
  const due = first.binding === manifest.digest && get(manifest.core, 'proofs') === 'full'
  if (!due) throw new Unclear('nothing had to be proven')
  try {
    judgeOne({ ...manifest, batches: get(evidence, 'batches') }, first, subject)
  } catch (error) {
    if (!(error instanceof Untrue)) throw error
    const words = `The evidence holds: ${who} and its proof does not hold: ${error.message}.`
    return { verdict: 'holds', words }
  }
  const words = `The evidence does not hold: ${who} and the proof is valid.`
  return { verdict: 'does not hold', words }
}

function judgeOne(scene: Scene, { type, from, body }: Envelope, subject: string): void {
  if (type === 'stage.done' && get(body, 'stage') === subject) {
    if (readStage(scene, subject).maker !== from) throw new Unclear('another had to make it')
    judgeStage(scene, body)
    return
  }
  const lists = list(scene.core, 'lists').filter((one) => get(one, 'organisation') === from)
  const own = lists.find((one) => `list/${get(one, 'id')}` === subject)
  const batch = list(body, 'batches').find((one) => get(one, 'name') === subject)
  if (type !== 'lists.declare' || own === undefined || batch === undefined) {
    throw new Unclear('what was signed is something else')
  }
  judgeList(scene, text(own, 'id'), batch)
}

/** What a party may say once in a round of each thing: the thing, and what counts of what it said. */
function meant({ type, body }: Envelope): [thing: string, value: Json] {
  const [digest, tally] = [get(body, 'digest'), get(body, 'tally')]
  const batches = type === 'lists.declare' ? list(body, 'batches') : []
  const all: { [type: string]: [string, Json] } = {
    'stage.done': [
      `${get(body, 'stage')}`,
      [get(body, 'input'), get(body, 'output', 'digest'), tally],
    ],
    'stage.checked': [`${type} ${get(body, 'stage')}`, [digest, tally]],
    'lists.declare': [type, batches.map((one) => [get(one, 'name'), get(one, 'digest')])],
    'keys.commit': [type, get(body, 'commitment')],
    'keys.reveal': [type, get(body, 'record')],
    'manifest.sign': [type, digest],
    'roster.sign': [type, digest],
    'input.checked': [type, digest],
  }
  const found = Object.hasOwn(all, type) ? all[type] : undefined
  if (found === undefined) throw new Unclear('it is of no kind that is said once')
  return found
}

function judgeTwo(
  one: Envelope,
  other: Envelope,
  { subject, who }: { subject: string; who: string },
): Judged {
  const [[thing, value], [otherThing, otherValue]] = [meant(one), meant(other)]
  const same = one.type === other.type && thing === otherThing && one.binding === other.binding
  if (!same || thing !== subject) throw new Unclear('the two statements are of two things')
  if (canonical(value) === canonical(otherValue)) {
    return {
      verdict: 'does not hold',
      words: `The evidence does not hold: ${who} twice, and both say the same.`,
    }
  }
  return { verdict: 'holds', words: `The evidence holds: ${who} twice, and not the same.` }
}

function main(): void {
  const options = { agreement: { type: 'string' }, json: { type: 'boolean' } } as const
  const { values, positionals } = parseArgs({ allowPositionals: true, strict: false, options })
  const own = values.agreement
  const known = Object.keys(values).every((name) => Object.hasOwn(options, name))
  const asked = positionals.length === 1 && known && (own === undefined || typeof own === 'string')
  if (!asked) {
    process.stdout.write('node protocol/check-evidence.ts FILE [--agreement DIGEST] [--json]\n')
    process.exitCode = EXITS['cannot be judged']
    return
  }
  const verdict = checkEvidence(readText(positionals[0]), own ?? null)
  const believed = own === undefined ? verdict.agreement : null
  const compare =
    believed === null ? '' : `\nIt rests on the agreement ${believed}: compare that with your own.`
  const shown = values.json === true ? JSON.stringify(verdict) : verdict.words + compare
  process.stdout.write(`${shown}\n`)
  process.exitCode = EXITS[verdict.verdict]
}

/** A file that is not there or too large is no JSON either. */
function readText(path: string | undefined): string {
  try {
    return readFileSync(path ?? '', 'utf8')
  } catch {
    return ''
  }
}

if (import.meta.main) main()
