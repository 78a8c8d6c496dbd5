import { Option } from '@commander-js/extra-typings';
import type { Savings, SavingsTotals } from '../../api/savings.ts';
import { askApp } from '../terminal/app-client.ts';
import { command, usage } from '../terminal/command.ts';
import { poolPath } from '../terminal/pool-name.ts';
import { type AppOptions, withApp } from '../terminal/running-app.ts';
import { showAnswer } from '../terminal/show-answer.ts';
import { table } from '../terminal/table.ts';
import { visible } from '../terminal/visible.ts';

const savingsUsage = () =>
  withApp(
    usage(
      'savings',
      'Shows the savings of a period by pool, day, schedule or owner.',
      '--from 2026-02-01 --to 2026-03-01 --group owner --format csv',
    ),
  )
    .option('--from <moment>', 'the start of the period (30 days ago)')
    .option('--to <moment>', 'the end of the period')
    .option('--account <account>', 'only this account')
    .option('--pool <pool>', 'only this pool')
    .addOption(new Option('--group <by>', 'how the savings are grouped').choices(['pool', 'day', 'schedule', 'owner']))
    .addOption(
      new Option('--format <format>', 'a table, or CSV for a spreadsheet').choices(['table', 'csv']).default('table'),
    )
    .addOption(new Option('--json', 'prints the response of the app as JSON').conflicts('format'));

/** `savings`: a line for each group and one for the total. Exit code 1 if the app refuses. */
export const savings = command(savingsUsage, async ({ options, write }) => {
  const { from, to, account, pool, group, format } = options;
  const request = { path: 'savings', query: { from, to, account, pool, group } };
  const code = await showAnswer(options, request, { write, show: format === 'csv' ? csv : tableOf });
  if (code === 0 && account !== undefined && pool !== undefined) await noteUnknownPool(options, `${account}/${pool}`);
  return code;
});

/** The savings of a deleted pool can still be shown, so only a note says that there is none of this name: it may be misspelt. */
async function noteUnknownPool(options: AppOptions, name: string): Promise<void> {
  const { status } = await askApp(options, { path: poolPath(name) });
  if (status === 404) process.stderr.write(`there is no pool ${visible(name)} now\n`);
}

type Group = Savings['groups'][number];

function nameOf(group: Group): string {
  if ('day' in group) return group.day;
  if ('schedule' in group) return group.schedule;
  return 'owner' in group ? group.owner : `${group.account}/${group.pool}`;
}

function moneyOf({ money }: SavingsTotals): string {
  return money.map(({ saved, currency }) => `${saved.toFixed(2)} ${currency}`).join(', ');
}

function tableOf({ from, to, group, groups, total, archived = [] }: Savings): string {
  const rows = [
    [group, 'hours off', 'restarts', 'saved'],
    ...groups.map((one) => [nameOf(one), one.nodeHoursOff.toFixed(1), String(one.restarts), moneyOf(one)]),
    ['total', total.nodeHoursOff.toFixed(1), String(total.restarts), moneyOf(total)],
  ];
  const lines = table(rows, ['left', 'right', 'right', 'right']);
  return `${[`from ${from} to ${to}`, ...lines, ...notCounted(archived)].join('\n')}\n`;
}

/**
 * A line for each group and currency, and one without money for a group that has none. Hours and restarts are on the first line
 * of a group, so that each column can be added up in a spreadsheet.
 */
function csv({ group, groups, archived = [] }: Savings): string {
  for (const line of notCounted(archived)) process.stderr.write(`${line}\n`);
  const lines = groups.flatMap((one) => {
    const [first, ...more] = one.money.map(({ currency, nodes, disks, restarts, saved }) => [
      ...[nodes, disks, restarts, saved],
      currency,
    ]);
    const counts = [one.nodeHoursOff, one.restarts];
    const rows = [[...counts, ...(first ?? ['', '', '', '', ''])], ...more.map((amounts) => ['', '', ...amounts])];
    return rows.map((row) => [cell(nameOf(one)), ...row].join(','));
  });
  const head = [group, 'node_hours_off', 'restart_count', 'nodes', 'disks', 'restarts', 'saved', 'currency'].join(',');
  return `${[head, ...lines].join('\r\n')}\r\n`;
}

function notCounted(archived: readonly string[]): readonly string[] {
  return archived.length === 0 ? [] : [`not counted, as their records are in the archive: ${archived.join(', ')}`];
}

/** An apostrophe keeps a spreadsheet from running a text that begins so as a formula. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
