import type { TableFile } from '../overlap/table-file.ts'

/*
 * Made-up tables for the bench, as sparse as real ones are: many persons on one list, few on two, hardly any on more.
 * Counts by combination of lists, a bit for each list.
 */
const tables: Readonly<Record<number, readonly (readonly [mask: number, count: number])[]>> = {
  3: [
    ...([
      [1, 140],
      [2, 95],
      [4, 60],
      [3, 18],
      [5, 9],
      [6, 12],
      [7, 3],
    ] as const),
  ],
  4: [
    ...([
      [1, 38],
      [2, 20],
      [4, 190],
      [8, 88],
      [3, 8],
      [6, 30],
      [10, 9],
      [12, 11],
    ] as const),
    ...([
      [5, 4],
      [9, 2],
      [7, 5],
      [14, 3],
    ] as const),
  ],
  5: [
    ...([
      [1, 31],
      [2, 27],
      [4, 74],
      [8, 36],
      [16, 24],
      [3, 2],
      [5, 1],
      [9, 3],
      [6, 2],
    ] as const),
    ...([
      [10, 2],
      [18, 1],
      [12, 4],
      [24, 1],
      [7, 1],
      [11, 1],
    ] as const),
  ],
  8: [
    ...([
      [1, 26],
      [2, 6],
      [4, 72],
      [8, 30],
      [16, 10],
      [32, 6],
      [64, 7],
      [128, 20],
      [3, 1],
    ] as const),
    ...([
      [5, 1],
      [9, 2],
      [12, 1],
      [24, 3],
      [20, 1],
      [132, 1],
      [40, 1],
      [25, 1],
    ] as const),
  ],
}

export const tableSizes = Object.keys(tables).map(Number)

export function sampleTable(size: number): TableFile {
  const lists = Array.from({ length: size }, (_, at) => `list-${at + 1}`)
  const cells = (tables[size] ?? []).map(([mask, count]) => ({
    lists: lists.filter((_, at) => (mask >> at) & 1),
    of: {},
    count,
  }))
  return { id: `made-up-${size}`, title: null, lists, attributes: [], cells }
}
