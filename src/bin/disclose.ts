import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { Command } from 'commander'
import { loadSolver } from '../attack/load-solver.ts'
import { Problem } from '../base/problem.ts'
import { secureRandom } from '../base/random.ts'
import { type Disclosed, discloseTable } from '../disclosure/control-table.ts'
import { refuseOverBudget, releasedBefore, tableDigest } from '../disclosure/table-register.ts'
import {
  defaultTableRules,
  type TableRules,
  tableRulesFileSchema,
} from '../disclosure/table-rules.ts'
import { parseTableFile, type TableFile } from '../overlap/table-file.ts'
import { readSecretKey } from '../settings/home.ts'
import { readYaml } from '../settings/read-yaml.ts'
import { tableAttack } from '../work/table-attack.ts'
import { disclosedText, rulesText } from './disclose-text.ts'
import { numberOption } from './number-option.ts'
import { progressLine } from './progress.ts'
import { type OpenRegister, openRegister } from './register-folder.ts'

interface Options {
  readonly timeLimit?: string
  readonly rules?: string
  readonly register?: string
  readonly json?: boolean
}

const USUAL_SECONDS = '600'
const timeLimits = { from: 1, to: 1_000_000, whole: false } as const
/** What is quicker needs no progress. */
const QUIET_MS = 3_000

export function addDisclose(program: Command): void {
  program
    .command('disclose')
    .description('from an overlap table to figures that may be published, or a refusal')
    .argument('<table>', 'JSON file: {"lists": […], "cells": [{"lists": […], "count": 12}, …]}')
    .option('--rules <file>', 'YAML or JSON; node-config/disclosure-rules.yaml is a sample')
    .option('--register <folder>', 'earlier releases of the same persons; this one is added')
    .option(
      '--time-limit <seconds>',
      'for all attacks together; what is not solved by then has not passed',
      USUAL_SECONDS,
    )
    .option('--json', 'print {"release", "gate", "steps"} as JSON on standard output')
    .action(disclose)
}

async function disclose(file: string, options: Options): Promise<void> {
  if (options.rules === undefined) process.stderr.write(rulesText(defaultTableRules))
  const disclosed = await discloseFile(file, options)
  process.stdout.write(
    options.json === true ? `${JSON.stringify(disclosed, null, 2)}\n` : disclosedText(disclosed),
  )
  if (disclosed.release === null) process.exitCode = 1
}

/** A release that came out is in the register before anybody sees it. */
export async function discloseFile(file: string, options: Options): Promise<Disclosed> {
  const seconds = numberOption('--time-limit', options.timeLimit ?? USUAL_SECONDS, timeLimits)
  const rules = await rulesOf(options.rules)
  const table = await readTable(file)
  const key = await noiseKey(rules, options.rules)
  const register = options.register === undefined ? null : await openRegister(options.register)
  try {
    return await discloseOnce({ table, rules, key, seconds }, register)
  } finally {
    register?.close()
  }
}

interface Given {
  readonly table: TableFile
  readonly rules: TableRules
  readonly key: Uint8Array | null
  /** All that attacks may take. */
  readonly seconds: number
}

/** A table is released once: what is in the register already is given again. */
async function discloseOnce(given: Given, register: OpenRegister | null): Promise<Disclosed> {
  const { table, rules } = given
  if (register === null) {
    if (rules.mode === 'dp') throw registerNeeded()
    return attacked(given, null)
  }
  const digest = tableDigest(table, register.key)
  const before = releasedBefore(register.entries, { id: table.id, digest })
  const again = register.earlier.find((one) => one.digest === before?.release)
  if (again !== undefined) return givenAgain(again.release)
  if (rules.mode === 'dp') refuseOverBudget(register.entries, rules.dp ?? null)
  const disclosed = await attacked(given, register)
  if (disclosed.release !== null) await register.add(disclosed.release, digest)
  return disclosed
}

/** What comes from outside: chance, earlier releases, and an attacker with a solver. */
async function attacked(
  { table, rules, key, seconds }: Given,
  register: OpenRegister | null,
): Promise<Disclosed> {
  const solver = await loadSolver()
  const progress = progressLine()
  const under = { exact: table.cells, cumulative: rules.cumulative }
  const { attack, wasLate } = tableAttack(under, solver, {
    now: () => performance.now(),
    limitMs: 1000 * seconds,
    report: (what, elapsedMs) => {
      if (elapsedMs < QUIET_MS) return
      progress.show(`${what}: ${Math.round(elapsedMs / 1000)} s of at most ${seconds} s`)
    },
  })
  const earlier = register?.earlier ?? []
  try {
    return discloseTable({ table, rules, key, random: secureRandom, earlier, attack, wasLate })
  } finally {
    progress.end()
  }
}

function givenAgain(release: NonNullable<Disclosed['release']>): Disclosed {
  const step = {
    step: 'register',
    what: 'This table was released before: its release is given again, by the rules of then.',
    why: 'Two releases of one table tell more than one.',
  } as const
  return { release, gate: release.gate, steps: [step] }
}

async function rulesOf(file: string | undefined): Promise<TableRules> {
  if (file === undefined) return defaultTableRules
  return readYaml(
    file,
    tableRulesFileSchema,
    'Copy node-config/disclosure-rules.yaml and adapt it, or leave --rules out.',
  )
}

async function noiseKey(rules: TableRules, file: string | undefined): Promise<Uint8Array | null> {
  if (rules.cellkey === undefined || file === undefined) return null
  return readSecretKey(resolve(dirname(file), rules.cellkey.keyFile))
}

async function readTable(file: string): Promise<TableFile> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw unreadable(`${file}: the file is not there or cannot be read`, cause)
  })
  return parseTableFile(jsonOf(text, file), file)
}

function jsonOf(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // The parser's message quotes the file.
    throw unreadable(`${file}: it is not JSON`)
  }
}

function unreadable(where: string, cause?: unknown): Problem {
  return new Problem({
    code: 'table.unreadable',
    what: 'This is not an overlap table that can be read',
    where,
    remedy: 'Give {"lists": […], "cells": [{"lists": […], "count": 12}, …]}; README.md shows one.',
    cause,
  })
}

function registerNeeded(): Problem {
  return new Problem({
    code: 'disclosure.register-needed',
    what: 'Mode dp needs a register: it keeps the budget, and a table gets its noise once',
    where: '--register',
    remedy: 'Name the folder of the register of these persons; it is made if it is not there.',
  })
}
