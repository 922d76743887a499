import { answerCodes } from '../../src/overlap/code-table.ts'
import { answerQuestions } from '../../src/overlap/questions.ts'
import type { Truth } from '../../src/viewer/truth.ts'
import { sampleCodes } from '../overlap/sample-codes.ts'
import { lists, organisations, populations, sampleTable } from '../overlap/sample-round.ts'

/** The exact answers of a table; of another seed than the release's, they differ by more than rounding. */
export function sampleTruth(seed = 1): Truth {
  return {
    seed: 'sample-1',
    scale: 0.5,
    figures: [
      ...answerQuestions(sampleTable(seed), organisations, populations),
      ...answerCodes(sampleCodes(seed), lists, populations),
    ],
  }
}
