import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkEvidence } from '../../protocol/check-evidence.ts'
import { concatBytes, fromBase64Url, toBase64Url } from '../../src/base/bytes.ts'
import { findStage, listBatch, outputOf } from '../../src/round/stages.ts'
import type { StageDone } from '../../src/round/statements.ts'
import { openBatch } from '../../src/work/batch-reader.ts'
import { submitRows } from '../../src/work/submit-rows.ts'
import type { SampleKind } from '../round/sample.ts'
import { withOther } from '../work/alter.ts'
import { sampleRows, sendInstead, submitTask } from '../work/sample-lists.ts'
import { AccusingRound } from './sample-evidence.ts'

/** Two counters, so that the last opening is checked too. */
const plain: SampleKind = { counters: 2, tables: 1 }
const covered: SampleKind = { counters: 2, covered: true }
const rounds = new Map<SampleKind, AccusingRound>()
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'evidence-'))
  for (const kind of [plain, covered]) {
    const round = await AccusingRound.open(kind)
    await round.round.play(kind === plain ? undefined : 'open/persons/1')
    rounds.set(kind, round)
  }
}, 300_000)
afterAll(async () => {
  for (const { round } of rounds.values()) await round.close()
  await rm(folder, { recursive: true, force: true })
})

/** Each kind of stage, its maker, and who checks it. */
const kinds: readonly [SampleKind, stage: string, maker: string, checker: string][] = [
  [plain, 'mix/1', 'border', 'court'],
  [plain, 'mix/2', 'court', 'border'],
  [plain, 'evaluate/1', 'border', 'rapporteur'],
  [plain, 'evaluate/3', 'rapporteur', 'border'],
  [plain, 'link', 'coordinator', 'court'],
  [plain, 'open/persons/0', 'coordinator', 'rapporteur'],
  [plain, 'open/form/1', 'border', 'court'],
  [plain, 'open/form/2', 'court', 'border'],
  [plain, 'open/persons/3', 'rapporteur', 'court'],
  [covered, 'cover/2', 'court', 'rapporteur'],
  [covered, 'open/persons/1', 'border', 'court'],
]

function doneOf(kind: SampleKind, stage: string): StageDone {
  return rounds.get(kind)!.round.stages[stage]!.done.body
}

/** The stage with its second row another, declared and sealed as it should be. */
async function otherRows(kind: SampleKind, name: string, checker: string): Promise<StageDone> {
  const { round } = rounds.get(kind)!
  const done = doneOf(kind, name)
  const { maker } = round.stages[name]!
  const shape = outputOf(round.parts.core, findStage(round.parts.core, name)!, done.output.rows)
  const rows = await (await openBatch(round.workOf(checker), done.output, maker))(0)
  const bent = concatBytes(
    rows.subarray(0, shape.rowBytes),
    withOther(rows.subarray(shape.rowBytes, 2 * shape.rowBytes), 1),
    rows.subarray(2 * shape.rowBytes),
  )
  const all = await openBatch(round.workOf(checker), done.output, maker)
  const source = async (at: number) => (at === 0 ? bent : all(at))
  return { ...done, output: await sendInstead(round.workOf(maker), shape, source) }
}

function otherProof(done: StageDone): StageDone {
  const proof = fromBase64Url(done.proof!)
  proof[40]! ^= 1
  return { ...done, proof: toBase64Url(proof) }
}

/** The program as anybody runs it. */
async function run(text: string, ...options: string[]): Promise<{ code: number; out: string }> {
  const file = join(folder, `${Math.random()}.json`)
  await writeFile(file, text)
  return new Promise((resolve) => {
    const program = join(import.meta.dirname, '..', '..', 'protocol', 'check-evidence.ts')
    execFile(process.execPath, [program, file, ...options], (error, out) =>
      resolve({ code: Number(error?.code ?? 0), out }),
    )
  })
}

describe.each(kinds)('of %j, %s by %s, checked by %s', (kind, name, maker, checker) => {
  const relay = () => rounds.get(kind)!.round.parts.relay.chunks

  it('other rows than are proven are evidence, which names their maker and holds', async () => {
    if (name === 'link') return // a link is ten bytes: see below
    const before = new Map(relay())
    const done = await otherRows(kind, name, checker)
    const { name: file, text, problem } = await rounds.get(kind)!.stage(checker, done)
    for (const [place, chunk] of before) relay().set(place, chunk)
    expect(file).toBe(`spring-${name.replaceAll('/', '-')}.json`)
    expect(problem.code).toBe('proof.invalid')
    expect(problem.where).toContain(`${name} by ${maker}`)
    expect(checkEvidence(text).words).toContain(
      `The evidence holds: ${maker} signed ${name} of round spring and its proof does not hold`,
    )
  })

  it('another proof is evidence that holds, and so is none', async () => {
    const done = doneOf(kind, name)
    for (const cheat of [otherProof(done), { ...done, proof: null }]) {
      const { text } = await rounds.get(kind)!.stage(checker, cheat)
      expect(checkEvidence(text)).toMatchObject({ verdict: 'holds' })
    }
  })

  it('evidence against who did what it should does not hold', async () => {
    const text = await rounds.get(kind)!.falsely(checker, doneOf(kind, name))
    expect(checkEvidence(text)).toMatchObject({
      verdict: 'does not hold',
      words: `The evidence does not hold: ${maker} signed ${name} of round spring and the proof is valid.`,
    })
  })
})
