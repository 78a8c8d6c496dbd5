import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { buildPolicy } from '../../scripts/build-policy.ts';

/** A process without what Node 20 lacks: it decides one minute in which two tasks wait, and prints how many nodes start. */
const DECIDES = `
for (const name of ['reduce', 'take', 'map', 'filter', 'some', 'toArray']) delete Iterator.prototype[name];
delete Map.groupBy;
const { createPolicy } = await import(process.argv[1]);
const policy = createPolicy();
policy.init({ poolSize: 3, slotsPerNode: 1, tickS: 60, startMeanS: 190, overheadS: 250 });
const nodes = [1, 2, 3].map((id) => ({ id, state: 'deallocated', since: 1772409600, used: 0 }));
const { start } = policy.tick({ time: 1772409660, nodes, pendingTasks: 2, runningTasks: 0, submitted: 2, completed: 0 });
process.stdout.write(String(start.length));
`;

it('makes a policy that decides on Node 20, too', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lamplighter-policy-'));
  try {
    const file = join(folder, 'policy.mjs');
    await buildPolicy(file);
    const args = ['--input-type=module', '--eval', DECIDES, pathToFileURL(file).href];
    expect(Number(execFileSync(process.execPath, args, { encoding: 'utf8' }))).toBeGreaterThanOrEqual(2);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
