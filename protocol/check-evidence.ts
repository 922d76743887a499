/*
 * Whether evidence holds: node protocol/check-evidence.ts FILE [--agreement DIGEST] [--json]
 *
 * Reads one file, asks nobody, and needs @noble/curves and Node alone. It is written from
 * protocol/specification.md (15) and has no line of the program whose work it judges.
 */
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { canonical, get, type Json, list, text, Unclear, Untrue } from './evidence/notation.ts'
import { type Envelope, envelope, parsed, readAgreement, readManifest } from './evidence/signed.ts'
import { judgeList, judgeStage, readStage } from './evidence/stages.ts'

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
    const evidence = parsed(file)
    if (get(evidence, 'version') !== 1) throw new Unclear('it is no evidence of version 1')
    const agreed = readAgreement(evidence)
    believed = agreed.digest
    if (agreement !== null && agreed.digest !== agreement) {
      throw new Unclear('it rests on another agreement than the one named')
    }
    return { ...judge(evidence, agreed), agreement: believed }
  } catch (error) {
    const why = error instanceof Unclear ? error.message : 'it cannot be read'
    return { verdict: 'cannot be judged', words: `cannot be judged: ${why}`, agreement: believed }
  }
}

type Judged = Omit<Verdict, 'agreement'>

function judge(evidence: Json, agreed: ReturnType<typeof readAgreement>): Judged {
  const about = ['round', 'subject', 'accused'].map((name) => text(get(evidence, 'about', name)))
  const [round, subject, accused] = about as [string, string, string]
  const manifest = readManifest(evidence, agreed)
  const said = list(get(evidence, 'statements')).map((jws) => envelope(jws, agreed.keys))
  const bound = [manifest.digest, manifest.coreDigest]
  const right = said.every(
    (one) => one.from === accused && one.round === round && bound.includes(one.binding),
  )
  if (!right || round !== get(manifest.core, 'round')) {
    throw new Unclear('what was signed is not by the accused, or of another round')
  }
  const [first, second] = said
  if (first === undefined || said.length > 2)
    throw new Unclear('there are not one or two statements')
  const who = `${accused} signed ${subject} of round ${round}`
  if (second !== undefined) return judgeTwo(first, second, { subject, who })
  if (get(manifest.core, 'proofs') !== 'full') throw new Unclear('nothing had to be proven')
  if (first.binding !== manifest.digest) throw new Unclear('it was signed before there were keys')
  const scene = { ...manifest, batches: get(evidence, 'batches') }
  try {
    if (first.type === 'stage.done' && get(first.body, 'stage') === subject) {
      if (readStage(scene, subject).maker !== accused)
        throw new Unclear('it was not for the accused')
      judgeStage(scene, first.body)
    } else if (first.type === 'lists.declare' && subject.startsWith('list/')) {
      const id = subject.slice('list/'.length)
      const owner = list(get(scene.core, 'lists')).find((one) => get(one, 'id') === id) ?? null
      const own = list(get(first.body, 'batches')).find((one) => get(one, 'name') === subject)
      if (get(owner, 'organisation') !== accused || own === undefined) {
        throw new Unclear('it is not a list of the accused')
      }
      judgeList(scene, id, own)
    } else throw new Unclear('what was signed is something else')
  } catch (error) {
    if (!(error instanceof Untrue)) throw error
    return {
      verdict: 'holds',
      words: `The evidence holds: ${who} and its proof does not hold: ${error.message}.`,
    }
  }
  return {
    verdict: 'does not hold',
    words: `The evidence does not hold: ${who} and the proof is valid.`,
  }
}

/** What a party may say once in a round of each thing: the thing, and what counts of what it said. */
function meant({ type, body }: Envelope): [thing: string, value: Json] {
  if (type === 'stage.done') {
    const value = [get(body, 'input'), get(body, 'output', 'digest'), get(body, 'tally')]
    return [text(get(body, 'stage')), value]
  }
  if (type === 'stage.checked')
    return [`${type} ${text(get(body, 'stage'))}`, [get(body, 'digest'), get(body, 'tally')]]
  if (type === 'lists.declare') {
    return [type, list(get(body, 'batches')).map((one) => [get(one, 'name'), get(one, 'digest')])]
  }
  if (type === 'keys.commit') return [type, get(body, 'commitment')]
  if (type === 'keys.reveal') return [type, get(body, 'record')]
  if (['manifest.sign', 'roster.sign', 'input.checked'].includes(type))
    return [type, get(body, 'digest')]
  throw new Unclear('it is of no kind that is said once')
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
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { agreement: { type: 'string' }, json: { type: 'boolean' } },
  })
  const verdict = checkEvidence(readText(positionals[0]), values.agreement ?? null)
  const compare =
    values.agreement === undefined && verdict.agreement !== null
      ? `\nIt rests on the agreement ${verdict.agreement}: compare that with your own.`
      : ''
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
