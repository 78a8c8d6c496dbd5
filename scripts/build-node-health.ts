import { build } from 'esbuild';

/** The composite health server as one file without packages, for a Batch node. */
export const NODE_HEALTH_BUNDLE = 'dist/node-health.mjs';

/**
 * Bundles the health server into one module, which is run, or exports `startNodeHealth`.
 * @throws Error if the source cannot be bundled
 */
export async function buildNodeHealth(outfile: string = NODE_HEALTH_BUNDLE): Promise<void> {
  await build({
    entryPoints: ['src/node-health/main.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    // What the package managers of images for Batch nodes still have.
    target: 'node18.18',
    format: 'esm',
    logLevel: 'warning',
  });
}
