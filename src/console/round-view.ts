import { COORDINATOR } from '../base/ids.ts'
import { type Core, listsOwnedBy } from '../round/manifest.ts'
import type { StoredEvent } from '../storage/round-diary-store.ts'

/** A round's way, in the words of the coordinator's phases. */
export const phases = [
  'committing',
  'revealing',
  'signing',
  'declaring',
  'rostering',
  'uploading',
  'checking',
  'mixing',
  'evaluating',
  'linking',
  'opening',
  'counting',
  'answering',
  'releasing',
] as const
export type Phase = (typeof phases)[number]

export interface PhaseLine {
  readonly phase: Phase
  readonly state: 'done' | 'now' | 'to-come' | 'not-reached'
  /** When it began, as far as this node was told. */
  readonly sinceMs: number | null
  /** While it is now: the stage, and who is waited for. */
  readonly stage: string | null
  readonly waitsFor: readonly string[]
}

/** A step of a party: the phase, and of a stage its name. */
export interface Deed {
  readonly phase: Phase
  readonly stage: string | null
  readonly atMs: number
}

export interface PartyLine {
  readonly id: string
  readonly owns: number
  /** 1-based turn of an evaluator; null: none. */
  readonly turn: number | null
  /** The round waits for it now. */
  readonly waited: boolean
  /** The last step that this node knows it to have done; null: none yet. */
  readonly last: Deed | null
}

type Event = StoredEvent & { readonly atMs: number }
type Where = 'running' | 'released' | 'ended'

/** The phase that has begun when this node hears a message, and who has done what by then (states.md). */
const heardOf: Readonly<
  Record<string, { begins: Phase; done?: [Phase, 'owners' | 'evaluators' | 'all'] }>
> = {
  'round.proposed': { begins: 'committing' },
  'keys.committed': { begins: 'revealing', done: ['committing', 'evaluators'] },
  'manifest.complete': { begins: 'signing', done: ['revealing', 'evaluators'] },
  'manifest.signed': { begins: 'declaring', done: ['signing', 'all'] },
  'roster.proposed': { begins: 'rostering', done: ['declaring', 'owners'] },
  'roster.complete': { begins: 'uploading', done: ['rostering', 'evaluators'] },
  'lists.complete': { begins: 'checking', done: ['uploading', 'owners'] },
  'mix.complete': { begins: 'evaluating', done: ['mixing', 'evaluators'] },
  'counts.due': { begins: 'counting' },
  'questions.due': { begins: 'answering' },
  'release.due': { begins: 'releasing' },
}

const kindsOfStage: Readonly<Record<string, Phase>> = {
  mix: 'mixing',
  evaluate: 'evaluating',
  link: 'linking',
  cover: 'opening',
  open: 'opening',
}

export function phaseLines(core: Core, events: readonly Event[], where: Where): PhaseLine[] {
  const ways = phases.filter(
    (phase) => core.cover !== null || (phase !== 'counting' && phase !== 'answering'),
  )
  const begun = events.flatMap((event) => {
    const phase = begins(event)
    return phase === null ? [] : [{ phase, atMs: event.atMs }]
  })
  const at = Math.max(-1, ...begun.map(({ phase }) => ways.indexOf(phase)))
  const last = events.findLast(({ kind }) => kind === 'waits')
  return ways.map((phase, place) => {
    const isNow = where === 'running' && place === at
    const told = isNow && last !== undefined && phaseOf(last) === phase ? last : undefined
    return {
      phase,
      state: stateOf(place, at, where),
      sinceMs: begun.find((one) => one.phase === phase)?.atMs ?? null,
      stage: told?.detail.split(' ')[1] ?? null,
      waitsFor: partiesIn(told),
    }
  })
}

function stateOf(place: number, at: number, where: Where): PhaseLine['state'] {
  if (where === 'released' || place < at) return 'done'
  if (where === 'ended') return 'not-reached'
  return place === at ? 'now' : 'to-come'
}

function begins(event: Event): Phase | null {
  if (event.kind === 'waits') return phaseOf(event)
  if (event.kind !== 'heard') return null
  const [type = '', stage] = event.detail.split(' ')
  return heardOf[type]?.begins ?? (stage === undefined ? null : phaseOfStage(stage))
}

/** What each party was last seen to do, by what this node heard, said, and saw waited for. */
export function partyLines(
  core: Core,
  events: readonly Event[],
  { self, running }: { readonly self: string; readonly running: boolean },
): PartyLine[] {
  const owners = [...new Set(core.lists.map(({ organisation }) => organisation))]
  const ids = [...new Set([COORDINATOR, ...core.evaluators, ...owners])]
  const parties = ids.filter((id) => id !== COORDINATOR)
  const groups = { owners, evaluators: core.evaluators, all: parties }
  const deeds = [...deedsOf(groups, events), ...ownDeeds(self, events)]
  const waited = partiesIn(running ? events.findLast(({ kind }) => kind === 'waits') : undefined)
  return ids.map((id) => {
    const turn = core.evaluators.indexOf(id)
    return {
      id,
      owns: listsOwnedBy(core, id).length,
      turn: turn < 0 ? null : turn + 1,
      waited: waited.includes(id),
      last: furthest(deeds.filter(({ who }) => who.includes(id))),
    }
  })
}

/** What was seen to be waited for may be noted late: the furthest step counts, not the last noted. */
function furthest(deeds: readonly Deed[]): Deed | null {
  const place = ({ phase }: Deed) => phases.indexOf(phase)
  return deeds.reduce<Deed | null>((most, deed) => {
    if (most === null || place(deed) > place(most)) return deed
    return place(deed) === place(most) && deed.atMs >= most.atMs ? deed : most
  }, null)
}

const ownSteps: Readonly<Record<string, Phase>> = {
  'keys.commit': 'committing',
  'keys.reveal': 'revealing',
  'manifest.sign': 'signing',
  'lists.declare': 'declaring',
  'roster.sign': 'rostering',
  'lists.uploaded': 'uploading',
  'input.checked': 'checking',
  'cover.counted': 'counting',
  'questions.opened': 'answering',
  'release.made': 'releasing',
}

function ownDeeds(self: string, events: readonly Event[]): ByWhom[] {
  return events.flatMap(({ kind, detail, atMs }) => {
    if (kind !== 'said') return []
    const [type = '', stage] = detail.split(' ')
    const made = type === 'stage.done' && stage !== undefined ? phaseOfStage(stage) : null
    const phase = ownSteps[type] ?? made
    return phase === null ? [] : [{ phase, stage: stage ?? null, atMs, who: [self] }]
  })
}

type ByWhom = Deed & { readonly who: readonly string[] }

function deedsOf(
  groups: Readonly<Record<'owners' | 'evaluators' | 'all', readonly string[]>>,
  events: readonly Event[],
): ByWhom[] {
  let before: Event | undefined
  return events.flatMap((event) => {
    const { atMs } = event
    const [type = '', stage] = event.detail.split(' ')
    if (event.kind === 'waits') {
      const done = before === undefined ? [] : noLongerWaited(before, event)
      const was = before
      before = event
      return done.length === 0 || was === undefined
        ? []
        : [{ phase: phaseOf(was), stage: was.detail.split(' ')[1] ?? null, atMs, who: done }]
    }
    if (event.kind !== 'heard') return []
    const told = heardOf[type]?.done
    if (told !== undefined) return [{ phase: told[0], stage: null, atMs, who: groups[told[1]] }]
    const made = type === 'stage.check' && stage !== undefined ? phaseOfStage(stage) : null
    if (made !== null) return [{ phase: made, stage: stage ?? null, atMs, who: partiesIn(event) }]
    return type === 'round.released'
      ? [{ phase: 'releasing' as const, stage: null, atMs, who: partiesIn(event) }]
      : []
  })
}

function noLongerWaited(before: Event, after: Event): readonly string[] {
  const still = after.detail === before.detail ? partiesIn(after) : []
  return partiesIn(before).filter((id) => !still.includes(id))
}

function partiesIn(event: Event | undefined): readonly string[] {
  return event?.party?.split(' ').filter((id) => id !== '') ?? []
}

function phaseOf({ detail }: Event): Phase {
  return (detail.split(' ')[0] ?? '') as Phase // what is none is found nowhere
}

function phaseOfStage(stage: string): Phase | null {
  return kindsOfStage[stage.split('/')[0] ?? ''] ?? null
}
