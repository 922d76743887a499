import { linkTokens, openFirst } from '../coordinator/own-stages.ts'
import type { RunningRound } from '../coordinator/state.ts'
import {
  addedRows,
  checkersOf,
  inputDigest,
  makerOf,
  type Stage,
  stageName,
  stagesOf,
  totalRows,
} from '../round/stages.ts'
import type { StageDone } from '../round/statements.ts'
import { fetchStage } from '../work/check-stage.ts'
import { collectLists, type ListToCollect } from '../work/collect-lists.ts'
import { checkCover, makeCover } from '../work/cover.ts'
import { dropSpentRows } from '../work/drop-rows.ts'
import { makeStage } from '../work/make-stage.ts'
import type { PsiPool } from '../work/pool.ts'
import type { RoundWork } from '../work/round-work.ts'
import { proveStage, verifyStage } from '../work/stage-proof.ts'
import { readPartition, sumPersons } from '../work/sum-persons.ts'
import { type BenchRound, openBenchRound, runningRound } from './bench-round.ts'
import { keepRecords, submitList } from './bench-step.ts'
import { EVALUATORS, listIds, OWNER, type Scene } from './bench-terms.ts'
import { Meter } from './meter.ts'

/** What a stage cost, in milliseconds of processor time. */
export interface StageCost {
  readonly stage: Stage
  readonly rows: number
  /** Its maker, proof included. */
  readonly making: number
  /** The proof by itself. */
  readonly proving: number
  /** All who check it together, proof included. */
  readonly checking: number
  /** The proof by itself. */
  readonly verifying: number
  readonly checkers: number
}

/** What a round cost all who took part, in milliseconds of processor time. */
export interface PlayedRound {
  readonly rows: number
  readonly persons: number
  readonly submitting: number
  /** All evaluators together. */
  readonly collecting: number
  readonly stages: readonly StageCost[]
  /** Of one multiplication of an element by a scalar, in the same minutes. */
  readonly multiplyMs: number
}

/** All that was done, in multiplications; no proof is counted twice. */
export function totalOf(played: PlayedRound): number {
  const stages = played.stages.map(({ making, checking }) => making + checking)
  const whole = stages.reduce((sum, one) => sum + one, played.submitting + played.collecting)
  return whole / played.multiplyMs
}

/**
 * A round from records to the last opening, step by step as coordinator and nodes do them, with
 * nothing between the steps. Half the persons of each list stand on the next one too.
 */
export async function playRound(scene: Scene, pool: PsiPool): Promise<PlayedRound> {
  const round = await openBenchRound(scene, pool)
  try {
    return await new Player(round, await Meter.start(scene.rows * scene.lists)).play(scene)
  } finally {
    await round.close()
  }
}

class Player {
  readonly #round: BenchRound
  readonly #meter: Meter
  readonly #done = new Map<string, StageDone>()
  #listsDigest = ''

  constructor(round: BenchRound, meter: Meter) {
    this.#round = round
    this.#meter = meter
  }

  async play(scene: Scene): Promise<PlayedRound> {
    for (const [at, list] of listIds(scene.lists).entries()) {
      const from = at * Math.floor(scene.rows / 2)
      await keepRecords(this.#round, { list, from, rows: scene.rows })
    }
    const { core } = (await this.#round.workOf(OWNER)).manifest
    const { lists, submitting } = await this.#submit(scene)
    const collecting = await this.#collect(lists)
    const stages: StageCost[] = []
    for (const stage of stagesOf(core)) stages.push(await this.#playStage(stage))
    return {
      rows: totalRows(core),
      persons: this.#personsOf(core),
      submitting,
      collecting,
      stages,
      multiplyMs: this.#meter.multiplyMs(),
    }
  }

  async #submit({ lists }: Scene) {
    const work = await this.#round.workOf(OWNER)
    const declared: ListToCollect[] = []
    const submitting = await this.#meter.of(async () => {
      for (const list of listIds(lists)) {
        declared.push({ sender: OWNER, declaration: await submitList(this.#round, work, list) })
      }
    })
    return { lists: declared, submitting }
  }

  async #collect(lists: readonly ListToCollect[]): Promise<number> {
    let collecting = 0
    for (const id of EVALUATORS) {
      const work = await this.#round.workOf(id)
      collecting += await this.#meter.of(async () => {
        this.#listsDigest = await collectLists(work, lists)
      })
    }
    return collecting
  }

  async #playStage(stage: Stage): Promise<StageCost> {
    const { manifest, counters } = await this.#round.workOf(OWNER)
    const { core } = manifest
    const maker = await this.#round.workOf(makerOf(core, stage))
    let done: StageDone | undefined
    const making = await this.#meter.of(async () => {
      await dropSpentRows(maker, stageName(stage))
      done = await this.#make(maker, stage)
    })
    if (done === undefined) throw new TypeError('the meter runs what it measures')
    this.#done.set(stageName(stage), done)
    const proven = core.proofs === 'full' && stage.kind !== 'cover'
    const seen = { stage, input: done.input, output: done.output }
    const proving = proven ? await this.#meter.of(() => proveStage(maker, seen)) : 0
    const checkers = checkersOf(core, stage, counters)
    const cost = { checking: 0, verifying: 0 }
    for (const id of checkers) {
      const found = await this.#check(await this.#round.workOf(id), stage, done)
      cost.checking += found.fetching + found.verifying
      cost.verifying += found.verifying
    }
    return { stage, rows: done.output.rows, making, proving, ...cost, checkers: checkers.length }
  }

  #make(work: RoundWork, stage: Stage): Promise<StageDone> {
    const { core } = work.manifest
    const digest = inputDigest(core, stage, {
      lists: this.#listsDigest,
      of: (one) => this.#shown(one).output.digest,
    })
    if (stage.kind === 'link') return linkTokens(work, this.#state(work))
    if (stage.kind === 'cover') return makeCover(work, stage, digest)
    if (stage.kind !== 'open') return makeStage(work, stage, { digest, rows: totalRows(core) })
    if (stage.turn === 0) return openFirst(work, this.#state(work), stage)
    const rows = this.#personsOf(core) + addedRows(core, stage.table)
    return makeStage(work, stage, { digest, rows })
  }

  /** As a node without a list does it: all evaluators of the bench are that. */
  async #check(work: RoundWork, stage: Stage, done: StageDone) {
    await dropSpentRows(work, stageName(stage))
    if (stage.kind === 'cover') {
      return { fetching: 0, verifying: await this.#meter.of(() => checkCover(work, stage, done)) }
    }
    const fetching = await this.#meter.of(async () => {
      if (stage.kind === 'open' && stage.turn === 0) await this.#sum(work, stage.table)
      await fetchStage(work, stage, done.output)
    })
    const seen = { stage, input: done.input, output: done.output }
    const verifying = await this.#meter.of(() => verifyStage(work, seen, done))
    return { fetching, verifying }
  }

  async #sum(work: RoundWork, table: string): Promise<void> {
    const { digest, rows } = this.#shown({ kind: 'link' }).output
    await sumPersons(work, table, { partition: await readPartition(work, rows), digest })
  }

  #personsOf(core: RunningRound['core']): number {
    return totalRows(core) - this.#shown({ kind: 'link' }).output.rows
  }

  #shown(stage: Stage): StageDone {
    const done = this.#done.get(stageName(stage))
    if (done === undefined) throw new TypeError(`${stageName(stage)} is not made`)
    return done
  }

  /** What the coordinator would keep of the stages so far. */
  #state({ manifest }: RoundWork): RunningRound {
    const stages = [...this.#done].map(([name, body]) => {
      return [name, { maker: '', done: { jws: '', body }, checked: {} }] as const
    })
    return { ...runningRound(manifest), stages: Object.fromEntries(stages) }
  }
}
