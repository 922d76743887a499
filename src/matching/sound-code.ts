/**
 * The sound of one normalised name word, as a clerk in the Netherlands may hear it and write it down: two spellings
 * of one sound have one code. Made for first and last names of people who live here, Dutch or not; the published
 * codes (Soundex, Daitch-Mokotoff) part g from ch and sj from sch. Rules are applied in the order written.
 */
const rules: readonly (readonly [RegExp, string])[] = [
  // An article written in one word with the name: Elsayed, El-Sayed (whose article readName has dropped).
  [/^[ae]l(?=[^aeiouyl]\p{L}{3})/u, ''],
  // Djamila, Jamila.
  [/^dj/, 'j'],
  // A hiss: Bosch, Bos; Visscher, Visser; Shirin, Sjirin, Şirin; Schwarz, Schwarts.
  [/sch|sh|sj|zh|[td][sz]|[sc]z/g, 's'],
  [/c(?=[eiy])/g, 's'],
  [/z/g, 's'],
  // The Dutch g: Slachter, Slagter; Khalid, Chalid, Galid.
  [/[ckg]h/g, 'g'],
  // One f: Stephan, Stefan; Vries, Fries; Lewandowski, Levandovski.
  [/ph|[vw]/g, 'f'],
  // One t: Smid, Smit, Smith, Schmidt.
  [/[td]h?/g, 't'],
  // One k, of which x holds one: Hendrickx, Hendriks, Hendrix; Qasim, Kasim.
  [/x/g, 'ks'],
  [/[cq]/g, 'k'],
  // A b at the end sounds as p: Jacob, Jakop.
  [/b$/, 'p'],
  // A silent h: Fatimah, Mehmet; one at the start is heard.
  [/(?!^)h/g, ''],
  // A y or i before a vowel at the start is a j: Yusuf, Jusuf.
  [/^[yi](?=[aeiou])/, 'j'],
  // Vowels that sound alike: Leila, Layla; Meyer, Meier, Maier; Yusuf, Joesoef; Auke, Ouke.
  [/[ae][iyj]|[iy]/g, 'e'],
  [/[ao]u|oe|u/g, 'o'],
  [/(?!^)j/g, ''],
  [/(.)\1+/gu, '$1'],
]

const enoughConsonants = 3

/**
 * The code of a word that `readName` made; the empty string for the empty word. Vowels are heard worst (Salma,
 * Selma), so none counts but one at the start; a short name, which has little else (Daan, Dion), keeps its first.
 */
export function soundCode(word: string): string {
  const sound = rules.reduce((heard, [spelling, as]) => heard.replace(spelling, as), word)
  const consonants = sound.replace(/[aeo]/g, '').length
  return consonants < enoughConsonants
    ? sound.replace(/(?<=[aeo].*)[aeo]/g, '')
    : sound.replace(/(?!^)[aeo]/g, '')
}
