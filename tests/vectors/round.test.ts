import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { loadSodiumEngine } from '../../src/group/sodium-engine.ts'
import { playRound } from './play-round.ts'
import { readRound } from './read-round.ts'
import type { RoundFile, RoundOutput } from './round-file.ts'

const url = new URL('../../protocol/vectors/round.json', import.meta.url)
const { input, output }: RoundFile = JSON.parse(readFileSync(url, 'utf8'))

/** Step by step, so that a failure names the first that comes out otherwise. */
function expectRound(found: RoundOutput): void {
  const plain: RoundOutput = JSON.parse(JSON.stringify(found))
  const { stages, ...others } = plain
  expect(others).toEqual({ ...output, stages: undefined })
  expect(stages.map(({ stage }) => stage)).toEqual(output.stages.map(({ stage }) => stage))
  for (const [at, stage] of stages.entries()) {
    expect(stage, stage.stage).toEqual(output.stages[at])
  }
}

describe('the vector of a whole round', () => {
  it('is what a second reading of the specification gives', () => {
    expectRound(readRound(input))
  }, 120_000)

  it('is what nodes and coordinator make and check of it', async () => {
    expectRound(await playRound(await loadSodiumEngine(), input))
  }, 120_000)

  it('has a double, a name that two persons lose, padding, check persons and links of several classes', () => {
    const { persons, taken } = output.lists['police-2020']!
    expect(new Set(persons).size).toBeLessThan(persons.length)
    expect(input.records['police-2020']?.[1]?.keys.sounds).toBeDefined()
    expect(taken[1]).toEqual([null, 1, null, null])
    expect(output.check.persons).toHaveLength(2)
    expect(output.counts).toMatchObject({ persons: { padding: 1, undecodable: 0 } })
    const links = output.stages.find(({ stage }) => stage === 'link')?.rows ?? []
    expect(new Set(links.map((link) => link.slice(8, 10))).size).toBeGreaterThan(1)
  })
})
