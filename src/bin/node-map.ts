import { basename } from 'node:path'
import type { Command } from 'commander'
import { systemClock } from '../base/clock.ts'
import { isProblem } from '../base/problem.ts'
import { proposeMap } from '../node/propose-map.ts'
import { homeAt, readTerms } from '../settings/home.ts'
import { columnNamed } from '../source/column-aliases.ts'
import { parseFieldMap } from '../source/field-map.ts'
import { sampleExport } from '../source/sample-export.ts'
import { mapText } from './map-text.ts'
import { checkOperatorFiles, writeOperatorFile } from './operator-file.ts'

interface Options {
  readonly home: string
  readonly sheet?: string
  readonly out?: string
  readonly replace?: boolean
}

export function addMap(node: Command): void {
  node
    .command('map')
    .description('propose a mapping file from the names and values of an export (CSV or XLSX)')
    .argument('<file>', 'the export')
    .requiredOption('--home <folder>', 'folder with the agreement, if there is one yet')
    .option('--sheet <name>', 'which sheet of a workbook')
    .option('--out <file>', 'write it there; else it is printed')
    .option('--replace', 'in the place of a file there')
    .action(proposeFor)
}

async function proposeFor(file: string, options: Options): Promise<void> {
  const { out, home, sheet } = options
  const replace = options.replace === true
  if (out !== undefined) await checkOperatorFiles([out], { home, replace })
  const sample = await sampleExport(file, {
    sheet,
    isName: (name) => columnNamed(name) !== undefined,
  })
  const today = new Date(systemClock.nowMs()).toISOString().slice(0, 10)
  const text = mapText(proposeMap(sample, await agreedTables(home), today), basename(file))
  parseFieldMap(text, 'the proposal')
  if (out === undefined) process.stdout.write(text)
  else await writeOperatorFile(out, text, replace)
}

/** None where there is no agreement yet: columns are proposed all the same. */
async function agreedTables(folder: string) {
  try {
    return (await readTerms(homeAt(folder, 'node'))).tables
  } catch (error) {
    if (isProblem(error, 'settings.missing')) return []
    throw error
  }
}
