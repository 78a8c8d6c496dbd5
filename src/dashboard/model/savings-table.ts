import type { Savings, SavingsTotals } from '../../api/savings.ts';

/** What a group has saved. */
export interface SavingsRow extends Pick<SavingsTotals, 'nodeHoursOff' | 'restarts' | 'restartNodeHours' | 'money'> {
  readonly name: string;
}

/** The groups of an answer, each under its name. */
export function savingsRows({ groups }: Pick<Savings, 'groups'>): readonly SavingsRow[] {
  return groups.map((group) => ({ ...group, name: nameOf(group) }));
}

function nameOf(group: Savings['groups'][number]): string {
  if ('day' in group) return group.day;
  if ('schedule' in group) return group.schedule;
  return 'owner' in group ? group.owner : `${group.account}/${group.pool}`;
}

/** The rows as CSV (RFC 4180), one for each currency, and one without money where a group has none. */
export function savingsCsv(group: string, rows: readonly SavingsRow[]): string {
  const head = [
    group,
    'nodeHoursOff',
    'restarts',
    'restartNodeHours',
    'currency',
    'nodes',
    'disks',
    'restartsCost',
    'saved',
  ];
  const lines = rows.flatMap(({ name, nodeHoursOff, restarts, restartNodeHours, money }) => {
    const begin = [name, nodeHoursOff, restarts, restartNodeHours];
    const sums = money.map(({ currency, nodes, disks, restarts: cost, saved }) => [
      currency,
      nodes,
      disks,
      cost,
      saved,
    ]);
    return (sums.length === 0 ? [['', '', '', '', '']] : sums).map((sum) => [...begin, ...sum]);
  });
  return [head, ...lines].map((line) => `${line.map(cellOf).join(',')}\r\n`).join('');
}

/** A cell that a spreadsheet would run has an apostrophe before it. */
function cellOf(value: string | number): string {
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : `${value}`;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
