/**
 * How likely which noise is on a count, mode `cellkey`: at most 5 up or down (D), nothing on average,
 * variance 3 (V), and no result of 1 … 4 (js), so that nothing small is told; zero stays zero. Within
 * that the law of the greatest entropy, as R package ptable makes it (Giessing & Tent 2019). Of 1 … 4 none has
 * so small a variance: there, the least that is possible (two results). Weights are whole numbers, so that every
 * machine draws alike; mean and sum are exact, the variance to 1e-7. Public: reveals nothing.
 */

/** Sum of the weights of every row. */
export const WEIGHTS = 1_000_000_000n

interface Perturbation {
  readonly noise: number
  readonly weight: number
}

/** [noise, weight] by count; the last row is of all larger counts too. */
const rows: readonly (readonly (readonly [noise: number, weight: number])[])[] = [
  // 0
  [[0, 1_000_000_000]],
  // 1
  [
    [-1, 800_000_000],
    [4, 200_000_000],
  ],
  // 2
  [
    [-2, 600_000_000],
    [3, 400_000_000],
  ],
  // 3
  [
    [-3, 400_000_000],
    [2, 600_000_000],
  ],
  // 4
  [
    [-4, 200_000_000],
    [1, 800_000_000],
  ],
  // 5
  [
    [-5, 91_029_431],
    [0, 565_948_638],
    [1, 250_703_520],
    [2, 74_948_908],
    [3, 15_121_388],
    [4, 2_058_920],
    [5, 189_195],
  ],
  // 6
  [
    [-1, 624_845_039],
    [0, 162_636_995],
    [1, 61_766_419],
    [2, 34_227_214],
    [3, 27_674_307],
    [4, 32_648_859],
    [5, 56_201_167],
  ],
  // 7
  [
    [-2, 233_216_118],
    [-1, 227_712_779],
    [0, 195_365_080],
    [1, 147_277_743],
    [2, 97_556_909],
    [3, 56_781_859],
    [4, 29_039_683],
    [5, 13_049_829],
  ],
  // 8
  [
    [-3, 72_029_825],
    [-2, 136_717_078],
    [-1, 197_351_383],
    [0, 216_652_936],
    [1, 180_882_253],
    [2, 114_850_887],
    [3, 55_459_983],
    [4, 20_367_237],
    [5, 5_688_418],
  ],
  // 9
  [
    [-4, 18_439_197],
    [-3, 55_483_886],
    [-2, 121_621_035],
    [-1, 194_208_157],
    [0, 225_914_024],
    [1, 191_441_397],
    [2, 118_180_405],
    [3, 53_146_178],
    [4, 17_410_673],
    [5, 4_155_048],
  ],
  // 10 and more
  [
    [-5, 3_791_860],
    [-4, 16_590_928],
    [-3, 52_292_633],
    [-2, 118_730_369],
    [-1, 194_193_460],
    [0, 228_801_500],
    [1, 194_193_460],
    [2, 118_730_369],
    [3, 52_292_633],
    [4, 16_590_928],
    [5, 3_791_860],
  ],
]

export const perturbations: readonly (readonly Perturbation[])[] = rows.map((row) =>
  row.map(([noise, weight]) => ({ noise, weight })),
)

/** What the noise can make of a count. */
export function perturbedTo(count: number): number[] {
  const row = perturbations[Math.min(count, perturbations.length - 1)] ?? []
  return row.map(({ noise }) => count + noise)
}

/** Noise is never larger: D. */
const REACH = 5

/** The least and the greatest count of which the noise can make this value; every count between them, too. */
export function perturbedFrom(value: number): { readonly low: number; readonly high: number } {
  const near = Array.from({ length: 2 * REACH + 1 }, (_, at) => value - REACH + at)
  const counts = near.filter((count) => count >= 0 && perturbedTo(count).includes(value))
  return { low: Math.min(...counts), high: Math.max(...counts) }
}

/** What comes out below this threshold was a count below this: the noise can take no more away. */
export function perturbedBelow(threshold: number): number {
  let count = threshold + REACH
  while (perturbedTo(count).every((value) => value >= threshold)) count--
  return count + 1
}
