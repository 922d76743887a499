/*
 * What the prover of a shuffle does once for all rows: commitments t and responses s of the equations
 * (1) to (5) of shuffle.ts. Everything but the results is secret. Timing: as in
 * shuffle-prove-chunk.ts.
 */
import { concatBytes } from '../base/bytes.ts'
import { type GroupEngine, SCALAR_BYTES } from '../group/engine.ts'
import { elementAt } from '../psi/row.ts'
import { addRows } from '../psi/sum.ts'
import { CHAIN_START, type ChainLink, response, sumScalars } from './shuffle-scalars.ts'
import { drawScalars, partSeed, type ShuffleSecrets } from './shuffle-secrets.ts'
import { columnsOf, leftKeys, type ShuffleStatement } from './shuffle-statement.ts'

/** What all passes need. */
export interface Proving {
  readonly engine: GroupEngine
  readonly statement: ShuffleStatement
  readonly secrets: ShuffleSecrets
  readonly root: Uint8Array
}

/** The sums over all rows; see sumRows. */
export interface Sums {
  readonly rBar: Uint8Array
  readonly rTilde: Uint8Array
  readonly sBar: Uint8Array
  /** The chain before each chunk, and after the last. */
  readonly links: readonly ChainLink[]
  /** Σω'_i·h_i, Σω'_i·row'_i (w+1), Σu_l·a_l. */
  readonly elements: Uint8Array
}

/** ω_1 … ω_4, then ω_y per column of a strip. */
export type Nonces = (index: number) => Uint8Array

/** Adds up what sumRows gave, and strings the chunks' links together. */
export function addSums(engine: GroupEngine, parts: readonly Uint8Array[]): Sums {
  const sumAt = (place: number) =>
    sumScalars(engine, concatBytes(...parts.map((part) => elementAt(part, place))))
  const links = [CHAIN_START]
  for (const part of parts) {
    const [rho, upsilon] = [elementAt(part, 3), elementAt(part, 4)]
    const { R, U } = links.at(-1) ?? CHAIN_START
    links.push({
      R: engine.scalarAdd(rho, engine.scalarMultiply(upsilon, R)),
      U: engine.scalarMultiply(upsilon, U),
    })
  }
  const elements = parts.map((part) => part.subarray(5 * SCALAR_BYTES))
  return {
    rBar: sumAt(0),
    rTilde: sumAt(1),
    sBar: sumAt(2),
    links,
    elements: elements.reduce((sum, part) => addRows(engine, sum, part)),
  }
}

export function drawNonces({ engine, root, secrets, statement }: Proving): Nonces {
  const count = 4 + (secrets.shares === null ? 0 : columnsOf(statement))
  const all = drawScalars(engine, partSeed(root), count)
  return (index) => elementAt(all, index)
}

/** t_1 ‖ t_2 ‖ t_3 ‖ t_4 ‖ t_5 of shuffle.ts. */
export function commitmentElements(proving: Proving, sums: Sums, nonces: Nonces): Uint8Array {
  const { engine, statement, secrets } = proving
  const columns = columnsOf(statement)
  const maskedA = elementAt(sums.elements, 1)
  const weighedA = elementAt(sums.elements, columns + 2)
  const t4 = leftKeys(engine, statement).map((left, column) => {
    const masked = elementAt(sums.elements, 2 + column)
    const t = engine.subtract(masked, engine.multiply(nonces(3), left))
    if (secrets.shares === null) return t
    return engine.add(t, engine.multiply(nonces(4 + column), weighedA))
  })
  const t5 = secrets.shares === null ? [] : t4.map((_, at) => engine.multiplyBase(nonces(4 + at)))
  return concatBytes(
    engine.multiplyBase(nonces(0)),
    engine.multiplyBase(nonces(1)),
    engine.add(engine.multiplyBase(nonces(2)), elementAt(sums.elements, 0)),
    engine.subtract(maskedA, engine.multiplyBase(nonces(3))),
    ...t4,
    ...t5,
  )
}

export function constantPart(
  { engine, secrets, statement }: Proving,
  sums: Sums,
  { nonces, challenge }: { readonly nonces: Nonces; readonly challenge: Uint8Array },
): Uint8Array {
  const { shares } = secrets
  const ownShares =
    shares === null
      ? []
      : Array.from({ length: columnsOf(statement) }, (_, column) => elementAt(shares, column))
  const end = sums.links.at(-1) ?? CHAIN_START
  const hidden = [sums.rBar, end.R, sums.rTilde, sums.sBar, ...ownShares]
  const responses = hidden.map((secret, at) => response(engine, nonces(at), { challenge, secret }))
  return concatBytes(challenge, ...responses)
}
