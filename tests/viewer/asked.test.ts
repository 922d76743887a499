import { describe, expect, it } from 'vitest'
import type { Release } from '../../src/release/release.ts'
import { askedBlocks } from '../../src/viewer/asked-text.ts'
import { renderReleasePage } from '../../src/viewer/release-page.ts'
import { formatReleaseText } from '../../src/viewer/text.ts'
import { askedRelease } from '../disclosure/sample-asked.ts'
import { sampleRelease } from '../disclosure/sample-release.ts'

const release = askedRelease()
const page = async (of: Release, language: 'nl' | 'en') =>
  String(await renderReleasePage({ release: of, language, truth: undefined }, '/', []))
const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ')

/** The release with one figure of the second question replaced. */
function withFigure(change: object): Release {
  const asked = release.asked.map((one, at) =>
    at === 1 ? { ...one, figures: one.figures.map((figure) => ({ ...figure, ...change })) } : one,
  )
  return { ...release, asked }
}

describe('the questions of a release', () => {
  it('stand on the page with their sentences, each figure with its status', async () => {
    const text = await page(release, 'nl')
    expect(text).toContain('<h2 id="asked">Gestelde vragen</h2>')
    expect(text).toContain('<h3 id="title-asked-police-and-kmar">Politie en Marechaussee</h3>')
    expect(text).toContain(release.asked[1]?.sentence.nl)
    expect(text).toContain('<td class="absent">onderdrukt: minder dan 5</td>')
    expect(text).toContain('waarvan zichtbare sectoren')
    expect(await page(release, 'en')).toContain('<h2 id="asked">Questions asked</h2>')
    expect(await page(sampleRelease(), 'nl')).not.toContain('Gestelde vragen')
  })

  it('stand in the text with their sentences, in lines that fit a terminal', () => {
    const text = formatReleaseText(release, undefined, 'nl')
    expect(oneLine(text)).toContain('Gestelde vragen. Wat in de afspraak is gevraagd.')
    expect(oneLine(text)).toContain(release.asked[1]?.sentence.nl)
    expect(oneLine(text)).toMatch(/Aantal: 2013 \d+; 2014 \d+;/)
    const asked = text.slice(text.indexOf('Gestelde vragen'))
    expect(Math.max(...asked.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
    expect(formatReleaseText(sampleRelease(), undefined, 'en')).not.toContain('Questions asked')
  })

  it('give percents of shown numbers only', () => {
    const [, pair, , again] = askedBlocks({ release, language: 'en', truth: undefined })
    expect(pair?.rows.map(({ head }) => head)).toEqual(['Number', 'as a part of “All”'])
    expect(pair?.rows[1]?.cells[0]).toEqual({ text: 'cannot be computed', isAbsent: true })
    const [part, whole] = [release.asked[3], release.asked[0]].map((one) => one?.figures[0]?.cell)
    if (part?.status !== 'shown' || whole?.status !== 'shown') throw new Error('not shown')
    const percent = `${Math.round((100 * part.value) / whole.value)}%`
    expect(again?.rows[1]?.cells[0]).toEqual({ text: percent, isAbsent: false })
  })

  it('tell a figure of before, a covered one and one withheld for others apart', () => {
    const textOf = (change: object) => {
      const reading = { release: withFigure(change), language: 'en', truth: undefined } as const
      return askedBlocks(reading)[1]?.rows[0]?.cells[0]
    }
    const shown = { status: 'shown', value: 20 }
    expect(textOf({ cell: shown })).toEqual({ text: '20', isAbsent: false })
    const before = textOf({ cell: shown, exactness: 'repeated' })
    expect(before?.text).not.toBe('20')
    expect(before?.text).toContain('20')
    expect(textOf({ cell: { status: 'secondary' } })?.isAbsent).toBe(true)
    const maybe = { cell: { status: 'withheld', below: 5 }, exactness: 'covered' }
    expect(textOf(maybe)?.text).toBe('withheld: may be fewer than 5')
  })
})
