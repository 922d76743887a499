/*
 * Whether a release holds: node protocol/verify-release.ts FILE [--agreement DIGEST] [--json]
 *
 * Reads one file, asks nobody, and needs @noble alone. It is written from protocol/specification.md
 * (4, 10, 11.1) and disclosure-rules.md, and has no line of the program that made the release. Keys are
 * believed that stand in the file: compare the digest of the agreement that it names with your own.
 */
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { ed25519 } from '@noble/curves/ed25519.js'
import { sha256 } from '@noble/hashes/sha2.js'

const EXITS = { holds: 0, 'does not hold': 1, 'cannot be judged': 2 } as const
/** `reasons`: codes of errors.md. `agreement`: what the release names. */
export interface Verdict
  extends Record<'round' | 'digest' | 'agreement', string | null>,
    Record<'reasons' | 'signed' | 'missing' | 'objected', readonly string[]> {
  readonly verdict: keyof typeof EXITS
  readonly words: string
}

/** Of these a release is not false, only not shown to be right. */
const OPEN = /(version|not-canonical|not-signed|objected|other-agreement|file.unreadable|unsigned)$/

/** A code of errors.md and what is wrong. */
class Fault extends Error {
  readonly code: string
  constructor(code: string, what: string) {
    super(what)
    this.code = code
  }
}
function need(right: boolean, code: string, what: string): asserts right {
  if (!right) throw new Fault(code, what)
}
/** What is not even of the form that its reader expects is this fault. */
function orFault<T>(code: string, what: string, run: () => T): T {
  try {
    return run()
  } catch (error) {
    throw error instanceof Fault ? error : new Fault(code, what)
  }
}

/** RFC 8785: keys stand by their UTF-16 code units. A lone surrogate has no canonical form. */
function canonical(value: unknown): string {
  if (typeof value === 'string' && !value.isWellFormed()) throw new Error('no Unicode')
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`
  const fields = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))
  return `{${fields.map(([name, field]) => `${canonical(name)}:${canonical(field)}`).join()}}`
}
const same = (one: unknown, other: unknown) => canonical(one) === canonical(other)
/** Refuses bits that no byte uses. */
function base64(text: string): Uint8Array {
  const bytes = Buffer.from(text, 'base64url')
  need(bytes.toString('base64url') === text, 'signature.refused', 'a text is no base64url')
  return new Uint8Array(bytes)
}

/** Digest_T(JCS(v)) of 1.3. */
function jsonDigest(tag: string, value: unknown): string {
  const parts = [tag, canonical(value)].flatMap((part) => {
    const [length, bytes] = [Buffer.alloc(4), Buffer.from(part)]
    length.writeUInt32BE(bytes.length)
    return [length, bytes]
  })
  return Buffer.from(sha256(Buffer.concat(parts))).toString('base64url')
}

/* 10: what a file should hold. Where it holds something else, reading it ends in a fault. */

type Cell = Record<'value' | 'below' | 'low' | 'high', number> & { status: string }
type Range = Record<'estimate' | 'low' | 'high', number>
type Code = { id: string; within: string | null }
type Of = { question: string; year: number | null }
type Parts = Partial<Record<'organisation' | 'population' | 'table' | 'code', string | null>>
type Told = { year: number | null; code: string | null; exactness: string; cell: Cell }
type Figure = Of & Parts & Told
type List = Record<'id' | 'organisation' | 'population', string> & { year: number }
type Asked = {
  question: Record<'id' | 'years', string> & { by?: string; outOf?: string | string[] }
}
interface Linkage extends Record<'recall' | 'precision', Range | null> {
  links: Cell
  labelled: { numbers: string; recall: Range | null }[]
}
interface Release
  extends Record<'round' | 'manifestDigest' | 'madeBy' | 'proofs', string>,
    Record<'organisations' | 'populations', { id: string }[]> {
  version: number
  agreement: { id: string; title: unknown; digest: string }
  period: { from: string; to: string }
  lists: List[]
  tables: { id: string; name: unknown; codes: Code[]; undecodable: Cell }[]
  rules: { [rule: string]: unknown; threshold: number; roundingBase: number }
  cover: { epsilon: number; delta: number } | null
  figures: Figure[]
  quality: Record<'listTwice' | 'undecodable', Cell>
  linkage: Linkage | null
  corrected: (Of & Range)[]
  asked: (Asked & { figures: Told[] })[]
  estimates: (Range & { verdict: string; method: string | null; reasons: string[] })[]
  gate: { passed: boolean; checks: { passed: boolean }[] } | null
  steps: object[]
  earlier: string[]
  repeated: string[]
}
interface Terms {
  [term: string]: unknown
  evaluators: string[]
  lists: { id: string; organisation: string; size: number }[]
  checks: number
  disclosure: { [rule: string]: unknown }
}
interface SignedRelease extends Record<'successions' | 'signatures' | 'objections', string[]> {
  version: number
  release: Release
  agreement: { terms: Terms; keys: Record<string, { x: string }> }
}

/* What a release may not say against itself (10, disclosure-rules.md). */

const own = (what: string, right: boolean) => need(right, 'release.unreadable', what)
const QUESTIONS = (
  'reports enrichments persons persons-without-enrichment known-to known-only-to ' +
  'only-without-legal-basis seen-again also-in population-total reports-per-person'
).split(' ')
const FIELDS =
  'agreement asked corrected cover dominance earlier estimates figures gate linkage lists madeAt madeBy ' +
  'manifestDigest organisations period populations proofs quality repeated round rules steps tables version'
const FIGURE = 'cell code exactness organisation population question table year'
const TOTAL = 'estimate high low question year'
const fieldsOf = (value: object) => Object.keys(value).sort().join(' ')
const idsOf = (all: readonly { id: string }[]) => all.map(({ id }) => id)
const isTwice = (ids: readonly string[]) => new Set(ids).size < ids.length
const isCount = (value: unknown) => Number.isSafeInteger(value) && Number(value) >= 0
const isRange = ({ low, estimate, high }: Range) => low <= estimate && estimate <= high
const isNumber = ({ status }: Cell) => status === 'shown' || status === 'covered'

/** A figure's place in the order. */
function keyOf({ question, year, organisation, population, table, code }: Of & Parts): string {
  const at = String(QUESTIONS.indexOf(question)).padStart(2, '0')
  return [at, ...[year, organisation, population, table, code].map((part) => part ?? '')].join('/')
}
const isOrdered = (all: readonly (Of & Parts)[]) =>
  all.map(keyOf).every((key, at, keys) => at === 0 || keys[at - 1]! < key)
const CELLS: { readonly [status: string]: string } = {
  ...{ shown: 'status value', ratio: 'status value', covered: 'high low status value' },
  ...{ withheld: 'below status', secondary: 'status', 'not-applicable': 'status' },
}
/** Of one cell; `least` is the threshold of its stratum. */
function keeps(cell: Cell, least: number, base: number): boolean {
  const { status, value, below, low, high } = cell
  const allowed = (count: number) => isCount(count) && count >= least && count % base === 0
  if (!Object.hasOwn(CELLS, status) || fieldsOf(cell) !== CELLS[status]) return false
  if (status === 'shown') return allowed(value)
  if (status === 'withheld') return below === least
  if (status === 'ratio') return Number.isFinite(value) && value >= 0
  const ordered = [low, value, high].every(allowed) && low <= value && value <= high
  return status !== 'covered' || ordered
}
/** Answers for which codes are needed are under the threshold of codes. */
function codedAs({ question, figures }: Release['asked'][0]): Told[] {
  const isCoded = canonical(question).includes('"code":{')
  return isCoded ? figures.map((one) => ({ ...one, code: one.code ?? '' })) : figures
}
const allOf = ({ figures, asked }: Release) => [figures, ...asked.map(codedAs)].flat()

/** All counts on quality, as `repeated` names them, in its order. */
function countsOf({ quality, tables, linkage }: Release): [string, Cell][] {
  const pick = (from: object, names: string, of = '') =>
    names.split(' ').map((name): [string, Cell] => [name + of, (from as never)[name]])
  const all = pick(quality, 'listTwice undecodable')
  for (const one of tables) all.push(...pick(one, 'undecodable', `/${one.id}`))
  if (linkage !== null) all.push(...pick(linkage, 'links linksByNumbers conflicts ties'))
  for (const one of linkage?.labelled ?? [])
    all.push(...pick(one, 'found missed different', `/${one.numbers}`))
  return all
}
/** Thresholds and multiples of the base. */
function checkRules(release: Release): void {
  const { rules, figures, corrected, repeated } = release
  const { threshold, roundingBase: base } = rules
  const least = Number(rules.stratumThreshold ?? threshold)
  const areRules = [threshold, least, base].every((rule) => isCount(rule) && rule > 0)
  own('its rules are none', areRules && rules.yearRule === 'year-of-report')
  for (const { code, cell } of allOf(release)) {
    own('a figure breaks its rules', keeps(cell, code === null ? threshold : least, base))
  }
  const told: string[] = []
  for (const [name, cell] of countsOf(release)) {
    const isCount = /^(shown|withheld|secondary)$/.test(cell.status)
    own('a count on quality cannot be', isCount && keeps(cell, threshold, base))
    if (cell.status !== 'secondary') told.push(name)
  }
  if (told.includes('links')) told.push('withoutLinkingKey', 'withoutKey', 'keysDropped')
  const again = told.filter((name) => repeated.includes(name))
  own('what is said again is not told', same(again, repeated))
  const shown = new Set(figures.filter(({ cell }) => cell.status === 'shown').map(keyOf))
  const keepsTotal = (value: number) => keeps({ status: 'shown', value } as Cell, threshold, base)
  const isTotal = (one: Of & Range) => {
    const kept = [one.low, one.estimate, one.high].every(keepsTotal)
    return kept && isRange(one) && shown.has(keyOf(one)) && fieldsOf(one) === TOTAL
  }
  own('a corrected total cannot be', isOrdered(corrected) && corrected.every(isTotal))
}

/** Ratios are of the released numbers, two decimals. */
function checkRatios({ figures }: Release): void {
  for (const { question, year, cell } of figures) {
    const isQuotient = question === 'reports-per-person'
    own('a ratio stands for a number', isQuotient ? !isNumber(cell) : cell.status !== 'ratio')
    if (!isQuotient) continue
    const [over, under] = ['reports', 'persons-without-enrichment']
      .map((of) => figures.find((one) => one.year === year && one.question === of)?.cell)
      .map((of) => (of !== undefined && isNumber(of) ? of.value : null))
    const due = over == null || under == null ? null : Math.round((100 * over) / under) / 100
    const said = cell.status === 'ratio' ? cell.value : null
    need(due === said, 'release-file.ratio', 'a ratio is not that of the numbers it is of')
  }
}

/** Names, orders and wholeness. */
function checkForm(release: Release): void {
  const { figures, tables, lists, organisations, populations, cover, asked, period } = release
  own('it has other fields than a release', fieldsOf(release) === FIELDS)
  own('the period ends before it begins', period.from <= period.to)
  const named = [organisations, populations, lists, tables].map(idsOf)
  own('something stands twice', !named.some(isTwice))
  own('figures stand twice or out of order', isOrdered(figures))
  const keys = new Set(figures.map(keyOf))
  for (const { id: table, codes } of tables) {
    const ids = idsOf(codes)
    const isPart = ({ id, within }: Code) =>
      within === null || (within !== id && ids.includes(within))
    const has = (code: string) => keys.has(keyOf({ question: 'persons', year: null, table, code }))
    const isWhole = ids.slice(-2).join() === 'unknown,conflict' && !isTwice(ids)
    own('the codes of a table do not fit', isWhole && codes.every(isPart) && ids.every(has))
  }
  const isOfNames = ({ organisation, population }: Parts) =>
    (organisation == null || named[0]!.includes(organisation)) &&
    (population == null || named[1]!.includes(population))
  const isNamed = ({ question, table, code }: Figure) => {
    const codes = idsOf(tables.find(({ id }) => id === table)?.codes ?? [])
    const isCode = code === null ? table === null : question === 'persons' && codes.includes(code)
    return isCode && QUESTIONS.includes(question)
  }
  const isWhole = (one: Figure) =>
    fieldsOf(one) === FIGURE && (one.year === null || Number.isSafeInteger(one.year))
  own('a figure has another form', figures.every(isWhole))
  own('it names the unexplained', [...lists, ...figures].every(isOfNames) && figures.every(isNamed))
  const isHonest = ({ exactness, cell: { status } }: Told) => {
    if (exactness === 'exact') return status !== 'covered'
    if (status === 'secondary' || status === 'not-applicable') return false
    return exactness === 'repeated' || (exactness === 'covered' && cover && status !== 'shown')
  }
  own('cover is said wrongly', allOf(release).every(isHonest) && figures.length > 0)
  const answers = asked.flatMap((one) => one.figures.map(({ cell }) => cell.status))
  own('an answer is a ratio', !answers.includes('ratio'))
}

/** What is told of links, of attacks, of the questions of the agreement, and of those not seen. */
function checkRest(release: Release): void {
  const { gate, steps, earlier, figures, asked, estimates, lists, tables, linkage } = release
  const [recall, precision] = [linkage?.recall ?? null, linkage?.precision ?? null]
  const rates = [recall, precision, ...(linkage?.labelled ?? []).map((one) => one.recall)]
  const isNone = release.corrected.length === 0 && precision === null
  own('rates are told in part', recall === null ? isNone : precision !== null)
  own('links are left out, or covered', (linkage === null) === (release.cover !== null))
  own('a rate cannot be', !rates.some((rate) => rate !== null && !isRange(rate)))
  const isTried = gate === null || (gate.passed === true && gate.checks.length > 0)
  own('an attack on it succeeds', isTried && !gate?.checks.some(({ passed }) => passed !== true))
  const cells = JSON.stringify([figures, asked, release.quality, linkage, tables])
  own('a step is missing', cells.includes('"status":"secondary"') === steps.length > 0)
  const again = [...allOf(release).map((one) => one.exactness), ...release.repeated.slice(0, 1)]
  const isOfNone = earlier.length === 0 && again.some((one) => !/^(exact|covered)$/.test(one))
  own('earlier releases cannot be', !isTwice(earlier) && !isOfNone)
  const years = [...new Set(lists.map(({ year }) => year))].sort((a, b) => a - b)
  const questions = asked.map(({ question }) => question.id)
  for (const { question, figures: answers } of asked) {
    const codes = tables.find(({ id }) => id === question.by)?.codes
    const due = (question.years === 'each' ? years : [null]).flatMap((year) =>
      (codes === undefined ? [null] : idsOf(codes)).map((code) => `${year}/${code}`),
    )
    const isWhole = due.join() === answers.map(({ year, code }) => `${year}/${code}`).join()
    const isPart = [question.outOf ?? []].flat().every((id) => questions.includes(id))
    const isOf = (question.by === undefined) === (codes === undefined)
    own('an answer is not whole', isWhole && isPart && isOf)
  }
  own('a question stands twice', !isTwice(questions))
  for (const one of estimates) {
    const refused = one.verdict === 'refuse' && one.reasons.length > 0
    const blank = [one.estimate, one.low, one.high].every((part) => part === null)
    const told = one.verdict === 'publish' && one.method !== null && isRange(one)
    own('an estimate is told in part', refused ? blank : told)
  }
}

/** Everything that the release alone can show. What has not even the form is no release either. */
function checkRelease(release: Release): void {
  need(release.version === 3, 'release.version', 'it is of another version')
  for (const check of [checkForm, checkRules, checkRest, checkRatios]) {
    orFault('release.unreadable', 'it has not the form of a release', () => check(release))
  }
}

/** 4.1. The two codes that every table has are not written in the agreement. */
function bookOf({ id, name, codes }: Release['tables'][0]) {
  const agreed = ({ within, ...code }: Code) => ({ ...code, ...(within && { within }) })
  return { id, name, codes: codes.slice(0, -2).map(agreed) }
}

function checkAgreement({ release, agreement }: SignedRelease): void {
  const isNamed = jsonDigest('samentel agreement v2', agreement) === release.agreement.digest
  need(isNamed, 'release-file.agreement', 'the agreement in the file is not the one it names')
  const { id, title, checks, disclosure, lists, ...terms } = agreement.terms
  const { rules, cover, asked, organisations, populations } = release
  const { threshold, roundingBase, stratumThreshold = null } = disclosure
  const said = [
    ...[release.agreement.id, release.agreement.title, release.madeBy, release.proofs],
    ...[rules.threshold, rules.roundingBase, rules.stratumThreshold ?? null, release.gate === null],
    ...[rules.recipe, rules.linkingRule, organisations, populations, release.tables.map(bookOf)],
    ...[cover && { epsilon: cover.epsilon, delta: cover.delta }, asked.map((one) => one.question)],
  ]
  const agreed = [
    ...[id, title, terms.evaluators.at(-1), terms.proofs],
    ...[threshold, roundingBase, stratumThreshold, disclosure.gate === 'off'],
    ...[terms.recipe, terms.rule, terms.organisations, terms.populations, terms.tables],
    ...[terms.cover, terms.questions ?? []],
  ]
  const sized = lists.map(({ size, ...list }) => ({ ...list, agreedSize: size + checks }))
  const areAgreed = release.lists.every((list) => sized.some((one) => same(one, list)))
  const what = 'the release is not as the agreement says'
  need(areAgreed && same(said, agreed), 'release-file.not-as-agreed', what)
}

/** Of each party the Ed25519 keys that spoke for it, the agreed one first. */
type Keys = ReadonlyMap<string, string[]>
/** What is signed in a JWS of this type, by whom, and with which of the keys (11.1). */
function openSigned<T>(jws: string, typ: string, keys: Keys) {
  const [head = '', payload = '', signature = '', ...more] = jws.split('.')
  const text = (part: string) =>
    new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(base64(part))
  const header: { kid: string } = JSON.parse(text(head))
  const signer = header.kid
  const isOfType = more.length === 0 && same(header, { alg: 'EdDSA', typ, kid: signer })
  need(isOfType, 'signature.refused', 'a text is signed as something else')
  need(keys.has(signer), 'judgement.not-a-party', 'a signer is not in the agreement')
  const [message, bytes] = [Buffer.from(`${head}.${payload}`), base64(signature)]
  const isBy = (x: string) => ed25519.verify(bytes, message, base64(x), { zip215: false })
  const x = keys.get(signer)?.find(isBy)
  need(x !== undefined, 'signature.refused', 'a signature does not verify')
  const value: T = JSON.parse(text(payload))
  need(canonical(value) === text(payload), 'signature.refused', 'what was signed is not canonical')
  return { value, signer, x }
}

type Succession = Record<'type' | 'agreement' | 'organisation' | 'countersignature', string> &
  Record<'from' | 'to', { x: string }>

/** 4.7: each succession hands over the newest key of its party to one that nobody had. */
function keysOf({ agreement, successions, release }: SignedRelease): Keys {
  const keys = new Map(Object.entries(agreement.keys).map(([party, { x }]) => [party, [x]]))
  for (const jws of successions) {
    const { value, signer, x } = openSigned<Succession>(jws, 'samentel-agreement+jws', keys)
    const { countersignature, ...said } = value
    const to = new Map([[signer, [said.to.x]]])
    const agreed = openSigned(countersignature, 'samentel-successor+jws', to)
    const about = [said.type, said.agreement, said.organisation, said.from.x]
    const right =
      same(about, ['identity.succeed', release.agreement.digest, signer, x]) &&
      same(agreed.value, said) &&
      keys.get(signer)?.at(-1) === x &&
      ![...keys.values()].flat().includes(said.to.x)
    need(right, 'release-file.succession', 'a key is not succeeded as it should be')
    keys.get(signer)?.push(said.to.x)
  }
  return keys
}

type Judged = { sequence: number; body: { code?: string } }
type Due = { keys: Keys; parties: string[]; about: Record<About, string> }
type About = 'round' | 'binding' | 'digest' | 'agreement'
/** 10.1: who judged this release, if that is what was signed. */
function judgeOf(jws: string, verdict: string, { keys, parties, about }: Due): string {
  const { value, signer } = openSigned<Judged>(jws, 'samentel-envelope+jws', keys)
  need(parties.includes(signer), 'judgement.not-a-party', `${signer} took no part in the round`)
  const { body, sequence } = value
  const { round, binding, ...release } = about
  const code = verdict === 'objected' ? { code: body.code } : {}
  const head = { version: 1, type: 'release.judged', round, binding, from: signer, sequence }
  const due = { ...head, to: 'coordinator', body: { verdict, ...release, ...code } }
  const isCoded = verdict === 'checked' || /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(`${body.code}`)
  const right = isCoded && isCount(sequence) && sequence > 0 && same(value, due)
  need(right, 'judgement.other-release', `${signer} signed something else`)
  return signer
}

const digestOf = (release: Release) =>
  Buffer.from(sha256(Buffer.from(canonical(release)))).toString('hex')

type Held = { release: Release | null; faults: Fault[] }
type Found = Held & Record<'signed' | 'missing' | 'objected', string[]>
function judgeSigned(found: Found, file: SignedRelease): void {
  const { release, agreement } = file
  orFault('release-file.agreement', 'the agreement cannot be read', () => checkAgreement(file))
  const keys = orFault('signature.refused', 'a succession cannot be read', () => keysOf(file))
  const released = new Set(release.lists.map(({ id }) => id))
  const owners = agreement.terms.lists.filter(({ id }) => released.has(id))
  const all = [...owners.map(({ organisation }) => organisation), ...agreement.terms.evaluators]
  const parties = [...new Set([...all, 'coordinator'])].sort()
  const { round, manifestDigest: binding } = release
  const about = { round, binding, digest: digestOf(release), agreement: release.agreement.digest }
  const take = (jws: string, verdict: string, who: string[]) => {
    const party = judgeOf(jws, verdict, { keys, parties, about })
    const isNext = (who.at(-1) ?? '') < party && !found.signed.includes(party)
    need(isNext, 'release-file.misplaced', `what ${party} signed stands twice or out of order`)
    who.push(party)
  }
  for (const jws of file.signatures) tried(found, () => take(jws, 'checked', found.signed))
  for (const jws of file.objections) tried(found, () => take(jws, 'objected', found.objected))
  found.missing = parties.filter((party) => !found.signed.includes(party))
  const needed = [release.madeBy, 'coordinator']
  const lacking = needed.filter((party) => found.missing.includes(party)).join(', ')
  tried(found, () => need(lacking === '', 'release-file.not-signed', `not by ${lacking}`))
  const objected = found.objected.join(', ')
  tried(found, () => need(objected === '', 'release-file.objected', `found wrong by ${objected}`))
}

/** One false signature must not hide another. */
function tried(found: Found, run: () => void): void {
  try {
    orFault('signature.refused', 'a signature cannot be read', run)
  } catch (error) {
    found.faults.push(error as Fault)
  }
}

const PARTS = 'agreement objections release signatures successions version'
function judgeFile(found: Found, text: string, trusted: string | null): void {
  const value: SignedRelease | Release = JSON.parse(text)
  const isCanonical = canonical(value) === text
  need(isCanonical, 'release-file.not-canonical', 'its text is not canonical JSON')
  const signed = 'release' in value ? value : null
  const release = 'release' in value ? value.release : value
  need('figures' in release && 'round' in release, 'release-file.unreadable', 'it holds no release')
  const isForm = signed === null || (fieldsOf(signed) === PARTS && signed.version === 1)
  need(isForm, 'release-file.unreadable', 'it has another form')
  checkRelease(release)
  found.release = release
  const isNamed = trusted === null || trusted === release.agreement.digest
  need(isNamed, 'release-file.other-agreement', 'it rests on another agreement than the one named')
  need(signed !== null, 'release-file.unsigned', 'nobody signed under this bare release')
  judgeSigned(found, signed)
}

/** Judges the text of a release file; `agreement` is the digest that the reader's own file has. */
export function verifyRelease(text: string, agreement: string | null = null): Verdict {
  const found: Found = { release: null, faults: [], signed: [], missing: [], objected: [] }
  const judge = () => judgeFile(found, text, agreement)
  tried(found, () => orFault('release-file.unreadable', 'it cannot be read', judge))
  const { release, faults, signed, missing, objected } = found
  const reasons = faults.map(({ code }) => code)
  const isOpen = reasons.every((code) => OPEN.test(code))
  const verdict = reasons.length === 0 ? 'holds' : isOpen ? 'cannot be judged' : 'does not hold'
  const why = faults.map(({ code, message }) => `${code}, ${message}`)
  const named = release?.agreement.digest ?? null
  const [round, digest] = release === null ? [null, null] : [release.round, digestOf(release)]
  const words = [
    `The release ${verdict}: ${why.length === 0 ? 'it is as agreed, and signed' : why.join('; ')}.`,
    ...(release === null ? [] : [`round ${round}, release digest ${digest}`]),
    ...(signed.length === 0 ? [] : [`signed by ${signed.length}: ${signed.join(', ')}`]),
    ...(missing.length === 0 ? [] : [`not signed by ${missing.length}: ${missing.join(', ')}`]),
    ...(named === null ? [] : [`It names the agreement ${named}: compare that with your own.`]),
  ].join('\n')
  return { verdict, words, reasons, round, digest, agreement: named, signed, missing, objected }
}

function main(): void {
  const options = { agreement: { type: 'string' }, json: { type: 'boolean' } } as const
  try {
    const { values, positionals } = parseArgs({ allowPositionals: true, options })
    const [file = '', ...more] = positionals
    if (more.length > 0) throw new Error('One file is judged at a time.')
    const verdict = verifyRelease(readFileSync(file, 'utf8'), values.agreement)
    process.stdout.write(`${values.json ? JSON.stringify(verdict) : verdict.words}\n`)
    process.exitCode = EXITS[verdict.verdict]
  } catch (error) {
    const usage = 'node protocol/verify-release.ts FILE [--agreement DIGEST] [--json]'
    process.stdout.write(`${(error as Error).message}\n${usage}\n`)
    process.exitCode = EXITS['cannot be judged']
  }
}

if (import.meta.main) main()
