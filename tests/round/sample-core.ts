import type { Core } from '../../src/round/manifest.ts'

export const form = { id: 'form', codes: ['work', 'farm', 'unknown', 'conflict'] }
export const sex = { id: 'sex', codes: ['female', 'unknown', 'conflict'] }

/** e1 owns a list; which other evaluators do, the counters tell. */
export function coreWith(evaluators: number, over: Partial<Core> = {}): Core {
  return {
    version: 2,
    round: 'spring',
    agreement: 'digest',
    openedMs: 1,
    deadlineMs: 2,
    evaluators: Array.from({ length: evaluators }, (_, at) => `e${at + 1}`),
    lists: [
      { id: 'p', organisation: 'police', rows: 10 },
      { id: 'e', organisation: 'e1', rows: 7 },
    ],
    slots: ['bsn', 'name'],
    tables: [form],
    checks: 0,
    proofs: 'full',
    cover: null,
    recipe: 'short/1',
    rule: 'l2',
    ...over,
  }
}

export const threeLists = ['a', 'b', 'c'].map((id) => ({ id, organisation: id, rows: 6 }))
