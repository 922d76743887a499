import { systemClock } from '../../src/base/clock.ts'
import { Problem } from '../../src/base/problem.ts'
import { sealEnvelope } from '../../src/messages/envelope.ts'
import { accuseMaker, checkOrAccuse, collectOrAccuse } from '../../src/node/evaluator-work.ts'
import { type Accusation, accusing } from '../../src/node/evidence.ts'
import type { RunningState } from '../../src/node/owner-steps.ts'
import type { NodeParts } from '../../src/node/parts.ts'
import type { DeclaredList, EvaluatorTrack, ShownStage } from '../../src/node/state.ts'
import type { Declaration } from '../../src/round/batch.ts'
import { coreDigest } from '../../src/round/manifest.ts'
import { findStage, makerOf, stageName, stagesOf } from '../../src/round/stages.ts'
import type { StageDone } from '../../src/round/statements.ts'
import { openDatabase } from '../../src/storage/database.ts'
import { openBatch } from '../../src/work/batch-reader.ts'
import type { RoundWork } from '../../src/work/round-work.ts'
import { INPUT } from '../../src/work/stage-rows.ts'
import { refusalOf } from '../base/refusal-of.ts'
import { identityIn, type SampleKind } from '../round/sample.ts'
import { openSampleRound, type SampleRound } from '../work/sample-round.ts'

/** Evidence as it is written, and what the round then ended with at the node that wrote it. */
export interface Written {
  readonly name: string
  readonly text: string
  readonly problem: Problem
}

/** A sample round in which everything is signed, with nodes that write evidence. */
export class AccusingRound {
  readonly round: SampleRound
  #sequence = 0

  constructor(round: SampleRound) {
    this.round = round
  }

  static async open(kind: SampleKind, size = 4): Promise<AccusingRound> {
    return new AccusingRound(await (await openSampleRound(kind, size)).collect())
  }

  sign(from: string, type: string, body: unknown): Promise<string> {
    const { agreement, core, manifest } = this.round.parts
    const binding = type.startsWith('keys.') ? coreDigest(core) : manifest.digest
    return sealEnvelope(identityIn(agreement, from), {
      ...{ version: 1, type, round: core.round, binding },
      ...{ from, to: 'coordinator', sequence: ++this.#sequence, body },
    })
  }

  async shown(done: StageDone): Promise<ShownStage> {
    const { core } = this.round.parts
    const stage = findStage(core, done.stage)
    if (stage === null) throw new TypeError(done.stage)
    const maker = makerOf(core, stage)
    return { maker, done, jws: await this.sign(maker, 'stage.done', done) }
  }

  /** What a node that checks finds of a stage that its maker signed like this. */
  async stage(checker: string, done: StageDone): Promise<Written> {
    const chain = this.round.chains.get(checker)!
    const evaluator: EvaluatorTrack = { at: 'checking', chain, shown: await this.shown(done) }
    return this.#written(checker, evaluator, checkOrAccuse)
  }

  /** What a node that collects finds when an owner declared its list like this. */
  async list(checker: string, owner: string, declaration: Declaration): Promise<Written> {
    const roster: DeclaredList[] = []
    for (const one of this.round.roster) {
      const declared = one.sender === owner ? declaration : one.declaration
      const body = { batches: [declared], checks: {}, quality: { ...one.quality } }
      const jws = await this.sign(one.sender, 'lists.declare', body)
      roster.push({ ...one, declaration: declared, jws })
    }
    return this.#written(checker, { at: 'collecting', roster }, collectOrAccuse)
  }

  /** Evidence as somebody writes it who accuses a maker that did what it should. */
  async falsely(checker: string, done: StageDone): Promise<string> {
    const chain = this.round.chains.get(checker)!
    const shown = await this.shown(done)
    const accuse = () => accuseMaker(this.round.workOf(checker), { chain, shown })
    return this.#invented(checker, { at: 'checking', chain, shown }, accuse)
  }

  async falselyOfList(checker: string, owner: string): Promise<string> {
    const { declaration } = this.round.roster.find(({ sender }) => sender === owner)!
    const source = await openBatch(this.round.workOf(checker), declaration, owner)
    const jws = await this.sign(owner, 'lists.declare', {
      batches: [declaration],
      checks: {},
      quality: {},
    })
    const { name } = declaration
    const accusation = { accused: owner, subject: name, statements: [jws] }
    const batches = async () => [{ name, chunks: [0], source }]
    return this.#invented(checker, { at: 'none' }, () => ({ ...accusation, batches }))
  }

  /** Evidence of whatever somebody is accused of. */
  async accused(checker: string, accusation: Accusation): Promise<Written> {
    return this.#accusing(checker, { at: 'none' }, () => accusation)
  }

  async #invented(checker: string, evaluator: EvaluatorTrack, accuse: () => Accusation) {
    return (await this.#accusing(checker, evaluator, accuse)).text
  }

  async #accusing(checker: string, evaluator: EvaluatorTrack, accuse: () => Accusation) {
    const run = () => Promise.reject(new Problem({ code: 'proof.invalid', what: 'Invented' }))
    return this.#written(checker, evaluator, (_, state, parts) =>
      accusing(parts, state, { run, accuse }),
    )
  }

  async #written(
    checker: string,
    evaluator: EvaluatorTrack,
    run: (work: RoundWork, state: RunningState, parts: NodeParts) => Promise<unknown>,
  ): Promise<Written> {
    const kept: { name: string; text: string }[] = []
    const faults: unknown[] = []
    const parts = {
      ...this.round.nodeParts(checker),
      log: { info: () => undefined, error: (_: string, what: unknown) => faults.push(what) },
      evidence: {
        keep: async (name: string, pieces: AsyncIterable<string>) => {
          let text = ''
          for await (const piece of pieces) text += piece
          kept.push({ name, text })
          return name
        },
      },
    }
    const state = await this.state(evaluator)
    const stage = evaluator.at === 'checking' ? evaluator.shown.done.stage : ''
    const work = await this.#workWithout(checker, stage)
    const problem = await refusalOf(run(work, state, parts))
    await work.database.close()
    if (faults.length > 0) throw faults[0]
    const [only] = kept
    if (only === undefined) throw new Error(`no evidence of ${problem.message}`)
    return { ...only, problem }
  }

  /** What a node works with that has not fetched this stage yet. */
  async #workWithout(checker: string, stage: string): Promise<RoundWork> {
    const work = this.round.workOf(checker)
    const { core } = work.manifest
    const database = await openDatabase({ url: 'sqlite::memory:', clock: systemClock })
    for (const name of [INPUT, ...stagesOf(core).map(stageName)]) {
      const kept = await work.database.stores.rows.range(core.round, name, 0, 100_000)
      if (name === stage || kept.length === 0) continue
      await database.stores.rows.putRows(core.round, name, kept)
    }
    return { ...work, database }
  }

  async state(evaluator: EvaluatorTrack): Promise<RunningState> {
    const { core, manifest, reveals } = this.round.parts
    const signedReveals = await Promise.all(
      reveals.map((reveal) => this.sign(reveal.record.holder, 'keys.reveal', reveal)),
    )
    return {
      ...{ phase: 'running', core, coreDigest: coreDigest(core), owner: { at: 'none' } },
      ...{ manifest, signedReveals, evaluator },
    } as RunningState
  }
}
