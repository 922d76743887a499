import { afterEach, expect, it } from 'vitest'
import { fromBase64Url, toBase64Url, utf8 } from '../../src/base/bytes.ts'
import { COORDINATOR } from '../../src/base/ids.ts'
import { secureRandom } from '../../src/base/random.ts'
import { canonicalJson } from '../../src/crypto/canonical.ts'
import { commitKeys } from '../../src/psi/possession.ts'
import { makeReveal } from '../../src/round/keys.ts'
import { columnNames, type Reveal } from '../../src/round/manifest.ts'
import { sampleSlots } from '../round/sample.ts'
import type { Said } from './mischief.ts'
import { openWorld, type World } from './world.ts'

let world: World
afterEach(() => world.close())

/** The label key with everybody else's taken off: the sum of all would be the rogue's alone. */
function rogueReveal(world: World, own: Said): Reveal {
  const reveal = own.body as Reveal
  const others = ['border', 'court'].map((id) => world.saidBy(id, 'keys.reveal').body as Reveal)
  const label = others.reduce(
    (key, other) => world.engine.subtract(key, labelOf(other)),
    labelOf(reveal),
  )
  const columns = { ...reveal.record.columns, label: toBase64Url(label) }
  return { ...reveal, record: { ...reveal.record, columns } }
}

function labelOf(reveal: Reveal): Uint8Array {
  return fromBase64Url(reveal.record.columns.label ?? '')
}

it('the last key holder takes the others’ keys off its own; the coordinator refuses', async () => {
  world = await openWorld({
    saying: (said, world) => {
      const rogue = said.from === 'rapporteur' && said.type === 'keys.reveal'
      return [rogue ? { ...said, body: rogueReveal(world, said) } : said]
    },
  })
  await world.play()
  expect(await world.ending()).toBe('aborted commitment.broken by rapporteur')
})

it('the last key holder and the coordinator exchange keys and commitment for rogue ones; every node refuses', async () => {
  world = await openWorld({
    telling: async (said, world) => {
      if (said.type !== 'manifest.complete') return said
      const reveal = rogueReveal(world, world.saidBy('rapporteur', 'keys.reveal'))
      const commitment = toBase64Url(commitKeys(utf8(canonicalJson(reveal.record))))
      const commit = { ...world.saidBy('rapporteur', 'keys.commit'), body: { commitment } }
      const rogue = { ...world.saidBy('rapporteur', 'keys.reveal'), body: reveal }
      const { statements } = said.body as { statements: string[] }
      // Commitments of three evaluators and the coordinator, then their keys.
      const exchanged = [...statements]
      exchanged[2] = await world.sign(commit)
      exchanged[6] = await world.sign(rogue)
      return { ...said, body: { statements: exchanged } }
    },
  })
  await world.play()
  expect((await world.fate('police')).code).toBe('possession.invalid')
  expect(await world.ending()).toMatch(/^aborted possession\.invalid by /)
})

it('a key holder shows its keys before all have committed; the coordinator refuses', async () => {
  world = await openWorld({
    saying: (said, world) => {
      if (said.from !== 'court' || said.type !== 'keys.commit') return [said]
      const own = makeReveal(
        world.engine,
        {
          roundKey: secureRandom(32),
          coreDigest: said.binding,
          holder: 'court',
          columns: columnNames({ slots: sampleSlots.map((slot) => slot.id), tables: [] }),
          evaluates: true,
          sealing: 'A'.repeat(1622),
          cover: null,
        },
        secureRandom,
      )
      return [{ ...said, type: 'keys.reveal', body: own.reveal }]
    },
  })
  await world.play()
  expect(world.refused).toEqual(['court: message.untimely'])
  expect(await world.ending()).toBe('committing')
})

it('the coordinator asks for keys before all have committed; every key holder refuses', async () => {
  world = await openWorld({
    telling: (said) => {
      if (said.type !== 'keys.committed') return said
      const { statements } = said.body as { statements: string[] }
      return { ...said, body: { statements: statements.slice(1) } }
    },
  })
  await world.play()
  expect((await world.fate('court')).code).toBe('statements.missing')
  expect(world.said.some((said) => said.type === 'keys.reveal')).toBe(false)
})

it('the coordinator signs a commitment in the name of a key holder; the others refuse', async () => {
  world = await openWorld({
    telling: async (said, world) => {
      if (said.type !== 'keys.committed') return said
      const { statements } = said.body as { statements: string[] }
      const forged = { ...world.saidBy('border', 'keys.commit'), from: COORDINATOR }
      return { ...said, body: { statements: [await world.sign(forged), ...statements.slice(1)] } }
    },
  })
  await world.play()
  expect((await world.fate('court')).code).toBe('statements.missing')
})
