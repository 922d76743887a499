import { describe, expect, it } from 'vitest'
import { failureOf, hopOf, toldIn } from '../../src/console/failures.ts'
import { listedCodes, readProtocol } from '../protocol/problem-codes.ts'

const codes = listedCodes(readProtocol('errors.md'), () => true)

describe('why a round ended, in words for people', () => {
  it('has a sentence and a next step in both languages for every code there is', () => {
    for (const code of codes) {
      const [dutch, english] = [toldIn('nl', failureOf(code)), toldIn('en', failureOf(code))]
      expect(dutch.text, code).not.toBe(english.text)
      for (const text of [dutch.text, dutch.next, english.text, english.next]) {
        expect(text.length, code).toBeGreaterThan(15)
      }
    }
  })

  it('takes the words of the code itself before those of its kind', () => {
    expect(failureOf('round.deadline').hop).toBe('time')
    expect(failureOf('round.key-gone').hop).toBe('our-node')
    expect(failureOf('manifest.time').owner).toBe('operator')
    expect(failureOf('manifest.differs').owner).toBe('coordinator')
    expect(failureOf('never.heard-of').owner).toBe('all')
  })

  it('says "another party" where somebody else brought what would be ours', () => {
    const withheld = failureOf('list.withheld')
    expect(hopOf(withheld, 'police', 'police')).toBe('our-records')
    expect(hopOf(withheld, 'shelter', 'police')).toBe('other-party')
    expect(hopOf(failureOf('transport.unreachable'), 'shelter', 'police')).toBe('way')
  })
})
