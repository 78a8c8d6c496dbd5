import { setTimeout as wait } from 'node:timers/promises';
import type { AuditPage } from '../../api/audit.ts';
import type { AuditRecord } from '../../api/audit-record.ts';
import { recordLine } from '../terminal/act-command.ts';
import { askApp, refusalText } from '../terminal/app-client.ts';
import { command, usage } from '../terminal/command.ts';
import { Misuse } from '../terminal/misuse.ts';
import { type AppOptions, withApp } from '../terminal/running-app.ts';

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

/** `watch`: shows the newest audit records, then each new one. Exit code 2 if the app refuses. */
export const watch = command(watchUsage, async ({ options, write }) => {
  const lineOf = (record: AuditRecord) => `${options.ids ? `${record.id} ` : ''}${recordLine(record)}`;
  const show = options.json ? JSON.stringify : lineOf;
  let seen = new Set<string>();
  for (let isFirst = true; ; isFirst = false) {
    const fresh = await unseen(options, seen, isFirst);
    for (const record of fresh.toReversed()) write(`${show(record)}\n`);
    if (options.once) return 0;
    seen = new Set([...fresh.map(({ id }) => id), ...seen].slice(0, REMEMBERED));
    await wait(POLL_MS);
  }
});

interface Watched extends AppOptions {
  readonly account?: string | undefined;
  readonly pool?: string | undefined;
  readonly action?: string | undefined;
}

/** The records that were not seen, the newest first: of the first look those of one page, later of as many as are new. */
async function unseen(options: Watched, seen: ReadonlySet<string>, isFirst: boolean): Promise<readonly AuditRecord[]> {
  const fresh: AuditRecord[] = [];
  let end: string | undefined;
  for (;;) {
    const { records, cursor } = await pageBefore(options, end);
    fresh.push(...records.filter(({ id }) => !seen.has(id)));
    const isKnown = records.some(({ id }) => seen.has(id));
    if (isFirst || isKnown || cursor === null) return fresh;
    end = cursor;
  }
}

async function pageBefore({ account, pool, action, ...app }: Watched, cursor: string | undefined): Promise<AuditPage> {
  const answer = await askApp(app, { path: 'audit', query: { account, pool, action, limit: String(PAGE), cursor } });
  if (!answer.isSuccess) throw new Misuse(refusalText(answer).trimEnd());
  return answer.body as AuditPage;
}
