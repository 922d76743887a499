/**
 * A pure function of a text that keeps what it found for texts met before: names come back thousands of times in a
 * register. Forgets all when `most` texts are kept, so that memory stays bounded.
 */
export function remember<V>(most: number, find: (text: string) => V): (text: string) => V {
  const known = new Map<string, V>()
  return (text) => {
    const before = known.get(text)
    if (before !== undefined) return before
    const found = find(text)
    if (known.size >= most) known.clear()
    known.set(text, found)
    return found
  }
}
