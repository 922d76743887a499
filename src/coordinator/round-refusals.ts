import { isId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Agreement } from '../round/agreement.ts'

export function unknownRound(round: string): Problem {
  return new Problem({
    code: 'round.unknown',
    what: 'There is no such round',
    ...(isId(round) ? { where: round } : {}),
    remedy: 'round status lists the rounds there are.',
    status: 404,
  })
}

export function roundExists(round: string): Problem {
  return new Problem({
    code: 'round.exists',
    what: 'There is a round of that name already',
    where: round,
    remedy: 'Choose another name; a round is never run twice.',
    status: 409,
  })
}

export function tooFewLists(round: string): Problem {
  return new Problem({
    code: 'manifest.too-few-lists',
    what: 'The round would have fewer lists than the agreement asks for',
    where: round,
  })
}

export function sequenceTwice(from: string): Problem {
  return new Problem({
    code: 'message.sequence-twice',
    what: 'Two different messages of one node carry the same number',
    where: from,
    remedy: 'Was the node restored from a backup? Then it must not go on with this round.',
    status: 409,
  })
}

/** A misspelt list would be left out, and the release would count fewer persons unnoticed. */
export function refuseUnknownLists({ terms }: Agreement, lists: readonly string[]): void {
  const known = new Set(terms.lists.map((list) => list.id))
  const unknown = lists.filter((list) => !known.has(list))
  if (unknown.length === 0) return
  throw new Problem({
    code: 'round.unknown-list',
    what: 'A round is asked for with lists that are not in the agreement',
    where: unknown.join(', '),
    remedy: 'Check the ids; agreement.yaml names them all.',
  })
}
