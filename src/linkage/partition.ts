import { Problem } from '../base/problem.ts'
import type { Partition } from './clusters.ts'

const NUMBER_BYTES = 4

/** The person number of each row as four bytes, big-endian (protocol/specification.md 8.3). */
export function encodePartition({ person }: Partition): Uint8Array {
  const bytes = new Uint8Array(person.length * NUMBER_BYTES)
  const view = new DataView(bytes.buffer)
  for (const [row, number] of person.entries()) view.setUint32(row * NUMBER_BYTES, number)
  return bytes
}

/**
 * Reads a partition of `rows` rows. A counter takes it from the coordinator, so only the one
 * encoding of a partition passes: persons numbered by their first row, none left out.
 *
 * @throws Problem `partition.size`, `partition.numbering`
 */
export function decodePartition(bytes: Uint8Array, rows: number): Partition {
  if (bytes.length !== rows * NUMBER_BYTES) {
    throw new Problem({
      code: 'partition.size',
      what: 'A partition has another number of rows than the round',
      where: `${bytes.length} bytes for ${rows} rows`,
      remedy: 'End the round: the coordinator sent a partition of something else.',
    })
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const person = new Uint32Array(rows)
  let persons = 0
  for (let row = 0; row < rows; row++) {
    const number = view.getUint32(row * NUMBER_BYTES)
    if (number > persons) {
      throw new Problem({
        code: 'partition.numbering',
        what: 'Persons of a partition are not numbered by their first row',
        where: `row ${row}`,
        remedy: 'End the round: the coordinator does not follow the protocol.',
      })
    }
    if (number === persons) persons++
    person[row] = number
  }
  return { persons, person }
}
