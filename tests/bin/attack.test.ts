import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'

const run = promisify(execFile)
const program = join(import.meta.dirname, '..', '..', 'src', 'bin', 'samentel.mjs')

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'samentel-attack-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

async function samentel(...args: string[]) {
  try {
    const { stdout, stderr } = await run(process.execPath, [program, ...args])
    return { stdout, stderr, code: 0 }
  } catch (error) {
    const { stdout, stderr, code } = error as { stdout: string; stderr: string; code: number }
    return { stdout, stderr, code }
  }
}

async function write(name: string, value: unknown): Promise<string> {
  const file = join(folder, name)
  await writeFile(file, typeof value === 'string' ? value : JSON.stringify(value))
  return file
}

/** Two lists: their sizes and the sets of lists, the overlap withheld. */
function release(rules: object, values: readonly number[]) {
  const [all, a, b, onlyA, onlyB] = values
  const figure = (who: object, value: number | undefined) => {
    const cell = value === undefined ? { status: 'withheld', below: 5 } : { status: 'shown', value }
    return { of: {}, who, cell, repeated: null }
  }
  return {
    kind: 'table-release',
    version: 1,
    id: 'two-lists',
    title: null,
    lists: ['A', 'B'],
    attributes: [],
    rules: {
      mode: 'rounding',
      threshold: 5,
      stratumThreshold: 5,
      roundingBase: 5,
      leastPersons: 0,
      leastMultiList: 0,
      leastNewPersons: 10,
      strata: [],
      cellKey: null,
      dp: null,
      ...rules,
    },
    figures: [
      figure({ anyOf: [{ list: 'A' }, { list: 'B' }] }, all),
      figure({ list: 'A' }, a),
      figure({ list: 'B' }, b),
      figure({ onlyOn: ['A'] }, onlyA),
      figure({ onlyOn: ['B'] }, onlyB),
      figure({ onlyOn: ['A', 'B'] }, undefined),
    ],
    dominance: [],
    gate: { passed: true, checks: [] },
    register: { earlier: [] },
  }
}

it('prints for every withheld count the least and the greatest that a reader can infer', async () => {
  const exact = await write('exact.json', release({ roundingBase: 1 }, [62, 23, 41, 21, 39]))
  const told = await samentel('attack', exact, '--json')
  expect(told).toMatchObject({ code: 0, stderr: '' })
  expect(JSON.parse(told.stdout)).toEqual({
    safe: false,
    cells: [
      {
        release: 'two-lists',
        figure: { of: {}, who: { onlyOn: ['A', 'B'] } },
        least: 2,
        greatest: 2,
        safe: false,
      },
    ],
  })
  const text = await samentel('attack', exact)
  expect(text.stdout).toContain('2 to 2       NO    two-lists, who {"onlyOn":["A","B"]}')
  expect(text.stdout).toContain('1 of 1 withheld counts are told too closely')
})

it('takes what disclose prints, with the release in it', async () => {
  const rounded = release({}, [60, 20, 40, 20, 40])
  const file = await write('disclosed.json', { release: rounded, gate: rounded.gate, steps: [] })
  const { stdout, code } = await samentel('attack', file)
  expect(code).toBe(0)
  expect(stdout).toContain('0 to 4       yes')
  expect(stdout).toContain('All 1 withheld counts are hidden.')
})

it('refuses what it cannot attack, each with its code', async () => {
  const good = await write('good.json', release({}, [60, 20, 40, 20, 40]))
  const cases: [args: string[], code: string][] = [
    [[join(folder, 'none.json')], 'attack.unreadable'],
    [[await write('text.json', 'no JSON')], 'attack.unreadable'],
    [[await write('refused.json', { release: null, gate: {}, steps: [] })], 'attack.unreadable'],
    [[await write('other.json', { name: 'other' })], 'release.unreadable'],
    [[await write('kind.json', { kind: 'table-release' })], 'table-release.unreadable'],
    [[good, await write('mixed.json', {})], 'attack.mixed'],
    [['--cumulative', await write('round.json', {})], 'attack.cumulative'],
    [
      [await write('false.json', release({ roundingBase: 1 }, [62, 23, 41, 30, 39]))],
      'attack.contradictory',
    ],
  ]
  const found = await Promise.all(cases.map(([args]) => samentel('attack', ...args)))
  expect(found.map(({ stderr, code }) => [stderr.split(':')[0], code])).toEqual(
    cases.map(([, code]) => [code, 1]),
  )
})
