import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Half of what tests do is waiting for servers of their own: as many at once as there are cores, and not one less.
    maxWorkers: '100%',
  },
});
