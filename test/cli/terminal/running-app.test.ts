import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { appOf } from '../../../src/cli/terminal/running-app.ts';

const [PROD, STAGING] = ['https://prod.example', 'https://staging.example'];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lamplighter-profiles-'));
  const file = join(folder, 'profiles.json');
  vi.stubEnv('LAMPLIGHTER_PROFILES', file);
  writeFileSync(
    file,
    JSON.stringify({ default: { app: PROD, key: 'prod-key' }, staging: { app: STAGING, key: 'staging-key' } }),
  );
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

function environment(variables: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(`LAMPLIGHTER_${name}`, value);
}

describe('the app of a command', () => {
  it('is that of the default profile where nothing else is said', () => {
    expect(appOf({})).toEqual({ app: PROD, key: 'prod-key' });
  });

  it('is that of the environment before the default profile, with its own key or none', () => {
    environment({ APP: STAGING });
    expect(appOf({})).toEqual({ app: STAGING, key: '' });
    environment({ KEY: 'k' });
    expect(appOf({})).toEqual({ app: STAGING, key: 'k' });
  });

  it('is that of the profile that the command line names, whatever the environment says', () => {
    environment({ APP: PROD, KEY: 'prod-key' });
    expect(appOf({ profile: 'staging' })).toEqual({ app: STAGING, key: 'staging-key' });
    expect(appOf({ profile: 'staging', key: 'k' })).toEqual({ app: STAGING, key: 'k' });
  });

  it('is that of the command line before all, without the key of another app', () => {
    environment({ APP: PROD, KEY: 'prod-key' });
    expect(appOf({ app: 'https://other.example' })).toEqual({ app: 'https://other.example', key: '' });
    expect(appOf({ app: PROD })).toEqual({ app: PROD, key: 'prod-key' });
  });

  it('takes a key of the environment for any address where the environment has none', () => {
    environment({ KEY: 'k' });
    expect(appOf({ app: 'https://other.example' })).toEqual({ app: 'https://other.example', key: 'k' });
  });
});
