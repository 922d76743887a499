import { Problem } from '../../src/base/problem.ts'

/** The problem that a promise ends in; fails loudly when it ends in none or something else. */
export async function refusalOf(promise: Promise<unknown>): Promise<Problem> {
  try {
    await promise
  } catch (error) {
    if (error instanceof Problem) return error
    throw error
  }
  throw new Error('nothing was refused')
}
