import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { supported } from '../src/bin/wire.ts'
import { defaultTableRules, tableRulesFileSchema } from '../src/disclosure/table-rules.ts'
import { organisationIds } from '../src/rehearsal/organisations.ts'
import { registerMapping } from '../src/rehearsal/register-mapping.ts'
import { listsOf, termsSchema } from '../src/round/agreement.ts'
import { standingRulesSchema } from '../src/round/standing-rules.ts'
import { coordinatorSettingsSchema, nodeSettingsSchema } from '../src/settings/node-settings.ts'
import { readYaml } from '../src/settings/read-yaml.ts'
import { parseFieldMap, readFieldMap } from '../src/source/field-map.ts'
import { codeReader } from '../src/source/read-codes.ts'

const folder = join(import.meta.dirname, '..', 'node-config')
const sample = (name: string) => join(folder, name)

describe('the commented samples in node-config/', () => {
  it('are one per organisation of the rehearsal, the coordinator, the agreement and a mapping', async () => {
    const terms = await readYaml(sample('agreement.yaml'), termsSchema)
    const nodes = terms.organisations.map((one) => `${one.id}.yaml`)
    const all = [
      ...nodes,
      'agreement.yaml',
      'coordinator.yaml',
      'disclosure-rules.yaml',
      'mapping.yaml',
      'rules.yaml',
    ]
    expect(readdirSync(folder).sort()).toEqual(all.sort())
  })

  it('load, each node under its own name', async () => {
    const terms = await readYaml(sample('agreement.yaml'), termsSchema)
    for (const { id } of terms.organisations) {
      const settings = await readYaml(sample(`${id}.yaml`), nodeSettingsSchema)
      expect(settings.organisation).toBe(id)
      expect(settings.rehearsalOnMadeUpPersons).toBe(false)
      const populations = listsOf(terms, id).map((list) => list.population)
      expect(new Set(Object.values(settings.roles))).toEqual(new Set(populations))
    }
    await readYaml(sample('coordinator.yaml'), coordinatorSettingsSchema)
    expect((await readFieldMap(sample('mapping.yaml'))).encoding).toBe('windows-1252')
  })

  it('agree on what this version can do, with a counter that owns no list', async () => {
    const terms = await readYaml(sample('agreement.yaml'), termsSchema)
    expect(supported.recipes).toContain(terms.recipe)
    expect(terms.rule).toBe(supported.rule)
    expect(listsOf(terms, terms.evaluators.at(-1) ?? '')).toEqual([])
    expect(new Set(terms.lists.map((list) => list.organisation))).toEqual(new Set(organisationIds))
    expect(terms.lists).toHaveLength(40)
  })

  it('have tables that the mappings know, the sample and that of the rehearsal', async () => {
    const { tables } = await readYaml(sample('agreement.yaml'), termsSchema)
    expect(tables.map(({ id }) => id)).toEqual(['exploitation', 'sex', 'age', 'region'])
    for (const map of [
      await readFieldMap(sample('mapping.yaml')),
      parseFieldMap(registerMapping(), 'mapping.yaml'),
    ]) {
      expect(Object.keys(map.codes)).toEqual(['exploitation', 'sex', 'age', 'region'])
      expect(() => codeReader(map, tables)).not.toThrow()
    }
  })

  it('have rules for tables that say what holds without them', async () => {
    const rules = await readYaml(sample('disclosure-rules.yaml'), tableRulesFileSchema)
    expect(rules).toEqual(defaultTableRules)
  })

  it('have standing rules that ask for all that can be asked, but which owners', async () => {
    const { acceptWhen } = await readYaml(sample('rules.yaml'), standingRulesSchema)
    const asked = Object.keys(standingRulesSchema.shape.acceptWhen.shape)
    expect([...Object.keys(acceptWhen), 'onlyOwners'].sort()).toEqual(asked.sort())
  })

  it('name the coordinator that the coordinator sample listens as', async () => {
    const { listen } = await readYaml(sample('coordinator.yaml'), coordinatorSettingsSchema)
    const police = await readYaml(sample('police.yaml'), nodeSettingsSchema)
    expect(police.coordinator).toBe(`http://${listen.host}:${listen.port}`)
  })
})
