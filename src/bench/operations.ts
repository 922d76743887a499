/*
 * The yardstick: the group operations that a step cannot do without, as bare calls of libsodium in
 * a loop, with nothing read, kept, sealed, checked or sent.
 */
import sodium from 'libsodium-wrappers-sumo'
import { WIDE_BYTES } from '../group/engine.ts'

/** Operations of one row. */
export type Operations = Readonly<Partial<Record<OperationName, number>>>
export type OperationName = 'reduce' | 'base' | 'multiply' | 'add' | 'subtract' | 'map' | 'check'
export type Step = 'submit' | 'mix' | 'evaluate' | 'open'
export const steps: readonly Step[] = ['submit', 'mix', 'evaluate', 'open']

/** Label and presence beside the slots. */
const MORE_COLUMNS = 2

/**
 * What one row costs (protocol/specification.md 5.5, 6.2, 7, 9.2) with `slots` slots, of which an
 * owner's row fills `filled` with keys and the others with fillers. Label and presence of a person's
 * row hold nothing, so nothing is added there.
 */
export function operationsOf(step: Step, slots: number, filled: number): Operations {
  const columns = slots + MORE_COLUMNS
  switch (step) {
    case 'submit':
      return { reduce: 1, base: 1, multiply: columns, add: slots, map: slots - filled }
    case 'mix':
      return { reduce: 1, base: 1, multiply: columns, add: columns + 1 }
    case 'evaluate':
      return { multiply: 1 + 2 * slots, subtract: slots }
    case 'open':
      return {
        reduce: 1,
        base: 1,
        multiply: 2 * MORE_COLUMNS,
        add: 1 + MORE_COLUMNS,
        subtract: MORE_COLUMNS,
      }
  }
}

/** `multiply 6, add 7`: for the table. */
export function operationsText(operations: Operations): string {
  const entries = Object.entries(operations).filter(([, count]) => count > 0)
  return entries.map(([name, count]) => `${count} ${name}`).join(', ')
}

/** Does the operations of that many rows, and nothing else. */
export function runBare(operations: Operations, rows: number): void {
  const calls = bareCalls()
  const wanted = Object.entries(operations) as [OperationName, number][] // keys of Operations
  for (let row = 0; row < rows; row++) {
    for (const [name, count] of wanted) {
      const call = calls[name]
      for (let at = 0; at < count; at++) call()
    }
  }
}

function bareCalls(): Record<OperationName, () => unknown> {
  const scalar = sodium.crypto_core_ristretto255_scalar_random()
  const a = sodium.crypto_core_ristretto255_random()
  const b = sodium.crypto_core_ristretto255_random()
  const wide = sodium.randombytes_buf(WIDE_BYTES)
  return {
    reduce: () => sodium.crypto_core_ristretto255_scalar_reduce(wide),
    base: () => sodium.crypto_scalarmult_ristretto255_base(scalar),
    multiply: () => sodium.crypto_scalarmult_ristretto255(scalar, a),
    add: () => sodium.crypto_core_ristretto255_add(a, b),
    subtract: () => sodium.crypto_core_ristretto255_sub(a, b),
    map: () => sodium.crypto_core_ristretto255_from_hash(wide),
    check: () => sodium.crypto_core_ristretto255_is_valid_point(a),
  }
}
