import type { Solver } from '../attack/solver.ts'
import { fromBase64Url } from '../base/bytes.ts'
import type { Cell } from '../base/lists.ts'
import type { Random } from '../base/random.ts'
import { deriveBytes, keyStream } from '../crypto/derive.ts'
import { type Control, controlDisclosure } from '../disclosure/control.ts'
import { gateOf } from '../disclosure/gate.ts'
import { USUAL_DIGITS } from '../estimates/published.ts'
import type { CodeTable } from '../overlap/code-table.ts'
import { makeOverlapTable, type OverlapTable } from '../overlap/overlap-table.ts'
import { releaseDigest } from '../release/encode.ts'
import type { Release } from '../release/release.ts'
import { listInfos } from '../round/cover-questions.ts'
import { openedTables, PERSONS } from '../round/manifest.ts'
import { startEstimatePool } from '../work/estimate-pool.ts'
import type { RoundWork } from '../work/round-work.ts'
import type { CountParts } from './count-bag.ts'
import { estimateSeed } from './estimate-seed.ts'
import { codeTable, personTable } from './exact-tables.ts'
import { readQuality } from './link-quality.ts'
import { checkOfEstimates, estimateRound, type RoundEstimates } from './round-estimates.ts'
import { readCount, type TableCount } from './table-count.ts'

export interface ReleaseParts extends CountParts {
  /** The same when it is done again: a release bears its time. */
  readonly nowMs: number
  /** Releases under the agreement so far, oldest first. */
  readonly earlier: readonly Release[]
  readonly solver: Solver
}

/** 10: the release of all tables of the round, once each is counted: all that leaves the counter. */
export async function makeRelease(
  work: RoundWork,
  parts: ReleaseParts,
): Promise<{ release: Release; digest: string }> {
  const { core } = work.manifest
  const { agreement } = parts
  const counts = new Map<string, TableCount>()
  for (const table of openedTables(core)) {
    const count = await readCount(parts, core.round, table)
    if (count === null) throw new TypeError(`table ${table} is not counted`)
    counts.set(table, count)
  }
  const countOf = (table: string) => counts.get(table)! // every opened table is there
  const table = makeOverlapTable({
    lists: listInfos(core, agreement.terms),
    ...personTable(countOf(PERSONS)),
  })
  const codes: CodeTable[] = agreement.terms.tables.map((book) => codeTable(book, countOf(book.id)))
  const context = contextOf(work, parts)
  const linking = {
    ...(await readQuality(parts, core.round)),
    draws: () => linkageDraws(work.manifest.digest),
  }
  const exact = { table, codes, linking }
  const estimated = await estimatesOf(work, parts, table)
  const control = withCheck(controlOf(parts, { cells: table.cells, codes }), estimated)
  const { estimates } = estimated
  const release = controlDisclosure(exact, { ...context, estimates }, control)
  return { release, digest: releaseDigest(release) }
}

/** 10: of who is on no list, where the agreement asks for it; workers draw the persons anew. */
async function estimatesOf(
  work: RoundWork,
  { agreement, earlier, solver }: ReleaseParts,
  { cells, lists }: OverlapTable,
): Promise<RoundEstimates> {
  const { estimates, disclosure, populations } = agreement.terms
  if (estimates === undefined) return { estimates: [], checks: new Map() }
  const pool = startEstimatePool()
  try {
    const { gate: _, ...rules } = disclosure
    const of = { lists, population: populations[0]?.id ?? '', rules, earlier }
    return await estimateRound(cells, of, {
      ...{ solver, pool, resamples: estimates.resamples },
      digits: estimates.digits ?? USUAL_DIGITS,
      seed: estimateSeed(work.manifest.digest),
      report: (done, total) => work.report('estimates', done, total),
    })
  } finally {
    await pool.close()
  }
}

/** What was tried on the estimates stands with what is tried on the rest. */
function withCheck(control: Control, estimated: RoundEstimates): Control {
  const { attack } = control
  if (attack === null) return control
  return {
    ...control,
    attack: (release) => {
      const { report, weak } = attack(release)
      const check = checkOfEstimates(estimated, release.estimates)
      if (check === null) return { report, weak }
      return { report: { ...report, checks: [...report.checks, check] }, weak }
    },
  }
}

/** By what the release is made; `exact`: the counts, where they are known. */
export function controlOf(
  { agreement, earlier, solver }: ReleaseParts,
  exact: { readonly cells: readonly Cell[]; readonly codes: readonly CodeTable[] } | null,
): Control {
  const { gate, ...rules } = agreement.terms.disclosure
  return {
    rules,
    earlier,
    attack: gate === 'off' ? null : gateOf(solver, { earlier, ...(exact ?? { cells: null }) }),
  }
}

/** From what every reader has: the ranges follow from the release alone (protocol/disclosure-rules.md). */
function linkageDraws(manifestDigest: string): Random {
  return keyStream(deriveBytes(fromBase64Url(manifestDigest), 'SAMENTEL-V02-LINKAGE', [], 32))
}

/** What a release says besides its figures, from the manifest and the agreement. */
export function contextOf(work: RoundWork, { agreement, nowMs }: ReleaseParts) {
  const { core, digest } = work.manifest
  const { terms } = agreement
  const lists = listInfos(core, terms)
  const years = lists.map((list) => list.year)
  return {
    round: core.round,
    manifestDigest: digest,
    agreement: { id: terms.id, title: terms.title, digest: agreement.digest },
    period: { from: `${Math.min(...years)}-01-01`, to: `${Math.max(...years)}-12-31` },
    madeBy: work.self,
    madeAtMs: nowMs,
    organisations: terms.organisations,
    populations: terms.populations,
    agreedSizes: Object.fromEntries(core.lists.map((list) => [list.id, list.rows])),
    recipe: core.recipe,
    linkingRule: core.rule,
    yearRule: 'year-of-report' as const,
    proofs: core.proofs,
    questions: terms.questions,
  }
}
