import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fromBase64Url } from '../../src/base/bytes.ts'
import { COORDINATOR } from '../../src/base/ids.ts'
import { readQuality, takeLinkReport } from '../../src/counter/link-quality.ts'
import { makeRelease } from '../../src/counter/make-release.ts'
import { type CountedLinks, encodeLinkReport } from '../../src/round/quality-reports.ts'
import type { StageDone } from '../../src/round/statements.ts'
import { openForCounter, sealToCounters } from '../../src/work/seal-to-counters.ts'
import { refusalOf } from '../base/refusal-of.ts'
import { openSampleRound, type SampleRound } from '../work/sample-round.ts'
import { unattackedParts } from './unattacked-parts.ts'

const kind = 'samentel link report v2'
let round: SampleRound
let done: StageDone
beforeAll(async () => {
  round = await (await (await openSampleRound({ proofs: 'off' })).collect()).play()
  done = round.stages['link']!.done.body
})
afterAll(() => round.close())

/** Anna is on three lists, with her number on two; Bilal on two, with his number on both. */
const counted: CountedLinks = {
  links: 3,
  linksByNumbers: 3,
  labelled: [{ numbers: 'bsn', same: 2, found: 0, different: 0 }],
  overfull: 0,
  conflicts: 0,
  ambiguous: 0,
  chainsUndone: 0,
  capped: 0,
  ties: 0,
}

function taking(report: Record<string, string>) {
  const made = { done: { ...done, report }, checks: [] }
  return takeLinkReport(round.workOf('court'), round.nodeParts('court'), made)
}

/** What a coordinator seals that says so. */
function said(bytes: Uint8Array) {
  return sealToCounters(round.workOf(COORDINATOR), kind, bytes)
}

describe('what the coordinator says of its links', () => {
  it('is known to the counters, and kept by each for the release', async () => {
    for (const counter of ['court', 'rapporteur']) {
      const { links } = await readQuality(round.nodeParts(counter), 'spring')
      expect(links).toEqual(counted)
    }
    const parts = unattackedParts(round.nodeParts('rapporteur'), 0)
    const { release } = await makeRelease(round.workOf('rapporteur'), parts)
    expect(release.linkage?.links).toEqual({ status: 'shown', value: 3 })
    expect(release.linkage?.recall).toBeNull()
    expect(release.corrected).toEqual([])
  })

  it('opens for nobody else, and is as long whatever it says', async () => {
    expect(Object.keys(done.report!).sort()).toEqual(['court', 'rapporteur'])
    const large = { ...counted, links: 999_999, ambiguous: 123_456 }
    const other = await said(encodeLinkReport(large))
    const lengths = [...Object.values(done.report!), ...Object.values(other)].map(
      (sealed) => fromBase64Url(sealed).length,
    )
    expect(new Set(lengths)).toEqual(new Set([1120 + 1024 + 16]))
    // Border evaluates, and has everything of the round but a counter's key.
    for (const sealed of Object.values(done.report!)) {
      const from = { sender: COORDINATOR, sealed: { border: sealed } }
      const problem = await refusalOf(openForCounter(round.workOf('border'), kind, from))
      expect(problem.code).toBe('seal.not-for-us')
    }
  })

  it('is refused when it is not there, another’s, or does not read', async () => {
    const text = (value: string) => new TextEncoder().encode(value.padEnd(1024))
    const odd = [
      {},
      { court: done.report!['rapporteur']! },
      await sealToCounters(round.workOf('police'), kind, encodeLinkReport(counted)),
      await said(encodeLinkReport(counted).subarray(0, 1023)),
      await said(text('links')),
      await said(text(JSON.stringify({ ...counted, ties: -1 }))),
      await said(text(JSON.stringify({ ...counted, more: 1 }))),
    ]
    for (const report of odd) {
      const problem = await refusalOf(taking(report))
      expect([problem.code, problem.where]).toEqual(['links.report-unreadable', 'coordinator'])
    }
  })

  it('is refused when it cannot be, or is of other links than were shown', async () => {
    const labelled = (same: number, found: number) => ({
      labelled: [{ numbers: 'bsn', same, found, different: 0 }],
    })
    const odd = [
      { links: 4 },
      { linksByNumbers: 4 },
      labelled(2, 3),
      { labelled: [] },
      { labelled: [{ numbers: 'skn', same: 2, found: 0, different: 0 }] },
    ]
    for (const change of odd) {
      const report = await said(encodeLinkReport({ ...counted, ...change }))
      const problem = await refusalOf(taking(report))
      expect([problem.code, problem.where]).toEqual(['links.report-wrong', 'coordinator'])
    }
    await taking(await said(encodeLinkReport(counted)))
  })
})

it('in a covered round neither the coordinator nor an owner tells anything', async () => {
  const covered = await (await openSampleRound({ covered: true, proofs: 'off' })).collect()
  try {
    await covered.play('link')
    expect(covered.stages['link']!.done.body.report).toBeNull()
    expect(covered.roster.map(({ quality }) => quality)).toEqual([{}, {}, {}])
    for (const counter of ['court', 'rapporteur']) {
      await expect(readQuality(covered.nodeParts(counter), 'spring')).rejects.toThrow('not taken')
    }
  } finally {
    await covered.close()
  }
})
