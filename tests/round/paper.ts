import { toBase64Url } from '../../src/base/bytes.ts'
import { COORDINATOR } from '../../src/base/ids.ts'
import { secureRandom } from '../../src/base/random.ts'
import { controlCovered, controlDisclosure } from '../../src/disclosure/control.ts'
import { loadSodiumEngine } from '../../src/group/sodium-engine.ts'
import { makeOverlapTable } from '../../src/overlap/overlap-table.ts'
import { answerQuestions } from '../../src/overlap/questions.ts'
import { type Agreement, countersOf } from '../../src/round/agreement.ts'
import {
  type BatchShape,
  batchDigest,
  chunkCount,
  type Declaration,
} from '../../src/round/batch.ts'
import { pinnedStanding, type Standing } from '../../src/round/consent.ts'
import { coverPlanOf } from '../../src/round/cover-plan.ts'
import { makeReveal, type OwnKeys } from '../../src/round/keys.ts'
import { type Core, columnNames, coreDigest, keyHolders } from '../../src/round/manifest.ts'
import {
  addedRows,
  isLastStrip,
  isReported,
  outputOf,
  proofOf,
  type Stage,
  stageName,
} from '../../src/round/stages.ts'
import type { StageDone } from '../../src/round/statements.ts'
import { sampleLinking } from '../disclosure/sample-linking.ts'
import { unattacked } from '../disclosure/unattacked.ts'
import { kindTerms, type SampleKind, sampleAgreement, sampleCore } from './sample.ts'

const engine = await loadSodiumEngine()

/** How many persons the rows of a round on paper turn out to be. */
export const PERSONS = 5
/** What all evaluators found of the lists. */
export const INPUT_DIGEST = 'I'.repeat(43)

/** What stands before a round on paper begins: who agreed to what, and everybody's keys. */
export interface Paper {
  readonly agreement: Agreement
  readonly core: Core
  readonly digest: string
  readonly counters: readonly string[]
  /** Everybody has accepted. */
  readonly standing: Standing
  readonly keys: ReadonlyMap<string, OwnKeys>
}

export async function makePaper(kind: SampleKind = {}): Promise<Paper> {
  const agreement = await sampleAgreement(kindTerms(6, kind))
  const core = sampleCore(agreement)
  const digest = coreDigest(core)
  const accepted = agreement.terms.organisations.map((one) => one.id)
  return {
    agreement,
    core,
    digest,
    counters: countersOf(agreement.terms),
    standing: { ...pinnedStanding(agreement), accepted },
    keys: new Map(keyHolders(core).map((id) => [id, keysOf(core, id)])),
  }
}

function keysOf(core: Core, holder: string): OwnKeys {
  const own = {
    roundKey: secureRandom(32),
    coreDigest: coreDigest(core),
    holder,
    columns: columnNames(core),
    evaluates: holder !== COORDINATOR,
    sealing: 'A'.repeat(1622),
    cover: holder === COORDINATOR ? null : commitments(core),
  }
  return makeReveal(engine, own, secureRandom)
}

/** As many as a covered round has bins. */
function commitments(core: Core): string[] | null {
  const element = toBase64Url(engine.multiplyBase(new Uint8Array(32).fill(1, 0, 1)))
  return coverPlanOf(core)?.bins.map(() => element) ?? null
}

/** A batch of that shape of which nobody has seen a row. `salt` makes it another one. */
export function declare(binding: string, shape: BatchShape, salt = 'A'): Declaration {
  const chunks = Array.from({ length: chunkCount(shape.rows) }, () => salt.repeat(43))
  const recipients = ['border', 'court', 'rapporteur']
  const keys = Object.fromEntries(recipients.map((id) => [id, 'wrapped']))
  return { ...shape, chunks, digest: batchDigest(binding, shape, chunks), keys }
}

/** What the maker of a stage says on paper. */
export function doneOn(
  core: Core,
  stage: Stage,
  made: { readonly input: string; readonly binding: string; readonly salt?: string },
): StageDone {
  const { input, binding, salt } = made
  const lists = core.lists.reduce((sum, { rows }) => sum + rows, 0)
  const added = stage.kind === 'open' && stage.turn > 0 ? addedRows(core, stage.table) : 0
  const rows = stage.kind === 'link' ? lists - PERSONS : PERSONS + added
  const proofRows = proofOf(core, stage, rows)
  return {
    stage: stageName(stage),
    input,
    output: declare(binding, outputOf(core, stage, rows), salt),
    proof: core.proofs === 'off' ? null : 'proof',
    proofRows: proofRows === null ? null : declare(binding, proofRows),
    tally: isLastStrip(core, stage) ? tallyOf(stageName(stage)) : null,
    report: isReported(core, stage) ? { rapporteur: 'sealed' } : null,
  }
}

/** What counters find in a bag; another in each. */
export function tallyOf(stage: string): string {
  return stage.replaceAll('/', '-').padEnd(43, 'T')
}

/** So few in each bin of a covered round that no question is opened. */
export function coveredCounts(core: Core): number[] {
  return coverPlanOf(core)?.bins.map(() => 0) ?? []
}

export function paperRelease({ agreement, core }: Paper, manifestDigest: string) {
  const { terms } = agreement
  const table = makeOverlapTable({
    lists: terms.lists.map(({ size: _, ...list }) => list),
    cells: [{ lists: ['police-2020'], persons: PERSONS }],
    quality: { listTwice: 0, undecodable: 0 },
  })
  const context = {
    round: core.round,
    manifestDigest,
    agreement: { id: terms.id, title: terms.title, digest: agreement.digest },
    period: { from: '2020-01-01', to: '2020-12-31' },
    madeBy: 'rapporteur',
    madeAtMs: core.openedMs,
    organisations: terms.organisations,
    populations: terms.populations,
    agreedSizes: Object.fromEntries(core.lists.map((list) => [list.id, list.rows])),
    recipe: core.recipe,
    linkingRule: core.rule,
    yearRule: 'year-of-report' as const,
    proofs: core.proofs,
  }
  const codes = terms.tables.map((book) => ({ book, cells: [], undecodable: PERSONS }))
  if (core.cover === null) {
    return controlDisclosure(
      { table, codes, linking: sampleLinking() },
      context,
      unattacked(terms.disclosure),
    )
  }
  const { lists, quality } = table
  const exact = answerQuestions(table, terms.organisations, terms.populations)
  const figures = exact.map((figure) => ({ ...figure, interval: null }))
  const cover = { ...core.cover, evaluators: core.evaluators.length }
  return controlCovered({ lists, figures, quality, cover }, context, unattacked(terms.disclosure))
}
