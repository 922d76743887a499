import { describe, expect, test } from 'vitest'
import { type CoveredFigure, controlCovered } from '../../src/disclosure/control.ts'
import { answerQuestions } from '../../src/overlap/questions.ts'
import { cellText, shortCellText } from '../../src/viewer/cell-text.ts'
import type { Language } from '../../src/viewer/language.ts'
import { renderReleasePage } from '../../src/viewer/release-page.ts'
import { readCell } from '../../src/viewer/tables.ts'
import { formatReleaseText } from '../../src/viewer/text.ts'
import { compareToTruth } from '../../src/viewer/truth.ts'
import { context, rules, sampleRelease } from '../disclosure/sample-release.ts'
import { unattacked } from '../disclosure/unattacked.ts'
import { organisations, populations, sampleTable } from '../overlap/sample-round.ts'

const table = sampleTable(1)
const exact = answerQuestions(table, organisations, populations)

/** All figures covered, by that much to either side. */
function coveredRelease(spread: number) {
  const figures: CoveredFigure[] = exact.map((figure) => {
    const value = figure.value ?? 0
    const interval = { low: Math.max(0, value - spread), high: value + spread }
    return { ...figure, interval: figure.value === null ? null : interval }
  })
  const cover = { epsilon: 1, delta: 1e-6, evaluators: 3 }
  const { lists, quality } = table
  return controlCovered({ lists, figures, quality, cover }, context, unattacked(rules))
}

async function pageOf(spread: number | null, language: Language): Promise<string> {
  const release = spread === null ? sampleRelease() : coveredRelease(spread)
  return String(await renderReleasePage({ release, language, truth: undefined }, '/', []))
}

describe('a covered number', () => {
  const release = coveredRelease(20)
  const reading = { release, language: 'nl', truth: undefined } as const
  const cell = readCell(reading, { question: 'persons' })

  test('stands with its interval, in full and in narrow columns', () => {
    expect(cellText('nl', cell.cell, cell)).toMatch(/^[\d.]+ \(afgedekt: [\d.]+–[\d.]+\)$/)
    expect(cellText('en', cell.cell, cell)).toMatch(/^[\d,]+ \(covered: [\d,]+–[\d,]+\)$/)
    expect(shortCellText('nl', cell)).toMatch(/^[\d.]+ \([\d.]+–[\d.]+\)$/)
  })

  test('that may be small is withheld, and not said to be small', () => {
    const wide = { ...reading, release: coveredRelease(1_000_000) }
    const hidden = readCell(wide, { question: 'persons' })
    expect(cellText('nl', hidden.cell, hidden)).toBe('onderdrukt: mogelijk minder dan 5')
    expect(cellText('en', hidden.cell, hidden)).toBe('withheld: may be fewer than 5')
    expect(shortCellText('nl', hidden)).toBe('<5?')
    const text = formatReleaseText(wide.release, undefined, 'nl').replaceAll('\n', ' ')
    expect(text).toContain('is onderdrukt: het kunnen er weinig zijn')
  })

  test('fits a truth within its interval, and withheld any', () => {
    const covered = { status: 'covered', value: 40, low: 30, high: 50 } as const
    expect(compareToTruth(covered, 50, rules)).toEqual({ truth: 50, difference: -10, fits: true })
    expect(compareToTruth(covered, 51, rules)?.fits).toBe(false)
    const withheld = { status: 'withheld', below: 5 } as const
    expect(compareToTruth(withheld, 9, { ...rules, isCovered: true })?.fits).toBe(true)
    expect(compareToTruth(withheld, 9, rules)?.fits).toBe(false)
  })
})

describe('a release', () => {
  test('says in both languages what covered means', async () => {
    expect(await pageOf(20, 'nl')).toContain('is een schatting: 3 evaluatoren telden')
    expect(await pageOf(20, 'en')).toContain('is an estimate: 3 evaluators each added')
    const text = formatReleaseText(coveredRelease(20), undefined, 'nl').replaceAll('\n', ' ')
    expect(text).toContain('zodat niemand exacte kleine aantallen ziet')
    expect(text).toContain('(a–b): afgedekt')
  })

  test('says that links are not estimated, and corrects no total', async () => {
    const page = await pageOf(20, 'nl')
    expect(page).toContain('Niet geschat: in deze ronde zijn de aantallen afgedekt')
    expect(page).not.toContain('gecorrigeerd voor koppelfouten')
    const text = formatReleaseText(coveredRelease(20), undefined, 'en')
    expect(text).toContain('Not estimated: counts are covered in this round')
  })

  test('says that the counter saw exact small counts where there was no cover', async () => {
    expect(await pageOf(null, 'nl')).toContain('wie telde, zag exacte kleine aantallen')
    expect(await pageOf(null, 'en')).toContain('saw exact small counts')
    const text = formatReleaseText(sampleRelease(), undefined, 'en').replaceAll('\n', ' ')
    expect(text).toContain('Counts were not covered')
  })

  test('says that nothing was proven where that is so', async () => {
    const unproven = { ...sampleRelease(), proofs: 'off' as const }
    const text = (language: 'nl' | 'en') =>
      formatReleaseText(unproven, undefined, language).replaceAll('\n', ' ')
    expect(text('en')).toContain('NOTHING WAS PROVEN: this was a rehearsal on made-up persons')
    expect(text('nl')).toContain('ER IS NIETS BEWEZEN: dit was een oefening')
    expect(await pageOf(null, 'en')).toContain('proven, step by step, to the organisations')
  })
})
