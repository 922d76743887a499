import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { loadSolver } from '../attack/load-solver.ts'
import { Problem } from '../base/problem.ts'
import type { LinkQuality } from '../estimates/linkage-band.ts'
import { GREATEST_SEED } from '../estimates/stream.ts'
import { parseTableFile, type TableFile } from '../overlap/table-file.ts'
import { startEstimatePool } from '../work/estimate-pool.ts'
import { estimateTable } from '../work/estimate-table.ts'
import { estimateText } from './estimate-text.ts'
import { numberOption, workerLimits } from './number-option.ts'
import { progressLine } from './progress.ts'

interface Options {
  readonly seed: string
  readonly resamples: string
  readonly recall?: string
  readonly precision?: string
  readonly workers?: string
  readonly json?: boolean
}

const seedLimits = { from: 0, to: GREATEST_SEED, whole: true } as const
const resampleLimits = { from: 20, to: 100_000, whole: true } as const
const qualityLimits = { from: 0.5, to: 1, whole: false } as const

export function addEstimate(program: Command): void {
  program
    .command('estimate')
    .description('estimate how many persons stand on no list, from a table of who stands on which')
    .argument('<table>', 'JSON file: {"lists": […], "cells": [{"lists": […], "count": 12}, …]}')
    .option('--seed <number>', 'the same seed gives the same figures', '1234')
    .option(
      '--resamples <number>',
      'how often the persons are drawn anew for intervals, from 20 on; 0 for none',
      '1000',
    )
    .option('--recall <share>', 'of the links that there are, the share that was found')
    .option('--precision <share>', 'of the links that were found, the share that is right')
    .option('--workers <number>', 'worker threads; all cores unless told')
    .option('--json', 'print the figures as JSON on standard output')
    .action(estimate)
}

async function estimate(path: string, options: Options): Promise<void> {
  const seed = numberOption('--seed', options.seed, seedLimits)
  const resamples =
    options.resamples.trim() === '0'
      ? 0
      : numberOption('--resamples', options.resamples, resampleLimits)
  const linkQuality = qualityOf(options)
  const workers =
    options.workers === undefined
      ? undefined
      : numberOption('--workers', options.workers, workerLimits)
  const file = await readTable(path)
  const solver = await loadSolver()
  const pool = startEstimatePool(workers)
  const progress = progressLine()
  try {
    const report = await estimateTable(file, {
      ...{ solver, pool, seed, resamples, linkQuality },
      report: (step, done, total) => progress.show(`${step}: ${done} of ${total}`),
    })
    progress.end()
    const json = options.json === true
    process.stdout.write(
      json ? `${JSON.stringify(report, null, 2)}\n` : estimateText(report, file.lists),
    )
  } finally {
    progress.end()
    await pool.close()
  }
}

/** Either rate alone: the other is taken to be perfect. */
function qualityOf({ recall, precision }: Options): LinkQuality | null {
  if (recall === undefined && precision === undefined) return null
  return {
    recall: recall === undefined ? 1 : numberOption('--recall', recall, qualityLimits),
    precision: precision === undefined ? 1 : numberOption('--precision', precision, qualityLimits),
  }
}

async function readTable(path: string): Promise<TableFile> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw unreadable(path, 'the file cannot be read', cause)
  })
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw unreadable(path, 'this is no JSON', cause)
  }
  return parseTableFile(value, path)
}

function unreadable(path: string, why: string, cause: unknown): Problem {
  return new Problem({
    code: 'table.unreadable',
    what: 'This is not an overlap table that can be read',
    where: `${path}: ${why}`,
    remedy: 'Check the path, and that this user may read it.',
    cause,
  })
}
