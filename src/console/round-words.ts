import type { RuleName } from '../round/standing-rules.ts'
import type { Hop, Owner } from './failures.ts'
import type { Phase } from './round-view.ts'

/** Words of the pages about rounds: what is asked, what would leave, how far a round is. */
export interface RoundWords {
  readonly listTitle: string
  readonly none: string
  readonly round: string
  readonly opened: string
  readonly state: string
  readonly ends: string
  readonly states: {
    asked: string
    proposed: string
    signed: string
    running: string
    released: string
    aborted: string
  }
  readonly pause: {
    readonly title: string
    readonly on: string
    readonly off: string
    readonly first: (who: string) => string
    readonly pause: string
    readonly resume: string
    readonly confirm: string
    /** Takes back what a first person said to resume. */
    readonly keep: string
    readonly officerFirst: string
  }
  readonly consentMode: Readonly<Record<'by-agreement' | 'ask' | 'by-rules', string>>
  readonly fourEyes: string
  readonly support: string
  readonly supportNote: string
  readonly title: (id: string) => string
  readonly heard: (when: string) => string
  readonly neverHeard: string
  readonly missed: (when: string, code: string) => string
  readonly refresh: string
  readonly byItself: string
  readonly stop: string
  readonly ask: {
    readonly title: string
    readonly lead: (until: string) => string
    readonly first: (who: string) => string
    readonly lists: string
    readonly ownLists: string
    readonly parties: string
    readonly rules: string
    readonly noRules: string
    readonly holds: string
    readonly broken: string
    readonly accept: string
    readonly confirm: string
    readonly acceptNote: string
    readonly refuse: string
    readonly refuseNote: string
    readonly reason: string
    readonly reasonNote: string
    readonly readOnly: string
    /** For an operator, where nobody has accepted yet. */
    readonly officerFirst: string
    readonly decided: (who: string, when: string) => string
  }
  readonly rules: Readonly<Record<RuleName, string>>
  readonly learning: {
    readonly title: string
    readonly note: string
    readonly seat: string
    readonly who: string
    readonly learns: string
    readonly together: string
    readonly togetherNote: string
    readonly coalition: string
    readonly own: string
    readonly ownNote: string
    readonly noOwn: string
    readonly everybody: string
    readonly unknown: string
    readonly conflict: string
  }
  readonly leaving: {
    readonly title: string
    readonly link: string
    readonly note: string
    readonly batches: string
    readonly batch: string
    readonly rows: string
    readonly rowBytes: string
    readonly chunks: string
    readonly bytes: string
    readonly sealedTo: string
    readonly messages: string
    readonly message: string
    readonly total: (least: string, most: string) => string
    readonly totalAtLeast: (least: string) => string
    readonly between: (least: string, most: string) => string
    readonly atLeast: (least: string) => string
    readonly besides: string
    readonly row: string
    readonly rowNote: (record: string) => string
    readonly record: string
    readonly padding: string
    readonly part: string
    readonly hex: string
    readonly noLists: string
    readonly names: {
      a: string
      slot: string
      label: string
      presence: string
      code: string
      proof: string
    }
  }
  readonly progress: {
    readonly title: string
    readonly phase: string
    readonly state: string
    readonly since: string
    readonly waitsFor: string
    readonly phases: Readonly<Record<Phase, string>>
    readonly states: { done: string; now: string; 'to-come': string; 'not-reached': string }
    readonly parties: string
    readonly party: string
    readonly part: string
    readonly last: string
    readonly now: string
    readonly waited: string
    readonly notWaited: string
    readonly nothingYet: string
    readonly owner: (lists: number) => string
    readonly evaluator: (turn: number) => string
    readonly coordinator: string
    readonly us: string
    readonly work: string
    readonly step: string
    readonly done: string
    readonly of: (done: string, total: string) => string
    readonly diary: string
    readonly when: string
    readonly what: string
    readonly kinds: { heard: string; said: string; waits: string; ended: string }
    readonly nothing: string
  }
  readonly failed: {
    readonly title: string
    readonly code: string
    readonly hop: string
    readonly owner: string
    readonly by: string
    readonly next: string
    readonly words: string
    readonly hops: Readonly<Record<Hop, string>>
    readonly owners: Readonly<Record<Owner, string>>
    /** Before what is for somebody else to do. */
    readonly forOperator: string
  }
  readonly released: string
}
