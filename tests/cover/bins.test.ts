import { describe, expect, it } from 'vitest'
import { concatBytes, fromHex } from '../../src/base/bytes.ts'
import { binElements, makeBins, nullElements } from '../../src/cover/bins.ts'
import { IDENTITY } from '../../src/group/engine.ts'
import { nobleEngine as engine } from '../../src/group/noble-engine.ts'
import { labelElement, presenceElement } from '../../src/psi/key-element.ts'
import { refusal } from '../refusal.ts'

const core = fromHex('11'.repeat(32))
const lists = ['a', 'b', 'c']
const labels = new Map(lists.map((list) => [list, labelElement(engine, core, list)]))

describe('the bins of a round', () => {
  it('are all sets of lists, smaller ones first, whatever the order of the lists', () => {
    const ids = ['a', 'b', 'c', 'a+b', 'a+c', 'b+c', 'a+b+c']
    expect(makeBins(['c', 'a', 'b']).map(({ id }) => id)).toEqual(ids)
    expect(makeBins(lists)[4]).toEqual({ id: 'a+c', lists: ['a', 'c'] })
  })

  it('number 255 at eight lists', () => {
    const bins = makeBins(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'])
    expect(bins.length).toBe(255)
    expect(new Set(bins.map(({ id }) => id)).size).toBe(255)
  })

  it('are refused for two lists and for nine, a list twice counting once', () => {
    const few = refusal(() => makeBins(['a', 'b', 'b']))
    expect(few.code).toBe('cover.too-few-lists')
    expect(few.message).toContain('2 lists, at least 3')
    const many = refusal(() => makeBins('abcdefghi'.split('')))
    expect(many.code).toBe('cover.too-many-lists')
    expect(many.message).toContain('9 lists, at most 8')
  })

  it('open to the sum of their labels and the presence of a person', () => {
    const flat = binElements(engine, makeBins(lists), labels)
    const [a, b] = [labels.get('a')!, labels.get('b')!]
    expect(flat.slice(3 * 64, 4 * 64)).toEqual(concatBytes(engine.add(a, b), IDENTITY))
  })

  it('are all different, and none is nothing', () => {
    const flat = binElements(engine, makeBins(lists), labels)
    const parts = Array.from({ length: 7 }, (_, at) => flat.slice(at * 64, at * 64 + 64))
    const texts = [...parts, nullElements(engine)].map((part) => Buffer.from(part).toString('hex'))
    expect(new Set(texts).size).toBe(8)
  })

  it('leave nothing of a padding row that holds minus the label of its list', () => {
    const label = labels.get('b')!
    const row = engine.subtract(IDENTITY, label)
    const added = engine.add(row, label)
    expect(concatBytes(added, presenceElement(engine, 'padding'))).toEqual(nullElements(engine))
  })
})
