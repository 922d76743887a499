import { expect } from 'vitest'
import { isProblem, type Problem } from '../../src/base/problem.ts'
import type { NodeEvent } from '../../src/node/events.ts'
import type { LiveState } from '../../src/node/state.ts'
import type { StageDone } from '../../src/round/statements.ts'
import { makePaper } from '../round/paper.ts'
import { eventOf } from '../round/paper-events.ts'
import { PaperRound } from '../round/paper-round.ts'

export const one = await makePaper({ counters: 1, tables: 1 })
export const two = await makePaper({ counters: 2, tables: 1 })
export const OTHER = 'Z'.repeat(43)
/** How a node refuses what is not due, or has been answered. */
export const harmless = ['message.untimely', 'stage.answered']

export type Check = Extract<NodeEvent, { type: 'stage.check' }>

/** A round in which `self` is about to be told to check, or make, `stage`; and what it is told. */
export function awaiting<T extends 'stage.check' | 'stage.due'>(
  type: T,
  stage: string,
  { self, paper = two }: { self: string; paper?: typeof two },
) {
  const round = new PaperRound(paper)
  const isIt = () => {
    const [first] = round.toNodes.get(self)!
    if (first?.type !== type) return false
    const { body } = first as { body: { stage?: string; statement?: string } }
    return (body.stage ?? JSON.parse(body.statement ?? '').body.stage) === stage
  }
  round.playAll(isIt)
  const event = eventOf(round.toNodes.get(self)![0]!) // isIt has found it
  return { round, self, event: event as Extract<NodeEvent, { type: T }> }
}

/** What `event` leads to at the node: its refusal, or where its evaluator then stands. */
export function outcome(
  { round, self }: { round: PaperRound; self: string },
  event: NodeEvent,
): string {
  const state = round.nodes.get(self)!
  try {
    round.happen(self, event)
  } catch (error) {
    if (!isProblem(error)) throw error
    expect(round.nodes.get(self)).toBe(state)
    expect(round.toCoordinator.get(self)).toEqual([])
    return refused(error)
  }
  const { evaluator } = round.nodes.get(self) as LiveState
  return evaluator.at
}

function refused({ code, what, where = '' }: Problem): string {
  return code === 'stage.wrong-input' ? `${what}: ${where}` : code
}

export function withDone(event: Check, over: Partial<StageDone>): Check {
  const { shown } = event
  return { ...event, shown: { ...shown, done: { ...shown.done, ...over } } }
}
