import { Problem } from '../src/base/problem.ts'

/** The problem that `run` throws; fails loudly when it throws none or something else. */
export function refusal(run: () => unknown): Problem {
  try {
    run()
  } catch (error) {
    if (error instanceof Problem) return error
    throw error
  }
  throw new Error('nothing was refused')
}
