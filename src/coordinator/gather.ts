import { Problem } from '../base/problem.ts'
import { canonicalJson } from '../crypto/canonical.ts'
import type { NodeType } from '../round/statements.ts'
import type { RunningRound, Statement, Statements } from './state.ts'

/** Adds a statement. The same one twice is harmless; another one in its place is refused (12.1). */
export function addStatement<T extends NodeType>(
  state: RunningRound,
  said: { readonly type: T; readonly from: string; readonly statement: Statement<T> },
): RunningRound {
  const before: Readonly<Record<string, Statement<T>>> = state.said[said.type] ?? {}
  const earlier = before[said.from]
  if (earlier !== undefined) {
    if (canonicalJson(earlier.body) === canonicalJson(said.statement.body)) return state
    throw new Problem({
      code: 'statement.second',
      what: 'A node says something else than it said before',
      where: `round ${state.core.round}, ${said.from}, ${said.type}`,
      status: 409,
    })
  }
  const added: Statements = {
    ...state.said,
    [said.type]: { ...before, [said.from]: said.statement },
  }
  return { ...state, said: added }
}

export function statementsOf<T extends NodeType>(
  state: RunningRound,
  type: T,
): Readonly<Record<string, Statement<T>>> {
  return state.said[type] ?? {}
}

export function hasAll(state: RunningRound, type: NodeType, from: readonly string[]): boolean {
  const said = statementsOf(state, type)
  return from.every((id) => said[id] !== undefined)
}

/** The signed texts of those named, in that order, to hand on. */
export function textsOf(state: RunningRound, type: NodeType, from: readonly string[]): string[] {
  const said = statementsOf(state, type)
  return from.map((id) => said[id]?.jws ?? '')
}

/** Commitments and keys: the coordinator's own stand last, as in the order of key holders. */
export function withOwn(state: RunningRound, type: 'keys.commit' | 'keys.reveal'): string[] {
  const own = type === 'keys.commit' ? state.own.commit : state.own.reveal
  return [...textsOf(state, type, state.core.evaluators), own]
}
