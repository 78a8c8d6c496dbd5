import type { Command } from '../terminal/command.ts';
import { Misuse } from '../terminal/misuse.ts';
import { auditExport } from './audit-export.ts';
import { auditVerify } from './audit-verify.ts';

const COMMANDS: Readonly<Record<string, Command>> = { export: auditExport, verify: auditVerify };

const USAGE = `Usage: npx lamplighter audit <command> [options]

  export  fetches the audit log of a running app
  verify  verifies exports of the audit log, without the app

'npx lamplighter audit <command> --help' shows the options of each.
`;

/** `audit export` and `audit verify`. */
export const audit: Command = async ([name = '', ...parameters], write) => {
  if (['--help', '-h', 'help'].includes(name)) {
    write(USAGE);
    return 0;
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined)
    throw new Misuse(
      `${name === '' ? '' : `there is no command 'audit ${name}'; `}'audit export' or 'audit verify' is expected`,
    );
  return command(parameters, write);
};
