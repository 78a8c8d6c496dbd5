import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readProjectFile } from '../infra/bicep/template.ts';
import { deploymentIn } from '../infra/check/check-infra.ts';
import { SCENARIOS } from '../infra/check/scenarios.ts';
import { DESCRIPTION } from '../support/api-description.ts';
import { blocksIn } from '../support/json-blocks.ts';

const MODEL = readFileSync('docs/threat-model.md', 'utf8');

describe('the threat model', () => {
  it.each(
    [...new Set([...MODEL.matchAll(/`((?:src|test)\/[^`*]+)`/g)].map(([, path]) => path ?? ''))].map((path) => [path]),
  )('names a place that is there: %s', (path) => {
    expect(existsSync(path)).toBe(true);
  });
});

describe('a promise of the threat model', () => {
  const rows = MODEL.split('\n').filter((line) => /^\| [STRIDE, ]+ \|/.test(line));

  it.each(rows.map((row) => [row.split('|')[2]?.trim() ?? '', row]))('names the tests that hold it: %s', (_, row) => {
    expect(row).toMatch(/`test\/[^`]+\.test\.ts`/);
  });
});

describe('the roles of the app registration', () => {
  const [block] = blocksIn('docs/security.md').filter(({ language }) => language === 'json');
  const roles = JSON.parse(block?.text ?? '[]') as readonly { readonly id: string; readonly value: string }[];

  it('are those that the description of the API asks for', () => {
    const asked = Object.values(DESCRIPTION.paths)
      .flatMap((path) => Object.values(path))
      .flatMap(({ security }) => security.flatMap(({ platformAuthentication = [] }) => platformAuthentication));
    expect(roles.map(({ value }) => value)).toEqual([...new Set(asked)].toSorted((a, b) => (a < b ? 1 : -1)));
  });

  it('have ids that are told apart, as a registration wants them', () => {
    expect(new Set(roles.map(({ id }) => id)).size).toBe(roles.length);
    for (const { id } of roles) expect(id).toMatch(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  });
});

describe('the app registration', () => {
  const page = readFileSync('docs/security.md', 'utf8');

  it('is made as the sign-in that the templates turn on needs it', async () => {
    const everything = SCENARIOS['everything'] ?? {};
    const { resources } = await deploymentIn(readProjectFile, everything);
    const signIn = resources.find(({ name }) => name.endsWith('/authsettingsV2'));
    expect(signIn?.body).toMatchObject({
      properties: {
        identityProviders: {
          azureActiveDirectory: {
            registration: {
              openIdIssuer: expect.stringMatching(/\/v2\.0$/),
              clientSecretSettingName: 'OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID',
            },
            validation: { allowedAudiences: [`api://${everything['LAMPLIGHTER_AUTH_CLIENT_ID']}`, expect.anything()] },
          },
        },
      },
    });
    // Tokens of that issuer, for that audience; a credential in the place of the secret; the path to which Azure sends browsers back.
    for (const words of [
      'requestedAccessTokenVersion=2',
      '--identifier-uris api://CLIENT_ID',
      'az ad app federated-credential create',
      '$APP/.auth/login/aad/callback',
      'azd env set LAMPLIGHTER_AUTH_CLIENT_ID',
    ])
      expect(page).toContain(words);
  });
});
