import { concatBytes } from '../base/bytes.ts'
import type { GroupEngine } from '../group/engine.ts'
import { verifyOneOf } from '../proofs/one-of.ts'
import { checkRows } from '../psi/check-rows.ts'
import { addLabel } from '../psi/label-rows.ts'
import { countParts, rowBytes } from '../psi/row.ts'
import { type ChosenColumns, oneOfBytes, oneOfStatement } from './submit-rows.ts'

export interface CheckListTask {
  /** Ciphertexts, each with its proofs. */
  readonly rows: Uint8Array
  readonly columnKeys: Uint8Array
  readonly chosen: readonly ChosenColumns[]
  readonly labelColumn: number
  readonly label: Uint8Array
  /** List and its owner, for a refusal. */
  readonly where: string
  /** Number of the first row. */
  readonly from: number
}

/**
 * What every evaluator checks of a list's rows before it uses them (protocol/specification.md 5.7):
 * canonical elements, presence and codes among those there are. Gives the ciphertexts with the label added.
 */
export function checkListRows(engine: GroupEngine, task: CheckListTask): Uint8Array {
  const { columnKeys, chosen } = task
  const columns = columnKeys.length / 32
  const width = rowBytes(columns)
  const whole = chosen.reduce((sum, one) => sum + oneOfBytes(one), width)
  const count = countParts(task.rows, whole)
  const ciphers = Array.from({ length: count }, (_, row) => {
    return task.rows.subarray(row * whole, row * whole + width)
  })
  const rows = concatBytes(...ciphers)
  checkRows(engine, rows, columns)
  for (const [row, cipher] of ciphers.entries()) {
    const proofs = task.rows.subarray(row * whole + width, (row + 1) * whole)
    checkProofs(engine, task, { row: task.from + row, cipher, proofs })
  }
  return addLabel(engine, rows, columns, task.labelColumn, task.label)
}

function checkProofs(
  engine: GroupEngine,
  { chosen, columnKeys, where }: CheckListTask,
  shown: { readonly row: number; readonly cipher: Uint8Array; readonly proofs: Uint8Array },
): void {
  let at = 0
  for (const one of chosen) {
    if (one.context === null) continue
    const proof = shown.proofs.subarray(at, at + oneOfBytes(one))
    const statement = oneOfStatement(one, columnKeys, shown.cipher)
    const place = `${where}, row ${shown.row}, column ${one.columns[0]}`
    verifyOneOf(engine, statement, { proof, context: one.context, where: place })
    at += proof.length
  }
}
