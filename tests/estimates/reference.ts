import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type CaptureTable, captureTable } from '../../src/estimates/capture-table.ts'
import type { Sample } from '../../src/estimates/estimator.ts'
import { stratify } from '../../src/estimates/strata.ts'
import { parseTableFile, type TableFile } from '../../src/overlap/table-file.ts'

const folder = join(import.meta.dirname, '..', 'data', 'mse')

export const tableIds = [
  'artificial-three-lists',
  'australia-2015-2017',
  'new-orleans-five-lists',
  'new-orleans-five-lists-186',
  'new-orleans-eight-lists',
  'new-orleans-eight-lists-186',
] as const

function readJson(name: string) {
  return JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'))
}

export function tableNamed(id: string): CaptureTable {
  const { lists, cells } = readJson(id)
  return captureTable(lists, cells)
}

export function fileNamed(id: string): TableFile {
  return parseTableFile(readJson(id), id)
}

export function sampleNamed(id: string): Sample {
  return stratify(fileNamed(id))
}

/** What other programs found for the table; its README tells which. */
export const referenceFor = (id: string) => readJson(`reference-${id}`)
export const sensitivityFor = (id: string) => readJson(`sensitivity-${id}`)

/** Equal to the digits that the reference prints. */
export function isClose(value: number, expected: number, share = 1e-6): boolean {
  return Math.abs(value - expected) <= share * Math.abs(expected)
}
