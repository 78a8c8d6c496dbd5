#!/usr/bin/env node
import type { Command } from './command.ts';
import { audit } from './commands/audit.ts';
import { check } from './commands/check.ts';
import { explain } from './commands/explain.ts';
import { nodeHealth } from './commands/node-health.ts';
import { preview } from './commands/preview.ts';
import { schema } from './commands/schema.ts';
import { Misuse } from './misuse.ts';

const COMMANDS: Readonly<Record<string, Command>> = {
  audit,
  check,
  explain,
  preview,
  schema,
  'node-health': nodeHealth,
};

const USAGE = `Usage: npx lamplighter <command> [options]
  audit export     fetches the history from a running app: --app URL --key KEY [--format jsonl|csv] [-o FILE] [filters]
  audit verify     FILE… proves that no record was changed, removed or put in: [--head CHAIN=NUMBER:HASH] [--heads FILE] [--json]
  check FILE…      reads schedules, policies and bodies of pools to the end and says what is wrong
                   [--api-version VERSION] of the management plane [--json]
  explain A/POOL   asks a running app why: --app URL --key KEY [--node NODE] [--at INSTANT] [--json]
  preview FILE     shows what a schedule will do and cost: --from DATE [--days N] [--nodes N] [--policy FILE] [--json]
  schema KIND      prints the JSON Schema of a schedule, policy, override, rule or subscription
  node-health      on a Batch node: serves its health to the Application Health extension, see --help
`;

const [name = '', ...parameters] = process.argv.slice(2);
const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
if (command === undefined) {
  const isAsked = name === '--help' || name === '-h' || name === 'help';
  (isAsked ? process.stdout : process.stderr).write(
    isAsked ? USAGE : `${name === '' ? '' : `There is no command '${name}'.\n`}${USAGE}`,
  );
  process.exitCode = isAsked ? 0 : 2;
} else {
  try {
    process.exitCode = await command(parameters, (text) => process.stdout.write(text));
  } catch (error) {
    // What nobody foresaw is shown with its stack.
    const isMisuse =
      error instanceof Misuse || (error as { readonly code?: string }).code?.startsWith('ERR_PARSE_ARGS');
    process.stderr.write(isMisuse ? `${(error as Error).message}\n${USAGE}` : `${(error as Error).stack}\n`);
    process.exitCode = 2;
  }
}
