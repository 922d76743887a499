import { expect, test } from 'vitest'
import { access, mayAct, mayRead } from '../../src/console/access.ts'
import { roles } from '../../src/console/who.ts'

const rows = Object.entries(access)

test('an auditor sends nothing but its own signing out', () => {
  const sent = rows.filter(([route, may]) => route.startsWith('POST ') && may.includes('auditor'))
  expect(sent.map(([route]) => route)).toEqual(['POST /sign-out'])
})

test('an auditor reads every page', () => {
  const hidden = rows.filter(([route, may]) => route.startsWith('GET ') && !may.includes('auditor'))
  expect(hidden).toEqual([])
})

test('pages ask the same table which links and buttons to show', () => {
  for (const role of roles) {
    expect(mayRead(role, '/')).toBe(true)
    expect(mayAct(role, '/sign-out')).toBe(true)
  }
})
