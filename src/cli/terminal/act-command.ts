import { setTimeout as wait } from 'node:timers/promises';
import type { AuditPage } from '../../api/audit.ts';
import type { AuditRecord } from '../../api/audit-record.ts';
import type { AppRequest } from './app-client.ts';
import { type Command, command, usage } from './command.ts';
import { Misuse } from './misuse.ts';
import { paint } from './paint.ts';
import { patientApp } from './patient-app.ts';
import { poolPath } from './pool-name.ts';
import { type AppOptions, withApp } from './running-app.ts';
import { showAnswer } from './show-answer.ts';
import { tryOut } from './try-out.ts';
import { visible } from './visible.ts';
import { wholeNumber } from './whole-number.ts';

const POLL_MS = 1000;

const actUsage = (action: 'start' | 'deallocate', summary: string) =>
  withApp(usage(action, summary, 'demo/render-linux --count 2 --reason "the long render" --until PT8H'))
    .argument('<account/pool>', 'the pool')
    .option('--count <number>', 'this many nodes', wholeNumber(1))
    .option('--nodes <node...>', 'these nodes')
    .option('--all', 'all nodes')
    .requiredOption('--reason <text>', 'the reason, for the audit log')
    .option('--until <moment>', 'how long the request is in effect (until the next edge of the schedules)')
    .option('--idempotency-key <key>', 'a request that is repeated with the same key is carried out once')
    .option('--despite-stop', 'carries the request out despite an emergency stop, which remains in effect')
    .option('--dry-run', 'only shows the effect, and changes nothing')
    .option(
      '--follow',
      'shows the progress until the request has ended; exit code 1 if no node took it or needed to, or one failed',
    )
    .option('--json', 'prints the response of the app as JSON');

/**
 * `start ACCOUNT/POOL` and `deallocate ACCOUNT/POOL`: requests an act on nodes. Exit code 1 if the app refuses; with `--follow`
 * also if one failed to take the request, or none took it and none was on, or off, already.
 */
export function actCommand(action: 'start' | 'deallocate', summary: string): Command {
  return command(
    () => actUsage(action, summary),
    async ({ operands: [pool], options, write }) => {
      const request = requestOf(action, pool, options);
      if (options.dryRun) return tryOut(options, request, write);
      let correlation = '';
      const show = (accepted: Accepted) => {
        correlation = accepted.correlation;
        return `${pool}: the request is accepted; its correlation is ${correlation}\n`;
      };
      const code = await showAnswer(options, request, { write, show });
      if (code !== 0 || options.follow === undefined) return code;
      return follow(options, { correlation, action, write });
    },
  );
}

interface Accepted {
  readonly correlation: string;
}

interface Wanted {
  readonly count?: number | undefined;
  readonly nodes?: readonly string[] | undefined;
  readonly all?: true | undefined;
  readonly reason: string;
  readonly until?: string | undefined;
  readonly idempotencyKey?: string | undefined;
  readonly despiteStop?: true | undefined;
  readonly dryRun?: true | undefined;
  readonly follow?: true | undefined;
  readonly json?: true | undefined;
}

function requestOf(action: string, pool: string, wanted: Wanted): AppRequest {
  const { count, nodes, all, reason, until, despiteStop, idempotencyKey, follow: isFollowed, json } = wanted;
  if ([count, nodes, all].filter((one) => one !== undefined).length !== 1)
    throw new Misuse('one of --count, --nodes and --all is expected');
  if (isFollowed && wanted.dryRun) throw new Misuse('--dry-run requests nothing that --follow could show');
  if (isFollowed && json) throw new Misuse('--follow is for people; without it --json gives the correlation');
  return {
    method: 'POST',
    path: `${poolPath(pool)}/${action}`,
    body: { count, nodes, all, reason, until, despiteStop },
    headers: idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey },
  };
}

interface Followed {
  readonly correlation: string;
  readonly action: string;
  readonly write: (text: string) => void;
}

/**
 * Shows the audit records of a request as they are written, until the one that reports its end. Each page begins where the one
 * before ended: a request for hundreds of nodes has more records than a page.
 * @returns the exit code: 0 if a node took the request or did not need to, and none failed to
 */
async function follow(options: AppOptions, { correlation, action, write }: Followed): Promise<number> {
  const ask = patientApp(options);
  const seen: AuditRecord[] = [];
  let end: string | undefined;
  for (;;) {
    const query = { correlation, order: 'oldest', limit: '1000', cursor: end };
    const { records, cursor, resume } = (await ask({ path: 'audit', query })).body as AuditPage;
    for (const record of records) write(`${recordLine(record)}\n`);
    seen.push(...records);
    const ended = records.find((record) => record.action === `${action}.ended`);
    if (ended !== undefined) return exitCodeOf(action, seen, ended);
    end = resume ?? end;
    if (cursor === null) await wait(POLL_MS);
  }
}

function exitCodeOf(action: string, records: readonly AuditRecord[], { after }: AuditRecord): number {
  const results = records.filter((record) => record.phase === 'outcome' && record.action === action);
  // Of a node that was tried again, the last outcome counts.
  const outcomes = [...new Map(results.map(({ subject, outcome }) => [subject, outcome])).values()];
  const haveAllTaken = outcomes.every((outcome) => outcome === 'accepted' || outcome === 'unneeded');
  return (outcomes.length > 0 || alreadyIn(after) > 0) && haveAllTaken ? 0 : 1;
}

/** How many nodes were on, or off, when the request came, by the record of its end. */
function alreadyIn(after: unknown): number {
  const already = typeof after === 'object' && after !== null && 'already' in after ? after.already : 0;
  return typeof already === 'number' ? already : 0;
}

/** A record for people: `2026-03-02T18:31:00Z deallocate demo/render/tvmps_1: accepted; the service took the request`. */
export function recordLine(record: AuditRecord): string {
  const { at, action, subject, phase, outcome, reason } = visible(record);
  const what = outcome ?? (phase === 'intent' ? 'intended' : undefined);
  const said = what === undefined ? '' : `${outcome === 'failed' ? paint('red', what) : what}; `;
  return `${paint('dim', at)} ${action} ${subject}: ${said}${reason}`;
}
