import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { controlDisclosure } from '../../src/disclosure/control.ts'
import { tallyPersons } from '../../src/overlap/overlap-table.ts'
import { encodeRelease, releaseDigest } from '../../src/release/encode.ts'
import { viewerApp } from '../../src/viewer/app.ts'
import { memoryReleaseReader } from '../../src/viewer/release-reader.ts'
import { sampleLinking } from '../disclosure/sample-linking.ts'
import { context, rules, sampleRelease } from '../disclosure/sample-release.ts'
import { unattacked } from '../disclosure/unattacked.ts'
import { lists } from '../overlap/sample-round.ts'
import { sampleTruth } from './sample-truth.ts'

const release = sampleRelease()
const app = viewerApp({ releases: memoryReleaseReader([release]) })
const rehearsal = viewerApp({ releases: memoryReleaseReader([release]), truth: sampleTruth() })

async function pageOf(path: string, of = app): Promise<string> {
  const response = await of.request(path)
  expect(response.status).toBe(200)
  return response.text()
}

describe('the page of a release', () => {
  test('says the answer first: number, period, date, threshold and rounding', async () => {
    const page = await pageOf('/')
    const answer = page.slice(page.indexOf('<section class="answer"'), page.indexOf('id="reading"'))
    expect(answer).toMatch(/[\d.]+ verschillende mogelijke slachtoffers waren van 1 januari 2013/)
    expect(answer).toContain('31 december 2017')
    expect(answer).toContain('een of meer van de 7 organisaties')
    expect(answer).toContain('Vastgesteld op 21 november 2026.')
    expect(answer).toContain('Minder dan 5 is onderdrukt; de andere aantallen zijn afgerond op 5.')
  })

  test('is Dutch at /, English at /en, and each leads to the other', async () => {
    expect(await pageOf('/')).toMatch(/<html lang="nl">[\s\S]*href="\/en" hreflang="en" lang="en"/)
    const english = await pageOf('/en/releases/national-2013-2017')
    expect(english).toMatch(/<html lang="en">/)
    expect(english).toContain('href="/releases/national-2013-2017" hreflang="nl"')
    expect(english).toContain('different presumed victims were known')
  })

  test('explains population, threshold, rounding, year and enrichment before the tables', async () => {
    const page = await pageOf('/')
    const before = page.slice(0, page.indexOf('<table'))
    expect(before).toContain('Geteld zijn mogelijke slachtoffers')
    expect(before).toContain('Dat zegt niets over de omvang van de populatie')
    expect(before).toContain('nul ook')
    expect(before).toContain('veelvoud van 5')
    expect(before).toContain('Het jaar is het jaar waarin')
    expect(before).toContain('Een verrijkingslijst vult meldingen van anderen aan')
  })

  test('gives every table a caption with N, scoped heads and a named place to scroll', async () => {
    const page = await pageOf('/')
    const tables = page.match(/<table[\s\S]*?<\/table>/g) ?? []
    expect(tables).toHaveLength(9)
    for (const table of tables) {
      expect(table).toMatch(/<caption id="[a-z-]+">[\s\S]*N = [\d.]+/)
      expect(table).not.toMatch(/<th(?! scope="(?:col|row)")[ >]/)
      expect(table.match(/<tr>/g)?.length).toBe((table.match(/scope="row"/g)?.length ?? 0) + 1)
    }
    expect(page.match(/role="region" aria-labelledby="[^"]+" tabindex="0"/g)).toHaveLength(9)
  })

  test('shows corrected totals beside the counted ones, and how good the links are', async () => {
    const { estimate, low, high } = release.corrected[0]!
    const format = (count: number) => count.toLocaleString('nl-NL')
    const total = `${format(estimate)} (${format(low)} tot ${format(high)})`
    const page = await pageOf('/')
    expect(page).toContain(`<p>Gecorrigeerd voor koppelfouten: ${total}.</p>`)
    const spans = page.match(/<span class="corrected">gecorrigeerd voor koppelfouten: /g)
    expect(spans).toHaveLength(release.corrected.length)
    expect(page).toContain('<th scope="row">Gevonden, van koppelingen met hetzelfde BSN</th>')
    expect(await pageOf('/en')).toMatch(/Found, of links with the same V-number<\/th><td>72% \(/)
  })

  test('says in words that a number is withheld', async () => {
    const page = await pageOf('/')
    expect(page).toMatch(/<td class="absent">onderdrukt: minder dan 5<\/td>/)
    expect(await pageOf('/en')).toMatch(/<td class="absent">withheld: fewer than 5<\/td>/)
  })

  test('leads to its own file, whose SHA-256 it states', async () => {
    const page = await pageOf('/')
    expect(page).toContain('href="/releases/national-2013-2017.json"')
    expect(page).toContain(releaseDigest(release))
    const response = await app.request('/releases/national-2013-2017.json')
    const text = await response.text()
    expect(response.headers.get('content-type')).toBe('application/json')
    expect(text).toBe(encodeRelease(release))
    expect(createHash('sha256').update(text).digest('hex')).toBe(releaseDigest(release))
  })

  test('escapes what comes with the release', async () => {
    const title = { nl: '<script>alert(1)</script>', en: 'x' }
    const odd = { ...release, agreement: { ...release.agreement, title } }
    const page = await pageOf('/', viewerApp({ releases: memoryReleaseReader([odd]) }))
    expect(page).not.toContain('<script>')
    expect(page).toContain('&lt;script&gt;')
  })
})

describe('no byte of a page', () => {
  test('tells apart two rounds whose counts differ below the threshold only', async () => {
    const many = Array.from({ length: 40 }, () => ['police-2013-victims'])
    const pages = [0, 1, 4].map(async (few) => {
      const rare = Array.from({ length: few }, () => ['police-2013-suspects'])
      const table = tallyPersons(lists, [...many, ...rare], { listTwice: few, undecodable: 0 })
      const small = viewerApp({
        releases: memoryReleaseReader([
          controlDisclosure(
            { table, codes: [], linking: sampleLinking() },
            context,
            unattacked(rules),
          ),
        ]),
      })
      return (await Promise.all(['/', '/en'].map((path) => pageOf(path, small)))).join('')
    })
    const [none, one, four] = await Promise.all(pages)
    expect(one).toBe(none)
    expect(four).toBe(none)
  })

  test('shows a number below the threshold in a table cell', async () => {
    const cells = (await pageOf('/')).match(/<td class="shown">[^<]*/g) ?? []
    expect(cells.length).toBeGreaterThan(60)
    const counts = cells.map((cell) => cell.slice('<td class="shown">'.length))
    for (const text of counts.filter((one) => !one.includes(','))) {
      const count = Number(text.replaceAll('.', ''))
      expect(count).toBeGreaterThanOrEqual(5)
      expect(count % 5).toBe(0)
    }
  })
})

describe('a rehearsal', () => {
  test('says that its data are made up and puts the truth beside every figure', async () => {
    const page = await pageOf('/', rehearsal)
    expect(page).toContain('Repetitie: alle gegevens zijn verzonnen')
    expect(page).toContain('In een echte ronde kent niemand de waarheid')
    expect(page).toMatch(/<span>waarheid [\d.]+, <\/span><span>verschil [+−]?\d/)
    expect(page).toMatch(/<span>waarheid \d, <\/span><span>terecht onderdrukt/)
    const figures = page.match(/<td class="(?:shown|absent)">[^<]*<span class="truth/g) ?? []
    expect(figures.length).toBeGreaterThan(95)
  })

  test('is not what a real round looks like', async () => {
    const page = await pageOf('/')
    for (const word of ['Repetitie', 'waarheid', 'verzonnen', 'class="truth']) {
      expect(page).not.toContain(word)
    }
  })

  test('marks figures that are further off than rounding explains', async () => {
    const parts = { releases: memoryReleaseReader([release]), truth: sampleTruth(2) }
    expect(await pageOf('/', viewerApp(parts))).toContain('class="truth off"')
    expect(await pageOf('/', rehearsal)).not.toContain('class="truth off"')
  })
})

describe('the viewer', () => {
  test('allows no script, no frame and nothing from elsewhere', async () => {
    const response = await app.request('/')
    expect(response.headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    )
    expect(response.headers.get('referrer-policy')).toBe('no-referrer')
    const page = await response.text()
    expect(page).not.toMatch(/<script|<style| style=| on[a-z]+=/)
    expect((await app.request('/style.css')).headers.get('content-type')).toContain('text/css')
  })

  test('shows the newest release first and leads to the others', async () => {
    const older = { ...release, round: 'older', madeAt: '2025-01-31T12:00:00Z' }
    const two = viewerApp({ releases: memoryReleaseReader([older, release]) })
    const page = await pageOf('/', two)
    expect(page).toContain('national-2013-2017.json')
    expect(page).toContain('href="/releases/older"')
    expect(await pageOf('/en/releases/older', two)).toContain('31 January 2025')
  })

  test('says so when there is no release yet', async () => {
    const empty = viewerApp({ releases: memoryReleaseReader([]) })
    expect(await pageOf('/', empty)).toContain('Nog geen publicatie')
    expect(await pageOf('/en', empty)).toContain('No release yet')
  })

  test('answers 404 to what is not there, in the language of the path', async () => {
    for (const [path, words] of [
      ['/releases/other', 'Niet gevonden'],
      ['/en/releases/other', 'Not found'],
      ['/nothing/here', 'Niet gevonden'],
      ['/releases/other.json', 'release.unknown'],
    ] as const) {
      const response = await app.request(path)
      expect([path, response.status]).toEqual([path, 404])
      expect(await response.text()).toContain(words)
    }
  })

  test('tells a fault to its own process and not to the reader', async () => {
    const faults: unknown[] = []
    const broken = viewerApp({
      releases: {
        list: () => Promise.reject(new Error('disk 7 is gone')),
        get: () => Promise.reject(new Error('disk 7 is gone')),
        signing: () => Promise.reject(new Error('disk 7 is gone')),
      },
      onFault: (error) => faults.push(error),
    })
    const response = await broken.request('/en')
    expect(response.status).toBe(500)
    expect(await response.text()).not.toContain('disk 7')
    expect((await broken.request('/health')).status).toBe(500)
    expect(faults).toHaveLength(2)
  })

  test('is healthy when it can read its releases', async () => {
    const response = await app.request('/health')
    expect(await response.json()).toEqual({ status: 'ok', releases: 1 })
  })
})

describe('the signatures under a release', () => {
  const signing = {
    digest: releaseDigest(release),
    signed: ['coordinator', 'police', 'rapporteur'],
    missing: ['kmar'],
    objected: ['emm'],
    text: '{"release":{}}',
  }
  const signed = viewerApp({
    releases: memoryReleaseReader([release], { [release.round]: signing }),
  })

  test('are told by number and name, with what they mean and how to verify them', async () => {
    const page = await pageOf('/', signed)
    const source = page.slice(page.indexOf('id="source"'))
    expect(source).toContain(
      '<dt>Ondertekend door</dt><dd>3: de coördinator, Politie en Nationaal Rapporteur</dd>',
    )
    expect(source).toContain('<dt>Nog niet ondertekend door</dt><dd>1: Koninklijke Marechaussee')
    expect(source).toContain('<dt>Onjuist bevonden door</dt><dd>1: EMM</dd>')
    const command = `samentel release verify ${release.round}.signed.json --agreement ${release.agreement.digest}`
    expect(source).toContain(`<code>${command}</code>`)
    expect(await pageOf('/en', signed)).toContain('Signed by')
  })

  test('stand in the signed file, byte for byte as it was served', async () => {
    expect(await pageOf(`/releases/${release.round}.signed.json`, signed)).toBe(signing.text)
    expect((await app.request(`/releases/${release.round}.signed.json`)).status).toBe(404)
  })

  test('are left out where nobody can tell, or they are of another release', async () => {
    const other = { ...signing, digest: '0'.repeat(64) }
    const apart = viewerApp({
      releases: memoryReleaseReader([release], { [release.round]: other }),
    })
    for (const of of [app, apart]) expect(await pageOf('/', of)).not.toContain('Ondertekend door')
  })
})
