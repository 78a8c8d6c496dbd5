import { defineConfig } from 'vitest/config';
import { PATIENCE_MS } from './test/support/patience.ts';

/** Files that change their process: they load the built app as a host does, and set its environment. */
const IN_A_PROCESS_OF_THEIR_OWN = ['test/local/**/*.test.ts'];

export default defineConfig({
  test: {
    testTimeout: PATIENCE_MS,
    hookTimeout: PATIENCE_MS,
    setupFiles: ['test/support/compare-temporal.ts'],
    // Half of what tests do is waiting for servers of their own: as many at once as there are cores, and not one less.
    maxWorkers: '100%',
    projects: [
      {
        extends: true,
        test: {
          name: 'shared',
          include: ['test/**/*.test.ts'],
          exclude: IN_A_PROCESS_OF_THEIR_OWN,
          // The servers, SDKs and schemas that most files need take a second to load and longer to become fast: a process for
          // each file took twice the processor time in all. A file leaves nothing behind but what it has loaded.
          isolate: false,
        },
      },
      {
        extends: true,
        test: { name: 'alone', include: IN_A_PROCESS_OF_THEIR_OWN, globalSetup: ['test/support/built-app.ts'] },
      },
    ],
  },
});
