import { build } from 'esbuild';

/** The emulator as one file without packages, for tests of other projects. */
export const EMULATOR_BUNDLE = 'dist/emulator.mjs';

/**
 * Bundles the emulator into one module that exports `startEmulator`.
 * @throws Error if the source cannot be bundled
 */
export async function buildEmulator(outfile: string = EMULATOR_BUNDLE): Promise<void> {
  await build({
    entryPoints: ['src/emulator/start-emulator.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    // The oldest Node that a project that tests with it may still be on.
    target: 'node20',
    format: 'esm',
    // A few of its packages are CommonJS and ask for modules of Node by `require`.
    banner: { js: "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);" },
    logLevel: 'warning',
  });
}
