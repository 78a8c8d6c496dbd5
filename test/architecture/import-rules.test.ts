import { globSync } from 'node:fs';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { describe, expect, it } from 'vitest';
import rules from '../../.dependency-cruiser.mjs';

async function cruiseFolder(folder: string): Promise<ICruiseResult> {
  const { forbidden, options } = rules;
  const { output } = await cruise([folder], { ...options, validate: true, ruleSet: { forbidden } } as never);
  return output as ICruiseResult;
}

describe('the import rules', () => {
  it('see every file of src, and find each in its place', async () => {
    const { modules, summary } = await cruiseFolder('src');
    const seen = modules.map(({ source }) => source);
    expect(seen).toEqual(expect.arrayContaining(globSync('src/**/*.{ts,tsx}')));
    expect(summary.totalDependenciesCruised).toBeGreaterThan(50);
    expect(summary.violations).toEqual([]);
  });

  it('fail on each deliberate breach', async () => {
    const { summary } = await cruiseFolder('test/architecture/breach');
    const found = summary.violations.map(({ from, rule }) => `${from.split('/src/')[1]}: ${rule.name}`);
    expect([...new Set(found)].toSorted()).toEqual([
      'adapters/imports-http.ts: adapters-imports',
      'api/imports-http.ts: api-imports',
      'api/imports-http.ts: api-knows-only-zod',
      'api/imports-package.ts: api-knows-only-zod',
      'app/imports-adapter.ts: app-imports',
      'app/imports-development-package.ts: no-development-packages',
      'app/imports-functions.ts: functions-sdk-at-the-edge',
      'app/imports-sdk.ts: azure-sdk-only-in-adapters',
      'cli/imports-adapter.ts: cli-imports',
      'config/imports-core.ts: config-imports',
      'core/imports-app.ts: core-imports',
      'core/imports-app.ts: core-knows-only-temporal',
      'core/imports-node.ts: core-knows-only-temporal',
      'core/imports-package.ts: core-knows-only-temporal',
      'dashboard/imports-core.ts: dashboard-imports',
      'documents/imports-app.ts: documents-imports',
      'emulator/imports-azurite.ts: azurite-is-for-development',
      'emulator/imports-core.ts: emulator-imports',
      'functions/imports-adapter.ts: functions-imports',
      'http/cycle-a.ts: no-cycles',
      'http/imports-adapter.ts: http-imports',
      'http/imports-nowhere.ts: resolvable',
      'node-health/imports-package.ts: node-health-needs-only-node',
      'ports/imports-app.ts: ports-imports',
      'replay/imports-app.ts: replay-imports',
      'wire/imports-node.ts: wire-is-types',
    ]);
  });
});
