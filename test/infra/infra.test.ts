import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildAppFolder } from '../../scripts/app-folder.ts';
import { loadApp } from '../../src/local/runner/load-app.ts';
import { type ReadText, readProjectFile } from './bicep/template.ts';
import { checkInfra } from './check/check-infra.ts';
import { MUTATIONS } from './mutations.ts';

const folder = mkdtempSync(join(tmpdir(), 'lamplighter-infra-'));
/** The functions of the bundle, without those that are called over HTTP. */
let functions: readonly string[];

beforeAll(async () => {
  await buildAppFolder(folder);
  const app = await loadApp(folder);
  functions = app.functions.filter(({ trigger }) => trigger.type !== 'httpTrigger').map(({ name }) => name);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the templates', () => {
  it('have no fault that is found here', async () => {
    expect(await checkInfra(readProjectFile, functions)).toEqual([]);
  });

  it.each(MUTATIONS)('are refused with %s', async (_, file, from, to, problem) => {
    let changes = 0;
    const read: ReadText = (path) => {
      const text = readProjectFile(path);
      if (path !== file) return text;
      const changed = text.replace(from, () => to);
      if (changed !== text) changes += 1;
      return changed;
    };
    const problems = await checkInfra(read, functions);
    expect(changes).toBeGreaterThan(0);
    expect(problems.join('\n')).toMatch(problem);
  });
});
