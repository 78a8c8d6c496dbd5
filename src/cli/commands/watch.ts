import { setTimeout as wait } from 'node:timers/promises';
import type { AuditRecord } from '../../api/audit-record.ts';
import { recordLine } from '../terminal/act-command.ts';
import { askApp, refusalText } from '../terminal/app-client.ts';
import { command, usage } from '../terminal/command.ts';
import { Misuse } from '../terminal/misuse.ts';
import { type AppOptions, withApp } from '../terminal/running-app.ts';

const POLL_MS = 2000;
const PAGE = 200;

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

/** `watch`: shows the newest audit records, then each new one. Exit code 1 if the app refuses. */
export const watch = command(watchUsage, async ({ options, write }) => {
  const seen = new Set<string>();
  const lineOf = (record: AuditRecord) => `${options.ids ? `${record.id} ` : ''}${recordLine(record)}`;
  const show = options.json ? JSON.stringify : lineOf;
  for (;;) {
    const fresh = (await newest(options)).filter(({ id }) => !seen.has(id));
    for (const record of fresh.toReversed()) write(`${show(record)}\n`);
    for (const { id } of fresh) seen.add(id);
    if (options.once) return 0;
    await wait(POLL_MS);
  }
});

interface Watched extends AppOptions {
  readonly account?: string | undefined;
  readonly pool?: string | undefined;
  readonly action?: string | undefined;
}

async function newest(options: Watched): Promise<readonly AuditRecord[]> {
  const { account, pool, action } = options;
  const answer = await askApp(options, { path: 'audit', query: { account, pool, action, limit: String(PAGE) } });
  if (!answer.isSuccess) throw new Misuse(refusalText(answer).trimEnd());
  return (answer.body as { readonly records: readonly AuditRecord[] }).records;
}
