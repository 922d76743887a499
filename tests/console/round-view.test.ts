import { describe, expect, it } from 'vitest'
import { partyLines, phaseLines } from '../../src/console/round-view.ts'
import { makePaper } from '../round/paper.ts'

const { core } = await makePaper()
const [second = '', first = ''] = core.evaluators
const owner = core.lists[0]!.organisation

/** Events a second apart: kind, detail, party. */
function events(...all: readonly (readonly [string, string, string?])[]) {
  return all.map(([kind, detail, party], at) => ({
    ...{ kind, detail, party: party ?? null, bytes: null },
    atMs: (at + 1) * 1000,
  }))
}

const states = (...of: Parameters<typeof phaseLines>) =>
  Object.fromEntries(phaseLines(...of).map(({ phase, state }) => [phase, state]))

describe('the steps of a round as a node knows them', () => {
  it('follow from its own messages alone, where the coordinator is not asked', () => {
    const heard = events(['heard', 'round.proposed'], ['heard', 'manifest.signed'])
    const found = states(core, heard, 'running')
    expect(found).toMatchObject({ signing: 'done', declaring: 'now', mixing: 'to-come' })
    expect(found).not.toHaveProperty('counting')
  })

  it('say the stage and who is waited for, once the coordinator has told', () => {
    const told = events(
      ['heard', 'stage.check mix/1', first],
      ['waits', 'mixing mix/2 making', second],
    )
    const now = phaseLines(core, told, 'running').find(({ state }) => state === 'now')
    expect(now).toMatchObject({
      phase: 'mixing',
      stage: 'mix/2',
      waitsFor: [second],
      sinceMs: 1000,
    })
  })

  it('are all done after a release, and not reached where it ended before', () => {
    const heard = events(['heard', 'keys.committed'])
    expect(new Set(Object.values(states(core, heard, 'released')))).toEqual(new Set(['done']))
    expect(states(core, heard, 'ended')).toMatchObject({
      committing: 'done',
      revealing: 'not-reached',
      releasing: 'not-reached',
    })
  })

  it('leave out what they cannot read', () => {
    const odd = events(['heard', 'round.aborted'], ['said', 'keys.commit'], ['waits', 'no-phase'])
    expect(states(core, odd, 'running')).toMatchObject({ committing: 'to-come' })
  })
})

describe('what each party was last seen to do', () => {
  const last = (of: ReturnType<typeof events>, id: string) =>
    partyLines(core, of, { self: first, running: true }).find((line) => line.id === id)

  it('is what everybody must have done for a message to come', () => {
    const heard = events(['heard', 'manifest.signed'], ['heard', 'roster.proposed'])
    expect(last(heard, owner)?.last).toMatchObject({ phase: 'declaring', atMs: 2000 })
    expect(last(heard, first)?.last).toMatchObject({ phase: 'signing', atMs: 1000 })
  })

  it('is what it was waited for until it no longer was', () => {
    const waits = events(
      ['waits', 'committing', `${first} ${second}`],
      ['waits', 'committing', second],
      ['waits', 'evaluating evaluate/1 checking', second],
    )
    expect(last(waits, first)).toMatchObject({ waited: false, last: { phase: 'committing' } })
    expect(last(waits, second)).toMatchObject({
      waited: true,
      last: { phase: 'committing', atMs: 3000 },
    })
    expect(
      partyLines(core, waits, { self: first, running: false }).some(({ waited }) => waited),
    ).toBe(false)
  })

  it('goes by the furthest step, also where an earlier one was noted late', () => {
    const late = events(
      ['waits', 'declaring', owner],
      ['heard', 'lists.complete'],
      ['waits', 'checking', first],
      ['said', 'stage.done mix/2'],
      ['said', 'keys.commit'],
    )
    expect(last(late, owner)?.last).toMatchObject({ phase: 'uploading', atMs: 2000 })
    expect(last(late, first)?.last).toMatchObject({ phase: 'mixing', stage: 'mix/2' })
  })

  it('names the maker of a stage, and nothing of who was not seen', () => {
    const shown = events(['heard', 'stage.check open/persons/0', 'coordinator'])
    expect(last(shown, 'coordinator')?.last).toMatchObject({
      phase: 'opening',
      stage: 'open/persons/0',
    })
    expect(last(shown, first)?.last).toBeNull()
  })
})
