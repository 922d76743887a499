/** Setting: with which recipe and matching secret the records of this node were keyed. */
export const KEYED_WITH = 'keyed-with'

/** Setting: a list has been imported, maybe as empty. Never imported is not empty. */
export function importedMark(list: string): string {
  return `imported/${list}`
}
