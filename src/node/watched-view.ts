import type { Clock } from '../base/clock.ts'
import type { FieldMap } from '../source/field-map.ts'
import type { OpenView } from '../source/view-source.ts'
import type { WatchedSource } from './source-watch.ts'

export interface ViewParts {
  readonly everyMs: number
  readonly update: boolean
  readonly readMap: () => Promise<FieldMap>
  readonly open: (map: FieldMap) => Promise<OpenView>
  readonly clock: Clock
}

/** A view, read when the time since it was last read has passed; its mark is that time. */
export function watchView(parts: ViewParts): WatchedSource {
  return {
    everyMs: parts.everyMs,
    // A view is read once a time, whatever it holds.
    update: parts.update,
    next: async (after) => {
      const nowMs = parts.clock.nowMs()
      const last = after === null ? Number.NEGATIVE_INFINITY : Number(after.split(' ')[0])
      if (nowMs - last < parts.everyMs) return null
      const map = await parts.readMap()
      const view = await parts.open(map)
      const mark = `${String(nowMs).padStart(16, '0')} view`
      return { source: view, map, mark, taken: async () => undefined, close: view.close }
    },
  }
}
