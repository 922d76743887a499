const SHOW_EVERY_MS = 500

/** Progress on standard error: one line that is written over on a terminal, now and then a line else. */
export function progressLine(): { show(text: string): void; end(): void } {
  const terminal = process.stderr.isTTY
  let shownAt = 0
  let open = false
  return {
    show(text) {
      const now = Date.now()
      if (now - shownAt < (terminal ? SHOW_EVERY_MS / 5 : SHOW_EVERY_MS * 4)) return
      shownAt = now
      open = terminal
      process.stderr.write(terminal ? `\r\x1b[K${text}` : `${text}\n`)
    },
    end() {
      if (open) process.stderr.write('\r\x1b[K')
      open = false
    },
  }
}
