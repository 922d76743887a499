import { expect, it } from 'vitest'
import { numberOption, portLimits } from '../../src/bin/number-option.ts'

it.each(['', ' ', 'many', '1e9', '-1', '4600.5', 'NaN', '70000'])(
  'refuses %j as a port',
  (text) => {
    expect(() => numberOption('--port', text, portLimits)).toThrow(
      'option.number: An option needs a whole number from 0 to 65535 (--port)',
    )
  },
)

it('takes a number within its limits', () => {
  expect(numberOption('--port', '4600', portLimits)).toBe(4600)
  expect(numberOption('--scale', '0.05', { from: 0.01, to: 1, whole: false })).toBe(0.05)
})
