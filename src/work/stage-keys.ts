import { concatBytes } from '../base/bytes.ts'
import { jointKey } from '../psi/possession.ts'
import { columnShare, tokenKey } from '../psi/round-secrets.ts'
import { columnKey, keyHolders, openedColumns, recordOf } from '../round/manifest.ts'
import type { Stage } from '../round/stages.ts'
import type { RoundWork } from './round-work.ts'

export function slotNames(work: RoundWork): string[] {
  return work.manifest.core.slots.map((slot) => `slot/${slot}`)
}

/** This holder's token key. */
export function ownTokenKey(work: RoundWork): Uint8Array {
  return tokenKey(work.engine, work.vault.exposeRoundKeyForDerivation())
}

/** This holder's sealing shares of some columns. */
export function sharesOf(work: RoundWork, columns: readonly string[]): Uint8Array {
  const roundKey = work.vault.exposeRoundKeyForDerivation()
  return concatBytes(...columns.map((column) => columnShare(work.engine, roundKey, column)))
}

/** The public shares of one holder. */
export function publicsOf(work: RoundWork, columns: readonly string[], holder: string): Uint8Array {
  const record = recordOf(work.manifest.keys, holder)
  return concatBytes(...columns.map((column) => columnKey(record, column)))
}

/** The joint public keys of some columns: of all key holders, or of those named (3.4). */
export function jointKeys(
  work: RoundWork,
  columns: readonly string[],
  holders: readonly string[] = keyHolders(work.manifest.core),
): Uint8Array {
  const { keys } = work.manifest
  const records = keys.filter((record) => holders.includes(record.holder))
  return concatBytes(
    ...columns.map((column) =>
      jointKey(
        work.engine,
        records.map((record) => columnKey(record, column)),
      ),
    ),
  )
}

/** The keys that the rows of an opening come under: of all who have not stripped yet (9.2). */
export function restKeys(work: RoundWork, stage: Extract<Stage, { kind: 'open' }>): Uint8Array {
  const { core } = work.manifest
  const left = stage.turn === 0 ? keyHolders(core) : core.evaluators.slice(stage.turn - 1)
  return jointKeys(work, openedColumns(stage.table), left)
}
