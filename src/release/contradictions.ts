import { CONFLICT, UNKNOWN } from '../base/codes.ts'
import { tableOf } from '../questions/answer.ts'
import { type Asked, askedCells, askedComplaints } from './asked.ts'
import { estimateComplaints, type PublishedEstimate } from './estimate.ts'
import { figureKey, type ReleaseCell, type ReleaseFigure } from './figure.ts'
import type { GateReport } from './gate.ts'
import { type CorrectedTotal, type LinkageQuality, linkageComplaints } from './linkage.ts'
import { qualityCells, qualityComplaints } from './quality.ts'

interface Named {
  readonly id: string
}

interface Rules {
  readonly threshold: number
  readonly roundingBase: number
  readonly stratumThreshold?: number | undefined
}

/** The parts of a release that can contradict each other. */
interface Claims {
  readonly period: { readonly from: string; readonly to: string }
  readonly organisations: readonly Named[]
  readonly populations: readonly Named[]
  readonly lists: readonly (Named & {
    readonly organisation: string
    readonly population: string
    readonly year: number
  })[]
  readonly tables: readonly (Named & {
    readonly codes: readonly (Named & { readonly within: string | null })[]
    readonly undecodable: ReleaseCell
  })[]
  readonly rules: Rules
  readonly cover: object | null
  readonly figures: readonly ReleaseFigure[]
  readonly quality: { readonly listTwice: ReleaseCell; readonly undecodable: ReleaseCell }
  readonly linkage: LinkageQuality | null
  readonly repeated: readonly string[]
  readonly corrected: readonly CorrectedTotal[]
  readonly asked: readonly Asked[]
  readonly estimates: readonly PublishedEstimate[]
  readonly gate: GateReport | null
  readonly steps: readonly object[]
  readonly earlier: readonly string[]
}

/** What a release says against itself, in words that hold no value of it. */
export function contradictions(claims: Claims): string[] {
  const keys = claims.figures.map(figureKey)
  const cells = [
    ...claims.figures.filter(({ table }) => table === null).map((figure) => figure.cell),
    ...qualityCells(claims).map(([, cell]) => cell),
    ...askedCells(claims.asked.filter(({ question }) => tableOf(question) === undefined)),
  ]
  const coded = [
    ...claims.figures.filter(({ table }) => table !== null).map((figure) => figure.cell),
    ...askedCells(claims.asked.filter(({ question }) => tableOf(question) !== undefined)),
  ]
  const { rules } = claims
  const codedRules = { ...rules, threshold: rules.stratumThreshold ?? rules.threshold }
  const complaints: [boolean, string][] = [
    [claims.period.from > claims.period.to, 'the period ends before it begins'],
    [hasDoubles(claims.organisations.map((one) => one.id)), 'an organisation stands twice'],
    [hasDoubles(claims.populations.map((one) => one.id)), 'a population stands twice'],
    [hasDoubles(claims.lists.map((one) => one.id)), 'a list stands twice'],
    [hasDoubles(claims.tables.map((one) => one.id)), 'a table stands twice'],
    [!claims.tables.every(isWhole), 'the codes of a table do not fit each other'],
    [hasDoubles(keys), 'a figure stands twice'],
    [keys.some((key, at) => at > 0 && key < (keys[at - 1] ?? '')), 'the figures are out of order'],
    [!namesFit(claims), 'a list or figure names what the release does not explain'],
    [lacksCodes(claims, new Set(keys)), 'a code of a table has no figure'],
    [
      cells.some((cell) => breaksRules(cell, rules)) ||
        coded.some((cell) => breaksRules(cell, codedRules)),
      'a figure breaks the rules it is under',
    ],
    [claims.figures.some((figure) => !isHonest(figure, claims)), 'cover is said wrongly'],
    [claims.figures.some(isMisplacedRatio), 'a ratio stands where a number should, or the reverse'],
    ...linkageComplaints(claims),
    ...qualityComplaints(claims),
    ...askedComplaints(claims.asked, claims),
    ...estimateComplaints(claims),
    ...gateComplaints(claims, [...cells, ...coded]),
  ]
  return complaints.filter(([holds]) => holds).map(([, message]) => message)
}

/** Where nothing was tried, nothing is shown to have failed. */
function hasPassed({ passed, checks }: GateReport): boolean {
  return passed && checks.length > 0 && checks.every((check) => check.passed)
}

/** What was tried on it, and what came of that. */
function gateComplaints(
  { gate, steps, earlier, figures, asked }: Claims,
  cells: readonly ReleaseCell[],
): [boolean, string][] {
  const all = [...figures, ...asked.flatMap((one) => one.figures)]
  const hides = cells.some(({ status }) => status === 'secondary')
  return [
    [gate !== null && !hasPassed(gate), 'an attack on it succeeds'],
    [
      hides !== steps.length > 0,
      'figures are withheld without a step that says so, or the reverse',
    ],
    [hasDoubles(earlier), 'an earlier release stands twice'],
    [
      earlier.length === 0 && all.some(({ exactness }) => exactness === 'repeated'),
      'a figure is repeated of no release',
    ],
  ]
}

function hasDoubles(ids: readonly string[]): boolean {
  return new Set(ids).size < ids.length
}

function namesFit(claims: Claims): boolean {
  const organisations = new Set(claims.organisations.map((one) => one.id))
  const populations = new Set(claims.populations.map((one) => one.id))
  return (
    claims.lists.every(
      (list) => organisations.has(list.organisation) && populations.has(list.population),
    ) &&
    claims.figures.every(
      (figure) =>
        (figure.organisation === null || organisations.has(figure.organisation)) &&
        (figure.population === null || populations.has(figure.population)) &&
        codeFits(claims, figure),
    )
  )
}

function codeFits({ tables }: Claims, { question, table, code }: ReleaseFigure): boolean {
  if (table === null && code === null) return true
  const codes = tables.find((one) => one.id === table)?.codes ?? []
  return question === 'persons' && codes.some((one) => one.id === code)
}

/** Every code once, `unknown` and `conflict` last, broader codes among them. */
function isWhole({ codes }: Claims['tables'][0]): boolean {
  const ids = codes.map((code) => code.id)
  return (
    ids.slice(-2).join() === `${UNKNOWN},${CONFLICT}` &&
    !hasDoubles(ids) &&
    codes.every(({ id, within }) => within === null || (within !== id && ids.includes(within)))
  )
}

/** Nothing is left out silently: each code, `unknown` and `conflict` too, over all years. */
function lacksCodes({ tables }: Claims, keys: ReadonlySet<string>): boolean {
  return tables.some(({ id, codes }) =>
    codes.some((code) => !keys.has(figureKey({ question: 'persons', table: id, code: code.id }))),
  )
}

function breaksRules(cell: ReleaseCell, rules: Rules): boolean {
  if (cell.status === 'withheld') return cell.below !== rules.threshold
  if (cell.status === 'covered') {
    const { low, value, high } = cell
    const ordered = rules.threshold <= low && low <= value && value <= high
    return !ordered || [low, value, high].some((one) => one % rules.roundingBase !== 0)
  }
  if (cell.status !== 'shown') return false
  return cell.value < rules.threshold || cell.value % rules.roundingBase !== 0
}

/** An estimate is called one, and is there in covered rounds only. */
function isHonest({ exactness, cell }: ReleaseFigure, { cover }: Claims): boolean {
  if (cell.status === 'secondary') return exactness === 'exact'
  if (exactness === 'repeated') return cell.status !== 'not-applicable'
  if (exactness === 'exact') return cell.status !== 'covered'
  return cover !== null && cell.status !== 'shown' && cell.status !== 'not-applicable'
}

function isMisplacedRatio({ question, cell }: ReleaseFigure): boolean {
  const counts = cell.status === 'shown' || cell.status === 'covered'
  return question === 'reports-per-person' ? counts : cell.status === 'ratio'
}
