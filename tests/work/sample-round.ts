import { systemClock } from '../../src/base/clock.ts'
import { COORDINATOR } from '../../src/base/ids.ts'
import { linkTokens, openFirst } from '../../src/coordinator/own-stages.ts'
import type { RunningRound, StageRecord } from '../../src/coordinator/state.ts'
import { checkShownStage, makeDueStage } from '../../src/node/evaluator-work.ts'
import { sealListQualities, takeListQualities } from '../../src/node/list-quality.ts'
import type { NodeParts } from '../../src/node/parts.ts'
import type { Chain, DeclaredList } from '../../src/node/state.ts'
import { checkersOf, findStage, makerOf, stageName, stagesOf } from '../../src/round/stages.ts'
import type { StageDone } from '../../src/round/statements.ts'
import { type Database, openDatabase } from '../../src/storage/database.ts'
import { collectLists } from '../../src/work/collect-lists.ts'
import type { RoundWork } from '../../src/work/round-work.ts'
import type { SampleKind } from '../round/sample.ts'
import { type ClearRow, qualityOf, sampleRows, sendList } from './sample-lists.ts'
import { memoryRelay, sampleWork } from './sample-work.ts'

/**
 * A small round over real stores in memory, one for each party, and one relay. Rows that a party needs
 * no more stay unless `dropping`, so that tests can look at any stage afterwards.
 */
export async function openSampleRound(kind: SampleKind = {}, size = 4, dropping = false) {
  const databases = new Map<string, Database>()
  for (const id of [COORDINATOR, 'police', 'shelter', 'border', 'court', 'rapporteur']) {
    const database = await openDatabase({ url: 'sqlite::memory:', clock: systemClock })
    if (!dropping) database.stores.rows.dropBatch = async () => undefined
    databases.set(id, database)
  }
  const relay = memoryRelay()
  const sample = await sampleWork(size, (id) => databases.get(id)!, relay, kind)
  const close = async () => {
    for (const database of databases.values()) await database.close()
  }
  return new SampleRound({ ...sample, relay, close })
}

type Parts = Awaited<ReturnType<typeof sampleWork>> & {
  readonly relay: ReturnType<typeof memoryRelay>
  readonly close: () => Promise<void>
}

export class SampleRound {
  readonly parts: Parts
  readonly roster: DeclaredList[] = []
  /** What each evaluator has seen and checked. */
  readonly chains = new Map<string, Chain>()
  readonly stages: Record<string, StageRecord> = {}

  constructor(parts: Parts) {
    this.parts = parts
  }

  workOf(id: string): RoundWork {
    return this.parts.workOf(id)
  }

  nodeParts(id: string): NodeParts {
    const { agreement } = this.parts
    const { database } = this.workOf(id)
    // What counting needs of a node, and no more.
    return { agreement, database, storageKey: new Uint8Array(32).fill(3) } as unknown as NodeParts
  }

  /** Owners send their lists; every evaluator collects them. */
  async collect(rows: Readonly<Record<string, readonly ClearRow[]>> = sampleRows): Promise<this> {
    for (const { id, organisation } of this.parts.core.lists) {
      const owner = this.workOf(organisation)
      const declaration = await sendList(owner, id, rows[organisation] ?? [])
      const quality = await sealListQualities(owner, [qualityOf(id, rows[organisation] ?? [])])
      this.roster.push({ sender: organisation, declaration, checks: {}, quality, jws: '' })
    }
    for (const id of this.workOf(COORDINATOR).counters) {
      await takeListQualities(this.workOf(id), this.nodeParts(id), this.roster)
    }
    for (const id of this.parts.core.evaluators) {
      const inputDigest = await collectLists(this.workOf(id), this.roster)
      this.chains.set(id, { roster: this.roster, inputDigest, stages: [] })
    }
    return this
  }

  /** Makes and checks stages in their order, up to and with that one; all of them without. */
  async play(last?: string): Promise<this> {
    for (const stage of stagesOf(this.parts.core)) {
      const name = stageName(stage)
      if (name in this.stages) continue
      await this.check(name, await this.make(name))
      if (name === last) return this
    }
    return this
  }

  async make(name: string, work?: RoundWork): Promise<StageDone> {
    const { core } = this.parts
    const stage = findStage(core, name)!
    const maker = makerOf(core, stage)
    const own = work ?? this.workOf(maker)
    if (stage.kind === 'link') return linkTokens(own, this.state())
    if (stage.kind === 'open' && stage.turn === 0) return openFirst(own, this.state(), stage)
    const chain = this.chains.get(maker)!
    return makeDueStage(own, this.nodeParts(maker), { chain, stage: name })
  }

  /** All who check a stage do, and take it as seen. Gives their tallies. */
  async check(name: string, done: StageDone): Promise<(string | null)[]> {
    const { core } = this.parts
    const stage = findStage(core, name)!
    const shown = { maker: makerOf(core, stage), done, jws: '' }
    const checkers = checkersOf(core, stage, this.workOf(COORDINATOR).counters)
    const tallies: (string | null)[] = []
    for (const id of checkers) {
      const chain = this.chains.get(id)!
      tallies.push(await checkShownStage(this.workOf(id), this.nodeParts(id), { chain, shown }))
    }
    for (const id of [shown.maker, ...checkers]) {
      const chain = this.chains.get(id)
      if (chain !== undefined) {
        this.chains.set(id, { ...chain, stages: [...chain.stages, shown] })
      }
    }
    this.stages[name] = { maker: shown.maker, done: { jws: '', body: done }, checked: {} }
    return tallies
  }

  /** As far as the coordinator's own stages read it. */
  state(): RunningRound {
    return { core: this.parts.core, stages: this.stages } as RunningRound
  }

  close(): Promise<void> {
    return this.parts.close()
  }
}
