import { COORDINATOR } from '../base/ids.ts'
import { learningOf } from '../exposure/learning.ts'
import { findingText, learningEnglish, pointText } from '../exposure/learning-words.ts'
import { type Leaving, leavingOf, type Size } from '../exposure/leaving.ts'
import { ownFigures } from '../node/own-figures.ts'
import type { NodeParts } from '../node/parts.ts'
import { countersOf } from '../round/agreement.ts'
import type { Core } from '../round/manifest.ts'

/** What others could learn from a round with the records of this node, and all that would leave it. */
export async function roundText(parts: NodeParts, core: Core): Promise<string> {
  const { agreement, self, database } = parts
  const { terms } = agreement
  const own = await ownFigures(parts)
  const imported = own.filter((list) => list.imported).map(({ id }) => id)
  const { seats, coalitions, findings } = learningOf({ core, terms, self, own, imported })
  const { outbox } = database.stores
  const spoken = await outbox.first(COORDINATOR, core.round)
  const firstSequence = spoken ?? (await outbox.head(COORDINATOR)) + 1
  const leaving = leavingOf({ core, self, counters: countersOf(terms), firstSequence })
  const names = { table: (id: string) => id, code: (_: string, code: string) => code }
  const words = learningEnglish
  return [
    'Your own lists:',
    ...findings.map((finding) => `  ${finding.list} ${findingText(words, finding, names)}`),
    '',
    'What others could learn, as long as one evaluator follows and keeps its keys to itself:',
    ...seats.flatMap(({ seat, who, learns }) => [
      `  ${words.seats[seat]}${who.length === 0 ? '' : ` (${who.join(', ')})`}`,
      ...learns.map((point) => `    ${pointText(words, point)}`),
    ]),
    '',
    'What they could learn together:',
    ...coalitions.flatMap(({ name, needsUs }) => [
      `  ${words.coalitions[name].who}${needsUs ? `. ${words.needsUs}` : ''}`,
      `    ${words.coalitions[name].learn}`,
    ]),
    '',
    ...leavingLines(leaving),
    '',
  ].join('\n')
}

function leavingLines({ messages, batches }: Leaving): string[] {
  return [
    'What would leave, in bytes:',
    ...batches.map(
      ({ name, rows, bytes, sealedTo }) =>
        `  ${name}: ${sizeText(rows)} rows, ${sizeText(bytes)} bytes, sealed to ${sealedTo.join(', ')}`,
    ),
    ...messages.map(
      ({ type, stage, bytes }) =>
        `  ${type}${stage === null ? '' : ` ${stage}`}: ${sizeText(bytes)}`,
    ),
  ]
}

function sizeText({ least, most }: Size): string {
  if (most === null) return `${least} or more`
  return least === most ? String(least) : `${least} to ${most}`
}
