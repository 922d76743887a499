import type { Disclosed } from '../disclosure/control-table.ts'
import type { TableRules } from '../disclosure/table-rules.ts'
import {
  type Stratum,
  stratumKey,
  type TableRelease,
  type TableReleaseFigure,
} from '../release/table-release.ts'
import type { Who } from '../release/who.ts'

/** What applies where no file says otherwise. */
export function rulesText({
  mode,
  threshold,
  stratumThreshold,
  roundingBase,
  leastPersons,
  leastMultiList,
  leastNewPersons,
}: TableRules): string {
  return (
    `No --rules: mode ${mode}, threshold ${threshold} (${stratumThreshold} in strata), ` +
    `roundingBase ${roundingBase}, leastPersons ${leastPersons}, leastMultiList ${leastMultiList}, ` +
    `leastNewPersons ${leastNewPersons}, strata by all attributes in the order of the table.\n`
  )
}

export function disclosedText({ release, gate, steps }: Disclosed): string {
  const done = steps.map(({ what, why }) => `- ${what} ${why}\n`).join('')
  const tried = gate.checks
    .map(
      ({ check, passed, reason }) =>
        `- ${check}: ${passed ? 'passed' : 'not passed'}${because(reason)}\n`,
    )
    .join('')
  const body = release === null ? 'No release.\n' : releaseText(release)
  return `${body}\nWhat was done\n${done}\nAttacks\n${tried}`
}

function because(reason: string | null): string {
  return reason === null ? '' : ` (${reason})`
}

function releaseText({ id, title, figures, dominance }: TableRelease): string {
  const strata = [...Map.groupBy(figures, ({ of }) => stratumKey(of)).values()]
  const tables = strata.map((stratum) => {
    const lines = stratum.map(
      (figure) => `  ${whoText(figure.who).padEnd(40)} ${cellText(figure)}\n`,
    )
    return `\n${stratumText(stratum[0]?.of ?? {})}\n${lines.join('')}`
  })
  const flags = dominance.map(
    ({ of, part, whole }) =>
      `- ${stratumText(of)}: nearly everybody ${whoText(whole)} is ${whoText(part)}.\n`,
  )
  const flagged = flags.length === 0 ? '' : `\nMind\n${flags.join('')}`
  return `${title ?? id}\n${tables.join('')}${flagged}`
}

function stratumText(of: Stratum): string {
  const parts = Object.entries(of).map(([attribute, value]) => `${attribute} ${value}`)
  return parts.length === 0 ? 'Everybody' : parts.join(', ')
}

function cellText({ cell, repeated }: TableReleaseFigure): string {
  const again = repeated === null ? '' : ' (as released before)'
  if (cell.status === 'withheld') return `fewer than ${cell.below}${again}`
  return `${cell.status === 'noisy' ? 'about ' : ''}${cell.value}${again}`
}

function whoText(who: Who): string {
  if ('list' in who) return `on ${who.list}`
  if ('onlyOn' in who) return `on ${who.onlyOn.join(' + ')} only`
  if ('not' in who) return `not ${whoText(who.not)}`
  if ('anyOf' in who) return who.anyOf.map(whoText).join(' or ')
  if ('allOf' in who) return who.allOf.map(whoText).join(' and ')
  if ('exactly' in who) return `on exactly ${who.exactly} of these`
  return `on ${who.atLeast} of these or more`
}
