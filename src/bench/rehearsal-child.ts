import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadSodiumEngine } from '../group/sodium-engine.ts'
import { runLocalRound } from '../local/local-round.ts'
import { plainFieldMap } from '../source/field-map.ts'
import { startPool } from '../work/pool.ts'
import { recipe } from './bench-recipe.ts'
import { peakMegabytes } from './child.ts'
import { measure } from './measure.ts'

/** `rehearsal-child.ts <folder>`: the round of `samentel rehearse`, unproven, over the CSV files of a folder. */
const lists = process.argv[2] ?? ''
const files = (await readdir(lists)).filter((file) => file.endsWith('.csv')).sort()
const folder = await mkdtemp(join(tmpdir(), 'samentel-bench-'))
const pool = startPool()
const engine = await loadSodiumEngine()
let persons = 0
try {
  const cost = await measure(async () => {
    const { table } = await runLocalRound({
      folder,
      engine,
      pool,
      log: { info: () => undefined, error: () => undefined },
      lists: files.map((file) => ({ id: file.replace(/\.csv$/, ''), path: join(lists, file) })),
      map: plainFieldMap,
      recipe,
      today: new Date().toISOString().slice(0, 10),
      proofs: 'off', // what proofs cost is measured apart
      report: () => undefined,
    })
    persons = table.cells.reduce((sum, cell) => sum + cell.persons, 0)
  })
  process.stdout.write(JSON.stringify({ ...cost, megabytes: peakMegabytes(), persons }))
} finally {
  await pool.close()
  await rm(folder, { recursive: true, force: true })
}
