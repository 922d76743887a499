/**
 * HiGHS, compiled to WebAssembly, as a `Solver`. It keeps one model for each array of rows it was
 * last asked about (one for whole numbers, one without), so that a new objective costs a warm start.
 * Assumes one thread. Reveals nothing: it writes nowhere.
 */
import highsModule, { type Highs, type Model } from 'highs'
import { Problem } from '../base/problem.ts'
import type { Programme, Row, Solved, Solver } from './solver.ts'

export interface SolverOptions {
  /** For each programme; 10 unless told. */
  readonly timeLimitSeconds?: number
}

/** How many times WebAssembly may break down before the solver gives up and every answer is `failed`. */
const SPARES = 3

/** An objective that no count reaches: infinity is refused as a target. */
const NEVER = 1e30

// The package's types are written for CommonJS, where the function is one step further away.
const loadHighs = highsModule as unknown as typeof highsModule.default

/**
 * Loading waits, solving does not. A broken instance can only be replaced by one that is loaded
 * already, so some stand by.
 * @throws Problem `attack.solver-missing`
 */
export function loadSolver(options: SolverOptions = {}): Promise<Solver> {
  const load = () => loadHighs().catch(missing)
  return Promise.all(Array.from({ length: 1 + SPARES }, load)).then((instances) =>
    solverOver(instances, options.timeLimitSeconds ?? 10),
  )
}

interface Kept {
  readonly rows: readonly Row[]
  readonly upper: readonly number[] | undefined
  readonly variables: number
  readonly model: Model
}

/** @param instances the first is used until it breaks, then the next */
export function solverOver(instances: readonly Highs[], timeLimitSeconds: number): Solver {
  const left = [...instances]
  const kept = new Map<boolean, Kept>()
  return (programme) => {
    const highs = left[0]
    if (highs === undefined) return { status: 'failed' }
    try {
      return solveOn(modelOf(highs, programme, kept), highs, { programme, timeLimitSeconds })
    } catch {
      // After a trap the instance's memory is anything; its models are not even disposed of.
      left.shift()
      kept.clear()
      return { status: 'failed' }
    }
  }
}

function modelOf(highs: Highs, programme: Programme, kept: Map<boolean, Kept>): Model {
  const { rows, upper, integer, variables } = programme
  const old = kept.get(integer)
  if (old?.rows === rows && old.upper === upper && old.variables === variables) return old.model
  old?.model.dispose()
  kept.delete(integer)
  const model = makeModel(highs, programme)
  kept.set(integer, { rows, upper, variables, model })
  return model
}

function makeModel(highs: Highs, { variables, rows, upper, integer }: Programme): Model {
  const starts = [0]
  for (const { terms } of rows) starts.push((starts.at(-1) ?? 0) + terms.length)
  const { infinity, constants } = highs
  const type = constants.variableType.integer
  const model = highs.createModel({
    numCols: variables,
    numRows: rows.length,
    colCost: new Float64Array(variables),
    colLower: new Float64Array(variables),
    colUpper: Float64Array.from({ length: variables }, (_, at) => upper?.[at] ?? infinity),
    rowLower: Float64Array.from(rows, (row) => row.low),
    rowUpper: Float64Array.from(rows, (row) => row.high),
    matrix: {
      format: 'csr',
      numRows: rows.length,
      numCols: variables,
      starts: Int32Array.from(starts),
      indices: Int32Array.from(rows.flatMap(({ terms }) => terms.map(([variable]) => variable))),
      values: Float64Array.from(rows.flatMap(({ terms }) => terms.map(([, factor]) => factor))),
    },
    ...(integer ? { integrality: Array.from({ length: variables }, () => type) } : {}),
  })
  model.options.set({ output_flag: false, mip_rel_gap: 0, mip_abs_gap: 0.5 })
  return model
}

function solveOn(
  model: Model,
  highs: Highs,
  { programme, timeLimitSeconds }: { programme: Programme; timeLimitSeconds: number },
): Solved {
  const cost = new Float64Array(programme.variables)
  for (const [variable, factor] of programme.objective) cost[variable] = factor
  const { minimize, maximize } = highs.constants.objectiveSense
  if (programme.variables > 0) {
    model.changeColsCost({ kind: 'range', from: 0, to: programme.variables - 1 }, cost)
  }
  model.changeObjectiveSense(programme.sense === 'min' ? minimize : maximize)
  // The limit is on all runs of a model together, unless its clocks are set back.
  model.zeroAllClocks()
  const { integer, enough, start } = programme
  const none = programme.sense === 'min' ? -NEVER : NEVER
  const target = integer ? (enough ?? none) : none
  model.options.set({
    time_limit: timeLimitSeconds,
    presolve: 'choose',
    objective_target: target,
  })
  if (integer && start !== undefined) model.setSolution({ colValue: Float64Array.from(start) })
  model.run()
  const is = highs.constants.modelStatus
  if (model.getModelStatus() === is.unboundedOrInfeasible) {
    // Presolve could not tell which.
    model.options.set('presolve', 'off')
    model.run()
  }
  return readModel(model, highs)
}

function readModel(model: Model, { constants }: Highs): Solved {
  const is = constants.modelStatus
  const status = model.getModelStatus()
  const point = () => Array.from(model.getSolution().colValue)
  if (status === is.optimal || status === is.empty) {
    return { status: 'optimal', value: model.getObjectiveValue(), at: point() }
  }
  if (status === is.infeasible) return { status: 'infeasible' }
  if (status === is.unbounded) return { status: 'unbounded' }
  if (status === is.objectiveTarget) return { status: 'found', at: point() }
  return status === is.timeLimit ? { status: 'time-out', at: point() } : { status: 'failed' }
}

function missing(cause: unknown): never {
  throw new Problem({
    code: 'attack.solver-missing',
    what: 'The solver that attacks releases cannot be loaded',
    remedy: 'Install Samentel again, with all its packages.',
    cause,
  })
}
