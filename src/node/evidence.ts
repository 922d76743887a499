import { toBase64Url } from '../base/bytes.ts'
import { isProblem, Problem } from '../base/problem.ts'
import { ConsentBook } from '../consent/consent-book.ts'
import { successionTexts } from '../cosigning/signed-release.ts'
import type { EvidenceBatch } from '../work/evidence-rows.ts'
import type { RunningState } from './owner-steps.ts'
import type { NodeParts } from './parts.ts'

/** Who is said to have done what, and what it rests on. */
export interface Accusation {
  readonly accused: string
  /** A stage, `list/<id>`, or what was said twice. */
  readonly subject: string
  /** What the accused signed: one text, or two that contradict each other. */
  readonly statements: readonly string[]
  /** The rows to judge it by. */
  readonly batches: () => Promise<readonly EvidenceBatch[]>
}

/** Refusals of what is signed and can be judged by anybody who has the rows. */
const judged = new Set([
  'proof.invalid',
  'proof.missing',
  'element.invalid',
  'element.identity',
  'links.place',
  'links.circle',
  'encoding.base64url',
])

/**
 * Does a check; if it fails on what somebody signed, evidence is written before the round ends here, and
 * the refusal names them.
 */
export async function accusing<T>(
  parts: NodeParts,
  state: RunningState,
  check: { readonly run: () => Promise<T>; readonly accuse: () => Accusation },
): Promise<T> {
  try {
    return await check.run()
  } catch (error) {
    if (!isProblem(error) || !judged.has(error.code)) throw error
    const accusation = check.accuse()
    await keepEvidence(parts, state, { accusation, code: error.code })
    throw naming(error, accusation)
  }
}

function naming(error: Problem, { accused, subject }: Accusation): Problem {
  const { code, what, where = '', remedy, status } = error
  if (where.includes(accused)) return error
  const place = where === '' ? '' : `, ${where}`
  return new Problem({
    ...{ code, what, where: `${subject} by ${accused}${place}`, status, cause: error },
    ...(remedy === undefined ? {} : { remedy }),
  })
}

/** A round ends the same if the evidence cannot be written: that is told to the operator. */
export async function keepEvidence(
  parts: NodeParts,
  state: RunningState,
  found: { readonly accusation: Accusation; readonly code: string },
): Promise<void> {
  const { evidence, log } = parts
  if (evidence === undefined) return
  const { round } = state.core
  const { subject } = found.accusation
  try {
    const text = evidenceText(await headOf(parts, state, found), await found.accusation.batches())
    const file = await evidence.keep(`${round}-${subject.replaceAll('/', '-')}.json`, text)
    log.info('evidence was written; keep it to yourself until all agree whom to show it', {
      round,
      file,
    })
  } catch (error) {
    log.error('evidence could not be written', error)
  }
}

async function headOf(
  parts: NodeParts,
  state: RunningState,
  { accusation, code }: { readonly accusation: Accusation; readonly code: string },
): Promise<object> {
  const { terms, keys } = parts.agreement
  const { subject, accused, statements } = accusation
  const book = new ConsentBook(parts)
  return {
    version: 1,
    about: { round: state.core.round, subject, accused, code },
    agreement: { terms, keys },
    successions: successionTexts(await book.statements(), await book.standing()),
    core: state.core,
    reveals: state.signedReveals,
    statements,
  }
}

/** Piece by piece: the rows may be more than fits in memory. */
async function* evidenceText(
  head: object,
  batches: readonly EvidenceBatch[],
): AsyncGenerator<string> {
  yield `${JSON.stringify(head).slice(0, -1)},"batches":{`
  for (const [index, { name, chunks, source }] of batches.entries()) {
    yield `${index === 0 ? '' : ','}\n${JSON.stringify(name)}:{`
    for (const [place, at] of chunks.entries()) {
      yield `${place === 0 ? '' : ','}\n"${at}":"${toBase64Url(await source(at))}"`
    }
    yield '}'
  }
  yield '}}\n'
}
