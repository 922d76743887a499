import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    // Every core: many tests wait for processes and timers (the default leaves one core idle).
    maxWorkers: '100%',
    // Machines are shared and noisy: time limits are there to end a hang, never to judge speed.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
