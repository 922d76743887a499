/** What is said of the first of two persons' word. */
export function waitsForSecond(what: string): void {
  process.stdout.write(
    `Kept, not done: "${what}" takes a second person (fourEyes). It is confirmed by the same command under another user of this machine, or in the console.\n`,
  )
}
