import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runNodeHealth } from './run-node-health.ts';

// biome-ignore lint/performance/noBarrelFile: what the bundle exports; nothing in src imports it
export { startNodeHealth } from './start-node-health.ts';

/** Imported, this file is a library; run, it is a command. */
function isRun(): boolean {
  const [, script] = process.argv;
  try {
    return script !== undefined && realpathSync(script) === realpathSync(fileURLToPath(import.meta.url));
  } catch {
    return false;
  }
}

if (isRun()) process.exitCode = await runNodeHealth(process.argv.slice(2), (text) => process.stdout.write(text));
