/**
 * Letters that Unicode does not take apart into a base letter and a mark, written in a to z. Cyrillic as passports
 * write it (Ukraine 2010; Russia and its neighbours ICAO Doc 9303 part 3; Serbia its own Latin letters without marks),
 * Arabic letter by letter with the vowels that stand there. What is in no table is left to `any-ascii`.
 */
export type LetterTable = ReadonlyMap<string, string>

/** `а a б b`: letter and spelling by turns; a hyphen for a letter that is left out. */
function table(pairs: string, base?: LetterTable): LetterTable {
  const letters = new Map(base)
  const items = pairs.split(/\s+/)
  for (let at = 0; at + 1 < items.length; at += 2) {
    letters.set(items[at] ?? '', items[at + 1] === '-' ? '' : (items[at + 1] ?? ''))
  }
  return letters
}

export const latinLetters = table(
  'ß ss ł l đ d ð d ø o æ ae œ oe þ th ı i ħ h ŋ n ŧ t ə e ǝ e ɛ e ɔ o ŀ l ĸ k ĳ ij',
)

export const russianLetters = table(
  [
    'а a б b в v г g д d е e ё e ж zh з z и i й i к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts',
    'ч ch ш sh щ shch ъ ie ы y ь - э e ю iu я ia і i ї i є ie ґ g ў u',
    // Kazakh, Kyrgyz, Tajik, Uzbek, Mongolian.
    'ә a ғ g қ k ң n ө o ұ u ү u һ h ҳ h ҷ j ӣ i ӯ u җ j',
  ].join(' '),
)

export const ukrainianLetters = table('г h и y ъ -', russianLetters)

export const bulgarianLetters = table('ъ a щ sht х h', russianLetters)

export const serbianLetters = table(
  'ж z х h ц c ч c ш s ђ d ћ c џ dz љ lj њ nj ј j ќ k ѓ g ѕ dz',
  russianLetters,
)

export const arabicLetters = table(
  [
    'ا a أ a إ i آ a ٱ a ى a ء - ؤ u ئ i ب b ة a ت t ث th ج j ح h خ kh د d ذ dh ر r ز z س s ش sh ص s ض d',
    'ط t ظ z ع - غ gh ف f ق q ك k ل l م m ن n ه h و u ي i',
    // Short vowels where they are written; the other signs add nothing.
    '\u064e a \u064f u \u0650 i \u064b - \u064c - \u064d - \u0651 - \u0652 - \u0670 a ـ -',
    // Persian, Dari, Pashto, Urdu, Kurdish.
    'پ p چ ch ژ zh گ g ک k ی i ۀ e ہ h ھ h ے e ٹ t ڈ d ڑ r ں n ټ t ډ d ړ r ښ sh ږ zh ځ dz څ ts ڼ n ې e ۍ i ګ g',
    'ە e ێ e ۆ o ڕ r ڵ l ڤ v',
  ].join(' '),
)
