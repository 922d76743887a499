import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { stringify } from 'yaml'
import { COORDINATOR } from '../../src/base/ids.ts'
import type { Asker } from '../../src/bin/ask.ts'
import { confirm } from '../../src/bin/node-confirm.ts'
import { readingCode } from '../../src/enrolment/reading-code.ts'
import { type Home, homeAt, readAgreement } from '../../src/settings/home.ts'
import { initHome } from '../../src/settings/init-home.ts'
import { markToCompare } from '../../src/settings/pin-peers.ts'
import { refusalOf } from '../base/refusal-of.ts'
import { newPublicKey, rawTerms } from '../round/sample.ts'

let home: Home
let digits: string

beforeAll(async () => {
  home = homeAt(await mkdtemp(join(tmpdir(), 'confirm-')), 'node')
  const settings = {
    version: 1,
    organisation: 'police',
    coordinator: 'https://coordinator.example',
  }
  await initHome(home, 'police', stringify(settings))
  await writeFile(home.agreement, stringify(rawTerms()))
  for (const id of [COORDINATOR, 'shelter', 'border', 'court', 'rapporteur']) {
    await writeFile(join(home.peers, `${id}.json`), JSON.stringify(await newPublicKey()))
  }
  await markToCompare(home)
  digits = readingCode((await readAgreement(home)).digest)
  vi.spyOn(process.stdout, 'write').mockReturnValue(true)
})
afterAll(async () => {
  vi.restoreAllMocks()
  await rm(home.folder, { recursive: true, force: true })
})

const isMarked = () =>
  stat(home.toCompare).then(
    () => true,
    () => false,
  )

it('takes the word of another organisation only, and digits only, and the same digits only', async () => {
  const other = digits.replace(/\d$/, (last) => String((Number(last) + 1) % 10))
  for (const [code, said] of [
    ['option.missing', { with: 'shelter' }],
    ['option.missing', { code: digits }],
    ['peer.not-another', { with: COORDINATOR, code: digits }],
    ['peer.not-another', { with: 'police', code: digits }],
    ['peer.not-another', { with: 'nobody', code: digits }],
    ['peer.code', { with: 'shelter', code: '12345 67890' }],
    ['peer.other-code', { with: 'shelter', code: other }],
  ] as const) {
    const refused = await refusalOf(confirm({ home: home.folder, ...said }, null))
    expect(refused.code).toBe(code)
    expect(refused.message).not.toContain(digits)
  }
  expect(await isMarked()).toBe(true)
})

it('asks at a terminal for what was heard, and then trusts the keys', async () => {
  const answers = ['shelter', digits.replaceAll(' ', '')]
  const asker: Asker = {
    text: async () => answers.shift() ?? '',
    secret: () => Promise.reject(new Error('no secret is asked')),
    yes: () => Promise.reject(new Error('a yes is given without listening')),
  }
  await confirm({ home: home.folder }, asker)
  expect(await isMarked()).toBe(false)
})
