import { Problem } from '../base/problem.ts'
import type { RunningRound } from './state.ts'
import type { Outcome, Telling } from './step.ts'

type Message = {
  [T in Telling['type']]: Omit<Extract<Telling, { type: T }>, 'to'>
}[Telling['type']]

export function tell(state: RunningRound, to: readonly string[], message: Message): Outcome {
  // The body belongs to the type, as Message pairs them.
  return { state, outbox: to.map((one) => ({ ...message, to: one }) as Telling) }
}

/** What breaks the protocol, and who did it. */
export function broken(code: string, what: string, who: readonly string[]): Problem {
  return new Problem({ code, what, where: who.join(', '), status: 409 })
}
