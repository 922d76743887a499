/** How long ago; clocks may differ, so that it can lie ahead. */
export function agoText(ms: number): string {
  const seconds = Math.round(ms / 1000)
  if (seconds < -60) return 'in the future: a clock was set'
  if (seconds < 2) return 'just now'
  if (seconds < 120) return `${seconds} seconds ago`
  if (seconds < 2 * 3600) return `${Math.round(seconds / 60)} minutes ago`
  return seconds < 48 * 3600
    ? `${Math.round(seconds / 3600)} hours ago`
    : `${Math.round(seconds / 86_400)} days ago`
}
