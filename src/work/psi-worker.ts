import { isProblem } from '../base/problem.ts'
import { loadSodiumEngine } from '../group/sodium-engine.ts'
import { runTask, type Task } from './tasks.ts'

const engine = await loadSodiumEngine()

/** A refusal of the input travels as data: error classes do not survive the way back. */
export type WorkerAnswer = Uint8Array | { code: string; what: string; where: string | undefined }

// biome-ignore lint/style/noDefaultExport: the pool library calls the default export
export default function work(task: Task): WorkerAnswer {
  try {
    return runTask(engine, task)
  } catch (error) {
    if (!isProblem(error)) throw error
    return { code: error.code, what: error.what, where: error.where }
  }
}
