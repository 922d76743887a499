import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runSamentel } from './run-samentel.ts'

const table = join(import.meta.dirname, '..', 'data', 'mse', 'new-orleans-five-lists.json')
let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'samentel-estimate-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function file(name: string, text: string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, text)
  return path
}

const estimate = (...args: readonly string[]) => runSamentel('estimate', ...args)

describe('estimate', () => {
  it('prints JSON with its seed', async () => {
    const args = [table, '--seed', '7', '--resamples', '100', '--json']
    const one = await estimate(...args)
    expect(one.code).toBe(0)
    const report = JSON.parse(one.out)
    expect(report).toMatchObject({ observed: 185, seed: 7, resamples: 100, verdict: 'publish' })
    for (const key of ['descriptive', 'models', 'selected', 'sensitivity', 'reasons']) {
      expect(report).toHaveProperty(key)
    }
    expect(Object.keys(report.models[0])).toEqual(
      expect.arrayContaining([
        ...[
          'method',
          'model',
          'estimate',
          'lower',
          'upper',
          'aic',
          'bic',
          'deviance',
          'df',
          'check',
        ],
      ]),
    )
    expect(one.err).toContain('models: 0 of 1')
  })

  it('prints tables, strata and a band of linking errors, and a verdict with its warnings', async () => {
    const path = await file(
      'strata.json',
      JSON.stringify({
        lists: ['a', 'b', 'c'],
        cells: ['f', 'm'].flatMap((sex) => [
          ...[['a'], ['b'], ['c']].map((lists) => ({ lists, sex, count: 60 })),
          ...[
            ['a', 'b'],
            ['a', 'c'],
            ['b', 'c'],
          ].map((lists) => ({ lists, sex, count: 15 })),
          { lists: ['a', 'b', 'c'], sex, count: 4 },
        ]),
      }),
    )
    const ran = await estimate(path, '--resamples', '100', '--recall', '0.9', '--precision', '0.98')
    expect(ran.code).toBe(0)
    expect(ran.out).toContain('strata: 458 persons observed on 3 lists.')
    expect(ran.out).toMatch(/stepwise +\[1,2,3\] +\d+ +\d+ +\d+ +bca/)
    expect(ran.out).toContain('by sex (a model each)')
    expect(ran.out).toContain('with links of recall 0.9 and precision 0.98')
    expect(ran.out).toContain('Verdict: may be published')
    expect(ran.out).toContain('cannot be tested')
    expect(ran.out).not.toMatch(/NaN|undefined|null/)
  })

  it.each<[string, string[], string]>([
    ['a file that is not there', ['nowhere.json'], 'table.unreadable'],
    ['too few resamples', [table, '--resamples', '19'], 'option.number'],
    ['a recall that is a percentage', [table, '--recall', '95'], 'option.number'],
  ])('refuses %s', async (_, args, code) => {
    const ran = await estimate(...args)
    expect(ran.code).toBe(1)
    expect(ran.err).toContain(code)
    expect(ran.out).toBe('')
  })

  it('refuses a table with a negative count, without its counts', async () => {
    const text = '{"lists":["a"],"cells":[{"lists":["a"],"count":-13}]}'
    const ran = await estimate(await file('bad.json', text))
    expect(ran.code).toBe(1)
    expect(ran.err).toContain('table.negative-count')
    expect(ran.err).not.toContain('13')
  })
})
