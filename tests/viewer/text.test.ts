import { describe, expect, test } from 'vitest'
import { formatReleaseText } from '../../src/viewer/text.ts'
import { sampleRelease } from '../disclosure/sample-release.ts'
import { sampleTruth } from './sample-truth.ts'

const rehearsed = formatReleaseText(sampleRelease(), sampleTruth(), 'nl')
const real = formatReleaseText(sampleRelease(), undefined, 'nl')

describe('a release as plain text', () => {
  test('fits a terminal of 80 characters, with and without the truth', () => {
    for (const text of [real, rehearsed, formatReleaseText(sampleRelease(), undefined, 'en')]) {
      for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80)
      expect(text.endsWith('\n')).toBe(true)
    }
  })

  test('opens with the answer, its period and rules', () => {
    const opening = real.slice(0, 600).replaceAll('\n', ' ')
    expect(opening).toMatch(/^[\d.]+ verschillende mogelijke slachtoffers waren van 1 januari 2013/)
    expect(opening).toContain('tot en met 31 december 2017')
    expect(opening).toContain('Vastgesteld op 21 november 2026')
    expect(opening).toContain('Minder dan 5 is onderdrukt')
    expect(opening).toContain('zegt niets over de omvang van de populatie')
  })

  test('has seven tables with N', () => {
    expect(real.match(/^Tabel \d\. /gm)).toHaveLength(7)
    expect(real.match(/N = [\d.]+\smogelijke\sslachtoffers,\salle\sjaren/g)).toHaveLength(7)
  })

  test('breaks a table that is too wide into blocks, each with its row names', () => {
    const table = real.slice(real.indexOf('naar vorm van uitbuiting')).split('\n\nTabel')[0] ?? ''
    const rows = table.split('\n').map((line) => line.slice(0, 30).trim())
    for (const head of ['Seksuele uitbuiting', 'waarvan zichtbare sectoren', 'Onbekend']) {
      expect(rows.filter((row) => row.startsWith(head)).length).toBeGreaterThanOrEqual(1)
    }
    const wide = rehearsed.slice(rehearsed.indexOf('naar vorm van uitbuiting'))
    const blocks = (wide.split('\n\nTabel')[0] ?? '').match(/^Onbekend /gm)
    expect(blocks?.length).toBe(2)
  })

  test('lists corrected totals beside the counted ones, and how good the links are', () => {
    const table = real.slice(real.indexOf('Totalen gecorrigeerd voor koppelfouten'))
    expect(table).toMatch(/slachtoffers, 2013 +[\d.]+ +[\d.]+ \([\d.]+ tot [\d.]+\)$/m)
    expect(table).toMatch(/^Gevonden, van koppelingen met hetzelfde V-nummer: 72% \(/m)
    expect(table).toContain('Recept van de koppelsleutels, en koppelregel: nl-1, l2')
  })

  test('puts the truth in brackets in a rehearsal only', () => {
    expect(rehearsed).toMatch(/^REPETITIE: ALLE GEGEVENS ZIJN VERZONNEN/)
    expect(rehearsed).toMatch(/<5 \(\d\)/)
    expect(rehearsed).toContain('startgetal sample-1, schaal 0,5')
    expect(real).not.toContain('verzonnen')
    // Ranges stand in brackets too.
    expect(real).not.toMatch(/\d \([\d.,]+\)/)
  })

  test('marks counts on quality that are those of the release before', () => {
    const earlier = ['0'.repeat(64)]
    const repeated = ['listTwice', 'links', 'found/bsn', 'withoutKey']
    const again = { ...sampleRelease(), earlier, repeated }
    const marks = (text: string) =>
      text.replaceAll('\n', ' ').split('(as in the release before)').length - 1
    const text = formatReleaseText(again, undefined, 'en')
    expect(marks(text)).toBe(repeated.length)
    expect(marks(formatReleaseText(sampleRelease(), undefined, 'en'))).toBe(0)
  })
})
