import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { whyNotProbing } from '../../src/emulator/life/probe-settings.ts';
import { readArguments } from '../../src/node-health/arguments.ts';
import { HEALTH_PATH } from '../../src/node-health/health-listener.ts';
import { settingsOf } from '../../src/node-health/options.ts';

const page = readFileSync('docs/node-health.md', 'utf8');

it('shows an extension that starts, and that asks where the server is', () => {
  const [, entry = ''] = /```json\n(\{\n[\s\S]+?)```/.exec(page) ?? [];
  const extension = JSON.parse(entry) as Parameters<typeof whyNotProbing>[0];
  expect(whyNotProbing(extension)).toBeUndefined();
  const { port } = settingsOf({ application: { command: 'exit 0' } });
  expect(extension.settings).toMatchObject({ protocol: 'http', port, requestPath: HEALTH_PATH });
});

it('shows command lines that are understood', () => {
  const lines = [...page.matchAll(/^(?:node|ExecStart=\S+) \S*node-health\.mjs ([^#\n]+)/gm)].map(
    ([, line = '']) => line,
  );
  expect(lines).toHaveLength(2);
  for (const line of lines) expect(readArguments(line.trim().split(' '))).toMatchObject({ help: false });
});
