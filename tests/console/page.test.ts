import { html } from 'hono/html'
import { expect, test } from 'vitest'
import { type PageParts, page, pathIn } from '../../src/console/page.ts'

const hostile = '"><script>alert(1)</script>'
const parts: PageParts = {
  language: 'nl',
  title: 'Titel',
  path: '/',
  who: { id: 'oidc:1', name: hostile, role: 'auditor' },
  csrf: hostile,
  main: html`<h1>${hostile}</h1>`,
}

test('nothing that is put into a page becomes markup', async () => {
  const text = String(await page({ ...parts, title: hostile }))
  expect(text).not.toContain('<script>')
  expect(text.split('&quot;&gt;&lt;script&gt;').length - 1).toBe(4)
})

test('a page has one language, and leads to itself in the other', async () => {
  const dutch = String(await page({ ...parts, path: '/agreement' }))
  expect(dutch).toContain('<html lang="nl">')
  expect(dutch).toContain('<a href="/en/agreement" hreflang="en" lang="en">English</a>')
  const english = String(await page({ ...parts, language: 'en' }))
  expect(english).toContain('<a href="/" hreflang="nl" lang="nl">Nederlands</a>')
})

test('who is not signed in sees no navigation and no name', async () => {
  const text = String(await page({ ...parts, who: null, csrf: null, main: html`<h1>x</h1>` }))
  expect(text).not.toContain('<nav')
  expect(text).not.toContain('<form')
})

test('Dutch has no prefix', () => {
  expect(['/', '/a'].map((path) => pathIn('nl', path))).toEqual(['/', '/a'])
  expect(['/', '/a'].map((path) => pathIn('en', path))).toEqual(['/en', '/en/a'])
})
