import { COORDINATOR } from '../base/ids.ts'
import type { Opened } from '../consent/open-statements.ts'
import { fingerprint } from '../crypto/identity.ts'
import { USUAL_DIGITS } from '../estimates/published.ts'
import type { Question } from '../questions/question.ts'
import { sentencesOf } from '../questions/sentence.ts'
import type { Agreement, Terms } from '../round/agreement.ts'
import { countersOf, listsOf } from '../round/agreement.ts'
import type { Standing } from '../round/consent.ts'

/** The agreement in plain words, for who is to answer it. */
export function agreementText(agreement: Agreement): string {
  const { terms, keys } = agreement
  const { limits, disclosure, validity } = terms
  return lines([
    `${terms.title.en} / ${terms.title.nl}`,
    '',
    `purpose        ${terms.purpose.en}`,
    `               ${terms.purpose.nl}`,
    `legal basis    ${terms.legalBasis.en}`,
    `               ${terms.legalBasis.nl}`,
    `valid          from ${validity.from} until ${validity.until}, both included (UTC)`,
    `rounds         at most ${limits.roundsPerYear} in 365 days, ${limits.minimumHoursBetween} hours or more between them, each over in ${terms.deadlineMinutes} minutes`,
    `counted        ${terms.populations.map((one) => one.name.en).join(', ')}${tableText(terms)}`,
    `shown          counts of ${disclosure.threshold} or more, rounded to ${disclosure.roundingBase}; others are withheld`,
    ...codesText(disclosure.stratumThreshold),
    `attacked       ${disclosure.gate === 'off' ? 'NOT: for rehearsals only' : 'before anything is published'}`,
    `small counts   ${terms.cover === null ? 'seen exactly by the counter' : `covered, epsilon ${terms.cover.epsilon}, delta ${terms.cover.delta}`}`,
    `estimates      ${estimatesText(terms)}`,
    `not sent       lists of fewer than ${limits.minimumPersons} persons; rounds need ${limits.minimumLists} lists`,
    `proofs         ${terms.proofs === 'full' ? 'every step is proven' : 'NONE: for rehearsals only'}; ${terms.checks} check persons`,
    `keys, rule     recipe ${terms.recipe}, linking rule ${terms.rule}, program ${terms.minimumPeerVersion} or later`,
    '',
    ...terms.organisations.map(
      ({ id, name, legalBasis }) =>
        `${id}: ${name.en}${legalBasis ? '' : ' (reports with consent only)'}; ${partText(terms, id)}`,
    ),
    ...questionLines(terms),
    '',
    'Fingerprints of keys; read them to each other:',
    ...Object.entries(keys).map(([id, key]) => `  ${fingerprint(key)}  ${id}`),
    `agreement and keys together: ${agreement.digest} (must be the same everywhere)`,
  ])
}

function tableText({ tables }: Terms): string {
  if (tables.length === 0) return ''
  return `; also by ${tables.map(({ name, codes }) => `${name.en} (${codes.length} codes)`).join(', ')}`
}

function questionLines(terms: Terms): string[] {
  const { questions = [] } = terms
  if (questions.length === 0) return []
  return ['', 'Asked, besides the figures of every release:', ...questions.flatMap(textOf)]

  function textOf(question: Question): string[] {
    const { nl, en } = sentencesOf(question, terms)
    return [`  ${question.id}: ${en}`, `  ${' '.repeat(question.id.length)}  ${nl}`]
  }
}

function partText(terms: Terms, id: string): string {
  const own = listsOf(terms, id)
  const turn = terms.evaluators.indexOf(id)
  const counts = countersOf(terms).includes(id) ? 'counts, owns no list' : 'owns lists'
  return [
    own.length === 0 ? 'no list' : `${own.length} lists (${own.map((list) => list.id).join(', ')})`,
    ...(turn < 0 ? [] : [`evaluator ${turn + 1} of ${terms.evaluators.length}, ${counts}`]),
  ].join('; ')
}

/** Who has answered what. */
export function standingText(
  agreement: Agreement,
  standing: Standing,
  statements: readonly Opened[],
): string {
  const ids = agreement.terms.organisations.map((one) => one.id)
  const answers = ids.map((id) => `  ${id}: ${answerText(id, standing, statements)}`)
  const keys = [COORDINATOR, ...ids].flatMap((id) => keyText(id, standing))
  return lines([
    `${agreement.terms.title.en}, ${agreement.digest}`,
    `valid from ${agreement.terms.validity.from} until ${agreement.terms.validity.until}`,
    ...answers,
    ...keys,
    conclusion(ids, standing),
  ])
}

function answerText(id: string, standing: Standing, statements: readonly Opened[]): string {
  const words = [
    ['agreement.revoke', 'HAS REVOKED', standing.revoked],
    ['agreement.reject', 'has rejected', standing.rejected],
    ['agreement.accept', 'has accepted', standing.accepted],
  ] as const
  const found = words.find(([, , who]) => who.includes(id))
  if (found === undefined) return 'has not answered'
  const [type, word] = found
  const said = statements
    .map(({ statement }) => statement)
    .filter((one) => one.organisation === id && one.type === type)
    .sort((a, b) => a.atMs - b.atMs)
    .at(-1)
  const reason = said !== undefined && 'reason' in said && said.reason ? `: ${said.reason}` : ''
  return `${word} on ${new Date(said?.atMs ?? 0).toISOString().slice(0, 16).replace('T', ' ')}${reason}`
}

function keyText(id: string, standing: Standing): string[] {
  if (standing.forked.includes(id)) return [`  ${id}: ITS KEY HAS TWO SUCCESSORS`]
  const chain = standing.chains[id] ?? []
  const newest = chain.at(-1)
  if (newest === undefined || chain.length === 1) return []
  return [`  ${id}: its key was replaced; the newest is ${fingerprint(newest)}`]
}

function conclusion(ids: readonly string[], standing: Standing): string {
  if (standing.revoked.length > 0) return 'Revoked: no round runs under it any more.'
  if (standing.rejected.length > 0) return 'Rejected: no round can be opened.'
  const missing = ids.filter((id) => !standing.accepted.includes(id))
  if (missing.length === 0) return 'Accepted by everybody.'
  return `Not yet accepted by ${missing.join(', ')}; a round with them cannot be opened.`
}

function lines(all: readonly string[]): string {
  return `${all.join('\n')}\n`
}

function estimatesText({ estimates }: Terms): string {
  if (estimates === undefined) return 'none of persons on no list'
  const { resamples, digits = USUAL_DIGITS } = estimates
  const rounding = `rounded to ${digits} significant ${digits === 1 ? 'digit' : 'digits'}`
  return `of persons on no list, by year, from exact reports; ${resamples} resamples, ${rounding}`
}

function codesText(threshold: number | undefined): string[] {
  return threshold === undefined ? [] : [`               by code counts of ${threshold} or more`]
}
