import { expect, it } from 'vitest'
import { runSamentel } from '../bin/run-samentel.ts'

interface Printed {
  readonly quick: boolean
  readonly figures: readonly {
    readonly name: string
    readonly value: number
    readonly yardstick: string
    readonly met: boolean | null
    readonly detail: Readonly<Record<string, number | string>>
  }[]
}

const named = [
  'submit',
  'mix',
  'evaluate',
  'open',
  'scaling',
  'memory of mix',
  'memory of submit',
  'proofs',
  'tables',
  'cover',
  'sealing',
  'rehearsal',
  'linking 3000 rows',
  'memory of linking 3000 rows',
  'import',
  'gate',
  'disclose',
  'estimates on 3 lists',
]

it('gives every figure of a quick run with its yardstick, and judges none', {
  timeout: 600_000, // a dozen processes, one after another
}, async () => {
  const { code, out, err } = await runSamentel('bench', '--quick', '--json')
  expect(code, err).toBe(0)
  const { quick, figures } = JSON.parse(out) as Printed
  expect(quick).toBe(true)
  expect(figures.map((figure) => figure.name)).toEqual(named)
  for (const { name, value, yardstick, met, detail } of figures) {
    expect(Number.isFinite(value), name).toBe(true)
    if (!name.startsWith('memory of ')) expect(value, name).toBeGreaterThan(0)
    expect(yardstick, name).not.toBe('')
    expect(met, name).toBeNull()
    for (const [what, found] of Object.entries(detail)) expect(found, what).not.toBeNull()
  }
  const rehearsal = figures.find((figure) => figure.name === 'rehearsal')
  expect(rehearsal?.detail['persons counted']).toBe(rehearsal?.detail['persons made up'])
})

it('prints a table of the chosen measurements only', async () => {
  const { code, out, err } = await runSamentel('bench', '--quick', '--only', 'linking')
  expect(code, err).toBe(0)
  expect(out).toMatch(/^linking 3000 rows +[\d.e-]+ s to link/m)
  expect(out).toContain('against counting the same tokens in plain maps')
  expect(out).not.toMatch(/^(mix|scaling|rehearsal)/m)
  expect(out).not.toContain('goal')
})

it.each([
  [['--only', 'linking,sorting'], 'bench.unknown'],
  [['--only', 'constructor'], 'bench.unknown'],
  [['--quick', '--full'], 'bench.extent'],
])('refuses %j with %s', async (options, refused) => {
  const { code, out, err } = await runSamentel('bench', ...options)
  expect(code).toBe(1)
  expect(err).toContain(refused)
  expect(out).toBe('')
})
