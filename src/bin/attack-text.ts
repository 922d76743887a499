import type { Attacked, AttackedCell } from './attack.ts'

/** For people: a line for each hidden cell. */
export function attackText({ safe, cells }: Attacked): string {
  if (cells.length === 0) return 'Nothing is withheld, so there is nothing to infer.\n'
  const lines = cells.map((cell) =>
    [rangeText(cell).padEnd(12), cell.safe ? 'yes  ' : 'NO   ', nameOf(cell)].join(' '),
  )
  const weak = cells.filter((cell) => !cell.safe).length
  const summary = safe
    ? `All ${cells.length} withheld counts are hidden.`
    : `${weak} of ${cells.length} withheld counts are told too closely, or could not be shown to be hidden in time.`
  return `${['can be       safe  count of', ...lines].join('\n')}\n\n${summary}\n`
}

function rangeText({ least, greatest }: AttackedCell): string {
  return `${least ?? '?'} to ${greatest ?? '?'}`
}

function nameOf({ release, figure }: AttackedCell): string {
  const parts = Object.entries(figure).filter(([, value]) => value !== null && !isEmpty(value))
  return [release, ...parts.map(([name, value]) => `${name} ${partText(value)}`)].join(', ')
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0
}

function partText(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
