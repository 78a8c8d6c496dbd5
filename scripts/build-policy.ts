import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** Where simulations load the decision of the timer from. */
export const POLICY_BUNDLE = 'dist/policy.mjs';

/** Bundles `createPolicy`, which needs nothing beside it. @throws Error if the source cannot be bundled */
export async function buildPolicy(outfile: string = POLICY_BUNDLE): Promise<void> {
  await build({
    entryPoints: ['src/replay/create-policy.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    inject: [fileURLToPath(new URL('./older-node.ts', import.meta.url))],
    alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
    logLevel: 'warning',
  });
}
