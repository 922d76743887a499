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

  test('has six tables with N', () => {
    expect(real.match(/^Tabel \d\. /gm)).toHaveLength(6)
    expect(real.match(/N = [\d.]+\smogelijke\sslachtoffers,\salle\sjaren/g)).toHaveLength(6)
  })

  test('puts the truth in brackets in a rehearsal only', () => {
    expect(rehearsed).toMatch(/^REPETITIE: ALLE GEGEVENS ZIJN VERZONNEN/)
    expect(rehearsed).toMatch(/<5 \(\d\)/)
    expect(rehearsed).toContain('startgetal sample-1, schaal 0,5')
    expect(real).not.toContain('verzonnen')
    expect(real).not.toMatch(/\d \(\d/)
  })
})
