import { availableParallelism, cpus } from 'node:os'
import type { Command } from 'commander'
import { Problem } from '../base/problem.ts'
import { type Figure, isMet } from '../bench/figure.ts'
import { measurements } from '../bench/measurements.ts'
import { formatFigures } from '../bench/table.ts'
import { loadSodiumEngine } from '../group/sodium-engine.ts'
import { progressLine } from './progress.ts'

interface Options {
  readonly quick?: boolean
  readonly full?: boolean
  readonly only?: string
  readonly json?: boolean
}

const names = Object.keys(measurements).join(', ')

export function addBench(program: Command): void {
  program
    .command('bench')
    .description('measure speed and memory, each against a yardstick of the same run')
    .option('--quick', 'a short run that shows that everything works and judges nothing')
    .option('--full', 'the sizes of a national round; takes an hour or more')
    .option('--only <names>', `with commas, of: ${names}`)
    .option('--json', 'print the figures as JSON on standard output')
    .action(bench)
}

async function bench(options: Options): Promise<void> {
  const chosen = chooseMeasurements(options.only)
  const extent = { quick: options.quick === true, full: options.full === true }
  if (extent.quick && extent.full) throw bothExtents()
  await loadSodiumEngine()
  const figures: Figure[] = []
  const progress = progressLine()
  for (const [name, measure] of chosen) {
    progress.show(`measuring ${name}`)
    figures.push(...(await measure(extent)))
  }
  progress.end()
  process.stdout.write(
    options.json === true ? figuresJson(figures, extent) : figuresText(figures, extent.quick),
  )
}

function chooseMeasurements(only: string | undefined) {
  if (only === undefined) return Object.entries(measurements)
  return only.split(',').map((name) => {
    const measure = Object.hasOwn(measurements, name) ? measurements[name] : undefined
    if (measure === undefined) throw unknownMeasurement(name)
    return [name, measure] as const
  })
}

function figuresText(figures: readonly Figure[], quick: boolean): string {
  const note = quick ? 'A quick run: the figures say nothing of speed.\n' : ''
  return `${machine()}\n${note}\n${formatFigures(figures, !quick)}`
}

function figuresJson(figures: readonly Figure[], extent: { quick: boolean; full: boolean }) {
  const judged = figures.map((figure) => ({ ...figure, met: extent.quick ? null : isMet(figure) }))
  return `${JSON.stringify({ machine: machine(), ...extent, figures: judged }, null, 1)}\n`
}

function machine(): string {
  const model = cpus()[0]?.model ?? 'unknown processor'
  return `${availableParallelism()} cores, ${model}, Node ${process.versions.node}`
}

function unknownMeasurement(name: string): Problem {
  return new Problem({
    code: 'bench.unknown',
    what: 'There is no such measurement',
    where: name,
    remedy: `Choose of: ${names}.`,
  })
}

function bothExtents(): Problem {
  return new Problem({
    code: 'bench.extent',
    what: 'A run is either quick or full',
    remedy: 'Give one of --quick and --full.',
  })
}
