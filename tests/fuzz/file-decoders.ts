import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { toBase64Url } from '../../src/base/bytes.ts'
import { isProblem } from '../../src/base/problem.ts'
import { loadIdentity, makePrivateKey } from '../../src/crypto/identity.ts'
import { termsSchema } from '../../src/round/agreement.ts'
import { readSecretKey } from '../../src/settings/home.ts'
import { coordinatorSettingsSchema, nodeSettingsSchema } from '../../src/settings/node-settings.ts'
import { checkYaml } from '../../src/settings/read-yaml.ts'
import { readCsv } from '../../src/source/csv-source.ts'
import { parseFieldMap, plainFieldMap } from '../../src/source/field-map.ts'
import { rawTerms } from '../round/sample.ts'
import type { Decoder } from './judge.ts'
import { textOf } from './signed.ts'

const folder = mkdtempSync(join(tmpdir(), 'fuzz-'))
const config = (file: string) =>
  readFileSync(join(import.meta.dirname, '..', '..', 'node-config', file), 'utf8')

/** A file of that content, for what reads files only. */
function fileOf(name: string, input: Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, input)
  return path
}

function settingsDecoders(): Decoder[] {
  const own = { takes: 'other', quotes: true, cost: 'dear' } as const
  return [
    {
      name: 'file/node-settings',
      sample: { text: config('police.yaml') },
      decode: (input) => checkYaml(textOf(input), 'node.yaml', nodeSettingsSchema),
      ...own,
    },
    {
      name: 'file/coordinator-settings',
      sample: { text: config('coordinator.yaml') },
      decode: (input) => checkYaml(textOf(input), 'coordinator.yaml', coordinatorSettingsSchema),
      ...own,
    },
    {
      name: 'file/agreement',
      sample: { text: stringify(rawTerms()) },
      decode: (input) => checkYaml(textOf(input), 'agreement.yaml', termsSchema),
      ...own,
    },
    {
      name: 'file/field-map',
      sample: { text: config('mapping.yaml') },
      decode: (input) => parseFieldMap(textOf(input), 'mapping.yaml'),
      ...own,
    },
  ]
}

async function secretDecoders(): Promise<Decoder[]> {
  const key = JSON.stringify(await makePrivateKey())
  const secret = toBase64Url(new Uint8Array(32).fill(7))
  return [
    {
      name: 'file/identity',
      sample: { json: JSON.parse(key) },
      decode: (input) => loadIdentity('police', textOf(input), 'identity.json'),
      takes: 'other',
      cost: 'dear',
    },
    {
      name: 'file/secret',
      sample: { text: secret },
      decode: (input) => readSecretKey(fileOf('secret', input)),
      takes: 'other',
    },
  ]
}

const csv = [
  'record_id;bsn;given_names;surname;birth_date;sex;report_date;role',
  '1;123456782;Zebedee;Canary;1980-01-02;M;2020-03-04;victim',
  '2;;"Ann;a";Bilal;1990-00-00;F;2020-05-06;victim',
  '',
].join('\n')

/** Names of columns are told; of every record only its number and line may be. */
async function readExport(input: Uint8Array): Promise<number> {
  try {
    return await readAll(input)
  } catch (error) {
    const [header = ''] = textOf(input)
      .trimStart()
      .split(/\r\n|\n|\r/)
    const told = isProblem(error) && /Zebedee|123456782/.test(error.message)
    if (told && !/Zebedee|123456782/.test(header)) throw new Error('a refusal repeats a value')
    throw error
  }
}

async function readAll(input: Uint8Array): Promise<number> {
  let records = 0
  for await (const event of readCsv(fileOf('export.csv', input), plainFieldMap)) {
    if (event.kind === 'refusal' && /Zebedee/.test(JSON.stringify(event.refusal))) {
      throw new Error('a finding repeats a value')
    }
    records += event.kind === 'record' ? 1 : 0
  }
  return records
}

export async function fileDecoders(): Promise<Decoder[]> {
  return [
    ...settingsDecoders(),
    ...(await secretDecoders()),
    {
      name: 'file/export',
      sample: { text: csv },
      decode: readExport,
      takes: 'other',
      quotes: true,
      cost: 'dear',
    },
  ]
}
