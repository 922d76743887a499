/** Wakes those who wait for something to come for somebody. */
export class Wake {
  readonly #waiting = new Map<string, Set<() => void>>()

  wake(id: string): void {
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    for (const resume of waiting ?? []) resume()
  }

  wakeEverybody(): void {
    for (const id of [...this.#waiting.keys()]) this.wake(id)
  }

  /** Resolves when woken, when `ms` have passed, or when the signal aborts. */
  wait(id: string, ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const waiting = this.#waiting.get(id) ?? new Set()
      this.#waiting.set(id, waiting)
      const resume = () => {
        clearTimeout(timer)
        waiting.delete(resume)
        signal?.removeEventListener('abort', resume)
        resolve()
      }
      const timer = setTimeout(resume, ms)
      waiting.add(resume)
      signal?.addEventListener('abort', resume)
      if (signal?.aborted) resume()
    })
  }
}
