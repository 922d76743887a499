import { Problem } from '../base/problem.ts'
import { fileSource, type RecordSource } from '../node/record-source.ts'
import { homeAt } from '../settings/home.ts'
import { nodeSettingsSchema } from '../settings/node-settings.ts'
import { readYaml } from '../settings/read-yaml.ts'
import { type FieldMap, plainFieldMap, readFieldMap } from '../source/field-map.ts'
import { openSettingsView, readMap } from './settings-source.ts'

export interface ImportOptions {
  readonly home: string
  readonly file?: string
  readonly delete?: string
  readonly map?: string
  readonly sheet?: string
  readonly update?: boolean
  readonly dryRun?: boolean
  readonly json?: boolean
  readonly report?: string
  readonly review?: string
  readonly replace?: boolean
}

export async function mapOf({ map: file, sheet }: ImportOptions): Promise<FieldMap> {
  const map = file === undefined ? plainFieldMap : await readFieldMap(file)
  return sheet === undefined ? map : { ...map, sheet }
}

export interface OpenSource {
  readonly source: RecordSource
  readonly map: FieldMap
  readonly close: () => Promise<void>
}

/** The file that is named, else the view of node.yaml; a folder is for serve alone, which knows what it has read. */
export async function openSource(options: ImportOptions): Promise<OpenSource> {
  const { file, home: folder } = options
  if (file !== undefined) {
    const map = await mapOf(options)
    return { source: fileSource(file, map), map, close: async () => undefined }
  }
  const home = homeAt(folder, 'node')
  const { source } = await readYaml(home.settings, nodeSettingsSchema)
  if (source === undefined || !('view' in source)) throw noSource()
  const map = options.map === undefined ? await readMap(home, source.map) : await mapOf(options)
  const view = await openSettingsView(home, source, map)
  return { source: view, map, close: view.close }
}

function noSource(): Problem {
  return new Problem({
    code: 'import.no-source',
    what: 'Nobody said what is to be imported',
    remedy: 'Give --file, or set source in node.yaml.',
  })
}
