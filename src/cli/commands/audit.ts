import type { Command } from '../command.ts';
import { Misuse } from '../misuse.ts';
import { auditExport } from './audit-export.ts';
import { auditVerify } from './audit-verify.ts';

const COMMANDS: Readonly<Record<string, Command>> = { export: auditExport, verify: auditVerify };

/** `audit export` and `audit verify`. */
export const audit: Command = async ([name = '', ...parameters], write) => {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) throw new Misuse(`audit ${name}: 'export' or 'verify' is expected.`);
  return command(parameters, write);
};
