import { setTimeout as wait } from 'node:timers/promises';
import type { AuditPage } from '../../api/audit.ts';
import type { AuditRecord } from '../../api/audit-record.ts';
import { recordLine } from '../terminal/act-command.ts';
import { askApp } from '../terminal/app-client.ts';
import { command, usage } from '../terminal/command.ts';
import { granted, type PatientApp, patientApp } from '../terminal/patient-app.ts';
import { withApp } from '../terminal/running-app.ts';
import { visible } from '../terminal/visible.ts';

const POLL_MS = 2000;
const PAGE = 200;
/** How many records are remembered as seen: more than a page, of which some come late. */
const REMEMBERED = 10_000;

const watchUsage = () =>
  withApp(
    usage(
      'watch',
      'Shows the records of the audit log of a running app as they are written. Ctrl-C ends it.',
      '--pool render-linux --once',
    ),
  )
    .option('--account <account>', 'only this account')
    .option('--pool <pool>', 'only this pool')
    .option('--action <action>', 'only this action')
    .option('--ids', 'begins each line with the id of the record')
    .option('--once', 'shows the latest records and exits')
    .option('--json', 'prints each record as a line of JSON');

/**
 * `watch`: shows the newest audit records, then each new one. Exit code 1 if the app refuses, 2 if it does not answer at first or
 * for long.
 */
export const watch = command(watchUsage, async ({ options, write }) => {
  const lineOf = (record: AuditRecord) => `${options.ids ? `${record.id} ` : ''}${recordLine(record)}`;
  const show = options.json ? JSON.stringify : lineOf;
  const atOnce: PatientApp = async (request) => granted(await askApp(options, request));
  const patiently = patientApp(options);
  let seen = new Set<string>();
  for (let isFirst = true; ; isFirst = false) {
    const fresh = await unseen(isFirst ? atOnce : patiently, options, { seen, isFirst });
    if (isFirst) noteNothing(fresh, options);
    for (const record of fresh.toReversed()) write(`${show(record)}\n`);
    if (options.once) return 0;
    seen = new Set([...fresh.map(({ id }) => id), ...seen].slice(0, REMEMBERED));
    await wait(POLL_MS);
  }
});

interface Watched {
  readonly account?: string | undefined;
  readonly pool?: string | undefined;
  readonly action?: string | undefined;
}

/** The filters are repeated, because a typing error in one of them looks like a quiet pool. */
function noteNothing(found: readonly AuditRecord[], { account, pool, action }: Watched): void {
  if (found.length > 0) return;
  const filters = Object.entries({ account, pool, action }).flatMap(([name, value]) =>
    value === undefined ? [] : [` --${name} ${visible(value)}`],
  );
  process.stderr.write(`there is no record${filters.length === 0 ? '' : ` that matches${filters.join('')}`} yet\n`);
}

interface Look {
  readonly seen: ReadonlySet<string>;
  readonly isFirst: boolean;
}

/** The records that were not seen, the newest first: of the first look those of one page, later of as many as are new. */
async function unseen(
  ask: PatientApp,
  { account, pool, action }: Watched,
  { seen, isFirst }: Look,
): Promise<readonly AuditRecord[]> {
  const fresh: AuditRecord[] = [];
  let end: string | undefined;
  for (;;) {
    const query = { account, pool, action, limit: String(PAGE), cursor: end };
    const { records, cursor } = (await ask({ path: 'audit', query })).body as AuditPage;
    fresh.push(...records.filter(({ id }) => !seen.has(id)));
    const isKnown = records.some(({ id }) => seen.has(id));
    if (isFirst || isKnown || cursor === null) return fresh;
    end = cursor;
  }
}
