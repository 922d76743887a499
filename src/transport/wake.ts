/** Remembers that something has come since it was taken, so that no wake is ever missed. */
export interface Ticket {
  readonly id: string
  readonly count: number
}

/** Wakes those who wait for something to come for somebody. */
export class Wake {
  readonly #counts = new Map<string, number>()
  readonly #waiting = new Map<string, Set<() => void>>()

  /** Take one before looking whether something is there; then wait with it. */
  ticket(id: string): Ticket {
    return { id, count: this.#counts.get(id) ?? 0 }
  }

  wake(id: string): void {
    this.#counts.set(id, (this.#counts.get(id) ?? 0) + 1)
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    for (const resume of waiting ?? []) resume()
  }

  wakeEverybody(): void {
    for (const id of [...this.#waiting.keys()]) this.wake(id)
  }

  /** Resolves when woken since the ticket was taken, when `ms` have passed, or when aborted. */
  wait(ticket: Ticket, ms: number, signal?: AbortSignal): Promise<void> {
    const woken = ticket.count !== (this.#counts.get(ticket.id) ?? 0)
    if (woken || signal?.aborted) return Promise.resolve()
    return new Promise((resolve) => {
      const waiting = this.#waiting.get(ticket.id) ?? new Set()
      this.#waiting.set(ticket.id, waiting)
      const resume = () => {
        clearTimeout(timer)
        waiting.delete(resume)
        signal?.removeEventListener('abort', resume)
        resolve()
      }
      const timer = setTimeout(resume, ms)
      waiting.add(resume)
      signal?.addEventListener('abort', resume)
    })
  }
}
