import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Command } from 'commander'
import type { NodeState } from '../node/state.ts'
import {
  impactAnnex,
  type KnownRound,
  type ProcessingParts,
  recordOfProcessing,
} from '../processing/documents.ts'
import { parseRelease } from '../release/release.ts'
import { makeCore } from '../round/manifest.ts'
import { languages } from '../viewer/language.ts'
import { checkOperatorFiles, writeOperatorFile } from './operator-file.ts'
import { type OpenNode, openNode } from './wire.ts'

interface Options {
  readonly home: string
  readonly out: string
  readonly replace?: boolean
}

/** `node records`. */
export function addRecords(node: Command): void {
  node
    .command('records')
    .description('write the record of processing and the annexes to an impact assessment, to print')
    .requiredOption('--home <folder>', 'folder with settings, keys and store')
    .requiredOption('--out <folder>', 'where the pages go, in Dutch and English')
    .option('--replace', 'in the place of pages there')
    .action(records)
}

async function records({ home, out, replace = false }: Options): Promise<void> {
  const node = await openNode(home)
  try {
    const pages = await pagesOf(node)
    await mkdir(out, { recursive: true })
    const files = pages.map(({ name }) => join(out, name))
    await checkOperatorFiles(files, { home, replace })
    for (const { name, text } of pages) {
      await writeOperatorFile(join(out, name), String(await text), replace)
    }
    process.stdout.write(files.map((file) => `${file}\n`).join(''))
  } finally {
    await node.parts.pool.close()
    await node.parts.database.close()
  }
}

async function pagesOf({ parts, settings }: OpenNode) {
  const { agreement, self, clock } = parts
  const { id } = agreement.terms
  const nowMs = clock.nowMs()
  const from: ProcessingParts = { agreement, self, retentionDays: settings.retentionDays, nowMs }
  const rounds = await roundsOf(parts)
  const core = largestRound(parts, nowMs)
  return languages.flatMap((language) => [
    { name: `record-${id}.${language}.html`, text: recordOfProcessing(from, language) },
    { name: `dpia-${id}.${language}.html`, text: impactAnnex(from, language, { core }) },
    ...rounds.map((round) => ({
      name: `dpia-round-${round.core.round}.${language}.html`,
      text: impactAnnex(from, language, { core: round.core, round }),
    })),
  ])
}

/** What the agreement allows: all its lists at once. */
function largestRound({ agreement, slots }: OpenNode['parts'], openedMs: number) {
  const { id, lists: all } = agreement.terms
  const lists = all.map((list) => list.id)
  return makeCore(agreement, { id, openedMs, lists, slots: slots.map((slot) => slot.id) })
}

async function roundsOf({ database, agreement, roundKeys }: OpenNode['parts']) {
  const found: KnownRound[] = []
  for (const { id, state: kept } of await database.stores.rounds.list()) {
    const state = kept as NodeState // written by NodeRounds only
    if (state.core.agreement !== agreement.digest) continue
    const release = state.phase === 'released' ? await database.stores.releases.get(id) : null
    found.push({
      core: state.core,
      state: stateOf(state),
      release: release === null ? null : parseRelease(JSON.parse(release.body)),
      keysGone: (await roundKeys.find(id)) === null,
    })
  }
  return found
}

function stateOf(state: NodeState): KnownRound['state'] {
  if (state.phase === 'aborted') return { aborted: state.code }
  return state.phase === 'released' ? 'released' : 'running'
}
