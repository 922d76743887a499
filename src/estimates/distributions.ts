/*
 * The normal and the Poisson law, and logarithms of factorials, in doubles.
 * Assumes finite arguments within the ranges named; knows no table and reveals nothing of one.
 */

/** ln(n!) for the whole numbers below this are summed once; Stirling's series is exact to the last bits above. */
const TABLE_SIZE = 256
const logFactorials = sumLogs(TABLE_SIZE)
const HALF_LOG_TWO_PI = 0.9189385332046728

function sumLogs(size: number): Float64Array {
  const sums = new Float64Array(size)
  for (let n = 2; n < size; n++) sums[n] = (sums[n - 1] ?? 0) + Math.log(n)
  return sums
}

/** ln(n!) of a whole number from 0 on. */
export function logFactorial(n: number): number {
  const known = logFactorials[n]
  return known === undefined ? stirling(n) : known
}

/** ln(n!) by Stirling's series (Abramowitz and Stegun 6.1.41), good to 16 digits from n = 256 on. */
function stirling(n: number): number {
  const square = n * n
  const series = (1 / 12 - (1 / 360 - 1 / 1260 / square) / square) / n
  return (n + 0.5) * Math.log(n) - n + HALF_LOG_TWO_PI + series
}

/** From here on the series below are good to 15 digits. */
const FAR_ENOUGH = 20

/** ln Γ(x) for x > 0 (Abramowitz and Stegun 6.1.41, after 6.1.15 up to where the series is good). */
export function logGamma(x: number): number {
  let [at, product] = [x, 1]
  for (; at < FAR_ENOUGH; at++) product *= at
  const square = at * at
  const series = (1 / 12 - (1 / 360 - (1 / 1260 - 1 / 1680 / square) / square) / square) / at
  return (at - 0.5) * Math.log(at) - at + HALF_LOG_TWO_PI + series - Math.log(product)
}

/** The slope of ln Γ(x), x > 0 (Abramowitz and Stegun 6.3.18, after 6.3.5). */
export function digamma(x: number): number {
  let [at, sum] = [x, 0]
  for (; at < FAR_ENOUGH; at++) sum += 1 / at
  const square = at * at
  const series = (1 / 12 - (1 / 120 - (1 / 252 - 1 / 240 / square) / square) / square) / square
  return Math.log(at) - 0.5 / at - series - sum
}

/** ln P(Y = n) for Y ~ Poisson(mean), mean from 0 on. */
export function poissonLogChance(n: number, mean: number): number {
  if (mean === 0) return n === 0 ? 0 : Number.NEGATIVE_INFINITY
  return n * Math.log(mean) - mean - logFactorial(n)
}

/** P(Y ≤ n) for Y ~ Poisson(mean); n a whole number, below 0 none. */
export function poissonAtMost(n: number, mean: number): number {
  if (n < 0) return 0
  return n < mean ? sumDown(n, mean) : 1 - sumUp(n + 1, mean)
}

/** P(Y ≥ n) for Y ~ Poisson(mean); n a whole number. */
export function poissonAtLeast(n: number, mean: number): number {
  if (n <= 0) return 1
  return n > mean ? sumUp(n, mean) : 1 - sumDown(n - 1, mean)
}

/** Terms that fall off from the first on: the tail beyond it on the side away from the mean. */
function sumDown(from: number, mean: number): number {
  let term = Math.exp(poissonLogChance(from, mean))
  let sum = 0
  for (let n = from; n >= 0 && term > sum * Number.EPSILON; n--) {
    sum += term
    term *= n / mean
  }
  return Math.min(sum, 1)
}

function sumUp(from: number, mean: number): number {
  let term = Math.exp(poissonLogChance(from, mean))
  let sum = 0
  for (let n = from + 1; term > sum * Number.EPSILON; n++) {
    sum += term
    term *= mean / n
  }
  return Math.min(sum, 1)
}

// Cody, Rational Chebyshev approximations for the error function, Mathematics of Computation 23 (1969), as arranged
// for the normal law by Cody, Algorithm 715, ACM TOMS 19 (1993).
const NEAR = {
  up: [
    0.06568233791820745, 2.2352520354606837, 161.02823106855587, 1067.6894854603709,
    18154.98125334356,
  ],
  down: [1, 47.202581904688245, 976.0985517377767, 10260.932208618979, 45507.78933502673],
}
const MIDDLE = {
  up: [
    1.0765576773720192e-8, 0.39894151208813466, 8.883149794388377, 93.50665613217785,
    597.2702763948002, 2494.5375852903726, 6848.190450536283, 11602.65143764735, 9842.714838383978,
  ],
  down: [
    1, 22.266688044328117, 235.387901782625, 1519.3775994075547, 6485.558298266761,
    18615.571640885097, 34900.95272114598, 38912.00328609327, 19685.429676859992,
  ],
}
const FAR = {
  up: [
    0.023073441764940174, 0.215898534057957, 0.12740116116024736, 0.022235277870649807,
    0.0014216191932278934, 0.000029112874951168793,
  ],
  down: [
    1, 1.284260096144911, 0.4682382124808651, 0.06598813786892856, 0.0037823963320275824,
    0.00007297515550839662,
  ],
}
const NEAR_END = 0.67448975
const MIDDLE_END = 5.656854249492381
const ONE_BY_ROOT_TWO_PI = 0.3989422804014327

/** P(Z ≤ z) for the standard normal law. */
export function normalBelow(z: number): number {
  const distance = Math.abs(z)
  if (distance <= NEAR_END) return 0.5 + z * ratio(NEAR, z * z)
  const tail = upperTail(distance)
  return z > 0 ? 1 - tail : tail
}

/** P(Z > z) for z above NEAR_END; exp(−z²/2) in two factors, so that the square's last bits are not lost. */
function upperTail(z: number): number {
  const coarse = Math.trunc(z * 16) / 16
  const density = Math.exp(-coarse * coarse * 0.5) * Math.exp(-(z - coarse) * (z + coarse) * 0.5)
  if (z <= MIDDLE_END) return density * ratio(MIDDLE, z)
  const inverse = 1 / (z * z)
  return (density * (ONE_BY_ROOT_TWO_PI - inverse * ratio(FAR, inverse))) / z
}

// Wichura, Algorithm AS 241: the percentage points of the normal distribution, Applied Statistics 37 (1988), PPND16.
const CENTRE = {
  up: [
    2509.0809287301227, 33430.57558358813, 67265.7709270087, 45921.95393154987, 13731.69376550946,
    1971.5909503065513, 133.14166789178438, 3.3871328727963665,
  ],
  down: [
    5226.495278852546, 28729.085735721943, 39307.89580009271, 21213.794301586597, 5394.196021424751,
    687.1870074920579, 42.31333070160091, 1,
  ],
}
const SIDE = {
  up: [
    0.0007745450142783414, 0.022723844989269184, 0.2417807251774506, 1.2704582524523684,
    3.6478483247632045, 5.769497221460691, 4.630337846156546, 1.4234371107496835,
  ],
  down: [
    1.0507500716444169e-9, 0.0005475938084995345, 0.015198666563616457, 0.14810397642748008,
    0.6897673349851, 1.6763848301838038, 2.053191626637759, 1,
  ],
}
const TAIL = {
  up: [
    2.0103343992922881e-7, 0.000027115555687434876, 0.0012426609473880784, 0.026532189526576124,
    0.29656057182850487, 1.7848265399172913, 5.463784911164114, 6.657904643501103,
  ],
  down: [
    2.0442631033899397e-15, 1.421511758316446e-7, 0.000018463183175100548, 0.0007868691311456133,
    0.014875361290850615, 0.1369298809227358, 0.599832206555888, 1,
  ],
}

/** The z with P(Z ≤ z) = chance; infinite at 0 and 1. */
export function normalQuantile(chance: number): number {
  if (chance <= 0) return Number.NEGATIVE_INFINITY
  if (chance >= 1) return Number.POSITIVE_INFINITY
  const offset = chance - 0.5
  if (Math.abs(offset) <= 0.425) return offset * ratio(CENTRE, 0.180625 - offset * offset)
  const depth = Math.sqrt(-Math.log(Math.min(chance, 1 - chance)))
  const distance = depth <= 5 ? ratio(SIDE, depth - 1.6) : ratio(TAIL, depth - 5)
  return Math.sign(offset) * distance
}

interface Ratio {
  readonly up: readonly number[]
  readonly down: readonly number[]
}

/** Two polynomials, the highest power first. */
function ratio({ up, down }: Ratio, x: number): number {
  return polynomial(up, x) / polynomial(down, x)
}

function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0)
}
