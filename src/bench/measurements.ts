import { measureDisclose } from './disclose.ts'
import { measureEstimates } from './estimates.ts'
import type { Extent, Figure } from './figure.ts'
import { measureGate } from './gate.ts'
import { measureImport } from './importing.ts'
import { measureLinking } from './linking.ts'
import { measureMemory } from './memory.ts'
import { measurePipeline } from './pipeline.ts'
import { measureProofs } from './proofs.ts'
import { measureRehearsal } from './rehearsal.ts'
import { measureScaling } from './scaling.ts'

/** All that `samentel bench` can measure, by the names that `--only` takes. */
export const measurements: Readonly<Record<string, (extent: Extent) => Promise<Figure[]>>> = {
  steps: measurePipeline,
  scaling: measureScaling,
  memory: measureMemory,
  proofs: measureProofs,
  rehearsal: measureRehearsal,
  linking: measureLinking,
  import: measureImport,
  gate: measureGate,
  disclose: measureDisclose,
  estimates: measureEstimates,
}
