import { isId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { NodeState } from '../node/state.ts'
import type { ConsoleContext, ConsoleParts } from './routes.ts'

/** The round that a path names, as this node knows it. */
export async function knownRound(
  context: ConsoleContext,
  { rounds }: Pick<ConsoleParts, 'rounds'>,
): Promise<NodeState> {
  const id = context.req.param('round') ?? ''
  const state = isId(id) ? await rounds.stateOf(id) : null
  if (state !== null) return state
  throw new Problem({
    code: 'round.unknown',
    what: 'This node was never asked to join such a round',
    // What is no name at all is not repeated.
    ...(isId(id) ? { where: id } : {}),
    status: 404,
  })
}
