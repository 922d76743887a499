import { startPool } from '../work/pool.ts'
import { openBenchRound } from './bench-round.ts'
import { setUpStep } from './bench-step.ts'
import { bareScene } from './bench-terms.ts'
import { peakMegabytes } from './child.ts'
import { measure } from './measure.ts'
import type { Step } from './operations.ts'

/** `memory-child.ts <step> <rows>`: one step in a process of its own, and the most memory it held. */
const [step, rows] = [process.argv[2] as Step, Number(process.argv[3])] // from memory.ts
const pool = startPool()
const round = await openBenchRound({ ...bareScene, rows }, pool)
try {
  const { wallMs, cpuMs } = await measure(await setUpStep(round, step, rows))
  process.stdout.write(JSON.stringify({ megabytes: peakMegabytes(), wallMs, cpuMs }))
} finally {
  await round.close()
  await pool.close()
}
