import { expect, it } from 'vitest'
import {
  impactAnnex,
  type ProcessingParts,
  recordOfProcessing,
} from '../../src/processing/documents.ts'
import { makeAgreement } from '../../src/round/agreement.ts'
import { type Language, languages } from '../../src/viewer/language.ts'
import { kindTerms, sampleAgreement, sampleCore } from '../round/sample.ts'

async function parts(change: object = {}): Promise<ProcessingParts> {
  const sample = await sampleAgreement()
  const agreement = makeAgreement({ ...kindTerms(6, { tables: 1 }), ...change }, sample.keys)
  return { agreement, self: 'police', retentionDays: 30, nowMs: Date.parse('2026-11-22') }
}

async function texts(language: Language, from: ProcessingParts) {
  const core = sampleCore(from.agreement)
  const round = {
    ...{ core, state: { aborted: 'round.deadline' }, release: null },
    keysGone: true,
  } as const
  return Promise.all([
    String(await recordOfProcessing(from, language)),
    String(await impactAnnex(from, language, { core })),
    String(await impactAnnex(from, language, { core, round })),
  ])
}

it('names what article 30 and 35 ask for, and leaves room for what no program knows', async () => {
  const from = await parts()
  const [record, annex, round] = await texts('en', from)
  for (const text of [
    ...['Controller', 'Data protection officer', 'Purpose', 'Legal basis', 'Categories of persons'],
    ...['Which data', 'Who receives something', 'Transfers outside the EEA', 'How long'],
    ...['30 days after the last import', 'Measures (article 32)', from.agreement.digest],
  ]) {
    expect(record).toContain(text)
  }
  for (const text of ['Necessity and proportionality', 'Rights of persons', 'Risks: who could']) {
    expect(annex).toContain(text)
    expect(round).toContain(text)
  }
  expect(annex).not.toContain('This round')
  expect(round).toContain('ended without a release (round.deadline)')
  expect(round).toContain('destroyed')
  expect(record?.match(/<td class="open">/g)).toHaveLength(5)
})

it('is the same document in both languages, and says each in its own', async () => {
  const from = await parts()
  const [dutch, english] = await Promise.all(languages.map((one) => texts(one, from)))
  for (const [at, text] of (dutch ?? []).entries()) {
    const tags = (page = '') => page.match(/<\/?[a-z0-9]+/g)?.join(' ')
    expect(tags(text)).toBe(tags(english?.[at]))
    expect(text).toContain('<html lang="nl">')
    expect(text).not.toContain('To be filled in')
  }
})

it('lets no name of an agreement become markup, and fetches nothing', async () => {
  const hostile = { nl: '<script>alert(1)</script>', en: '"><img src=x onerror=alert(1)>' }
  const from = await parts({ purpose: hostile, title: hostile })
  for (const text of (await Promise.all(languages.map((one) => texts(one, from)))).flat()) {
    expect(text).not.toMatch(/<(script|img|link|a|form)\b|url\(/)
    expect(text).toContain('&lt;')
  }
})

it('warns where steps are not proven, and tells a covered count from an exact one', async () => {
  const [open] = await texts('en', await parts({ proofs: 'off' }))
  expect(open).toContain('Steps are NOT proven')
  expect(open).toContain('exact counts of nameless persons')
  const [covered] = await texts('en', await parts({ cover: { epsilon: 10, delta: 0.01 } }))
  expect(covered).toContain('counts with noise only')
  expect(covered).not.toContain('NOT proven')
})
