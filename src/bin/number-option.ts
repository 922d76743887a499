import { Problem } from '../base/problem.ts'

/** An option that must be a number within limits, said plainly where it is not. */
export function numberOption(
  option: string,
  text: string,
  limits: { readonly from: number; readonly to: number; readonly whole: boolean },
): number {
  const value = text.trim() === '' ? Number.NaN : Number(text)
  const { from, to, whole } = limits
  if (value >= from && value <= to && (!whole || Number.isInteger(value))) return value
  throw new Problem({
    code: 'option.number',
    what: `An option needs a ${whole ? 'whole number' : 'number'} from ${from} to ${to}`,
    where: option,
    remedy: 'samentel --help, or the command with --help, lists the options.',
  })
}

export const portLimits = { from: 0, to: 65_535, whole: true } as const
export const workerLimits = { from: 1, to: 256, whole: true } as const
