/** The text in pieces of so many bytes, each two digits. */
export function splitHex(text: string, bytes: number): string[] {
  return text.match(new RegExp(`.{${bytes * 2}}`, 'g')) ?? []
}
