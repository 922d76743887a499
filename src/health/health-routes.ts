import { Hono } from 'hono'
import { checkHealth, type Health, type HealthParts } from './health.ts'
import { Metrics } from './metrics.ts'

/** Whoever asks more often gets the same answer. */
const FRESH_MS = 5_000

/**
 * `GET /healthz`: 200 where all is well, else 503; names of checks and nothing of why, as anybody on
 * this machine can ask. `GET /metrics`: for Prometheus.
 */
export function healthRoutes(parts: HealthParts): Hono {
  const app = new Hono()
  const metrics = new Metrics()
  let kept: { atMs: number; health: Promise<Health> } | null = null
  const health = () => {
    const nowMs = parts.clock.nowMs()
    const isFresh = kept !== null && nowMs >= kept.atMs && nowMs < kept.atMs + FRESH_MS
    if (kept === null || !isFresh) kept = { atMs: nowMs, health: checkHealth(parts) }
    return kept.health
  }
  app.get('/healthz', async (context) => {
    const { ok, findings } = await health()
    const checks = Object.fromEntries(findings.map((one) => [one.check, one.ok]))
    return context.json({ ok, checks }, ok ? 200 : 503)
  })
  app.get('/metrics', async (context) => {
    const text = await metrics.text(parts, await health())
    return context.body(text, 200, { 'content-type': metrics.contentType })
  })
  return app
}
