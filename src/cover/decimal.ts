/*
 * Numbers of an agreement as exact decimals, so that no rounding of a machine enters a promise on
 * privacy (protocol/specification.md 14.1). Reveals nothing.
 */
import { Problem } from '../base/problem.ts'

/** `units / 10^digits`. */
export interface Decimal {
  readonly units: bigint
  readonly digits: number
}

/**
 * The decimal that canonical JSON writes for a number: 0.1 is one tenth and 1e-7 is 1/10,000,000.
 *
 * @throws Problem `cover.parameters` for what is negative or not finite
 */
export function decimalOf(value: number): Decimal {
  const match = /^(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value))
  if (match === null) {
    throw new Problem({
      code: 'cover.parameters',
      what: 'A parameter of the cover is no positive number',
      remedy: 'Correct `cover` in the agreement.',
    })
  }
  const [, whole = '', fraction = '', exponent = '0'] = match
  const digits = fraction.length - Number(exponent)
  const units = BigInt(whole + fraction)
  return digits >= 0 ? { units, digits } : { units: units * 10n ** BigInt(-digits), digits: 0 }
}

/** The sum of decimals. */
export function addDecimals(values: readonly Decimal[]): Decimal {
  const digits = Math.max(0, ...values.map((value) => value.digits))
  const units = values.reduce((sum, value) => sum + scaled(value, digits), 0n)
  return { units, digits }
}

/** One minus other, not below zero. */
export function subtractDecimals(one: Decimal, other: Decimal): Decimal {
  const digits = Math.max(one.digits, other.digits)
  const rest = scaled(one, digits) - scaled(other, digits)
  return { units: rest < 0n ? 0n : rest, digits }
}

export function isBelow(one: Decimal, other: Decimal): boolean {
  const digits = Math.max(one.digits, other.digits)
  return scaled(one, digits) < scaled(other, digits)
}

/** To show; the nearest number of a machine. */
export function decimalNumber({ units, digits }: Decimal): number {
  return Number(`${units}e${-digits}`)
}

function scaled({ units, digits }: Decimal, to: number): bigint {
  return units * 10n ** BigInt(to - digits)
}
