import type { Savings, SavingsTotals } from '../../api/savings.ts';

type Spending = Savings['spending']['total'];

/** Node hours, and money in each currency. */
export type Amount = Spending['spent'];

/** The savings of a group. */
export interface SavingsRow extends Pick<SavingsTotals, 'nodeHoursOff' | 'restarts' | 'restartNodeHours' | 'money'> {
  readonly name: string;
  /** Its savings against the baselines; `undefined` if no demand was recorded. */
  readonly alwaysOn: Amount | undefined;
  readonly idle10: Amount | undefined;
  readonly wouldHaveSaved: Amount | undefined;
}

/** The groups of a response by name, each with its savings against the baselines. */
export function savingsRows({ groups, spending }: Pick<Savings, 'groups' | 'spending'>): readonly SavingsRow[] {
  const spent = new Map(spending.groups.map((of) => [of.group, of]));
  return groups.map((group) => {
    const name = nameOf(group);
    return { ...group, name, ...comparedOf(spent.get(name)) };
  });
}

/** The savings against each baseline; `undefined` if no day was summed up, which is not a saving of zero. */
export function comparedOf(
  spending: Pick<Spending, 'spent' | 'savedAgainst' | 'wouldHaveSaved'> | undefined,
): Pick<SavingsRow, 'alwaysOn' | 'idle10' | 'wouldHaveSaved'> {
  if (spending === undefined || !isSummedUp(spending))
    return { alwaysOn: undefined, idle10: undefined, wouldHaveSaved: undefined };
  const { savedAgainst, wouldHaveSaved } = spending;
  return { alwaysOn: savedAgainst.alwaysOn, idle10: savedAgainst.idle10, wouldHaveSaved: wouldHaveSaved ?? undefined };
}

/** Whether a pool was on, or would have been: otherwise none of its days was summed up. */
export function isSummedUp({ spent, savedAgainst }: Pick<Spending, 'spent' | 'savedAgainst'>): boolean {
  return spent.nodeHours !== 0 || savedAgainst.alwaysOn.nodeHours !== 0;
}

function nameOf(group: Savings['groups'][number]): string {
  if ('day' in group) return group.day;
  if ('schedule' in group) return group.schedule;
  return 'owner' in group ? group.owner : `${group.account}/${group.pool}`;
}

const HEAD = ['nodeHoursOff', 'restarts', 'restartNodeHours', 'currency', 'nodes', 'disks', 'restartsCost', 'saved'];
const BASELINES = ['savedAgainstAlwaysOn', 'savedAgainstIdle10', 'wouldHaveSaved'];

/**
 * The rows as CSV (RFC 4180), one for each currency, and one without money for a group that has none. Hours and restarts are on
 * the first line of a group, so that each column can be added up.
 */
export function savingsCsv(group: string, rows: readonly SavingsRow[]): string {
  const lines = rows.flatMap((row) => {
    const { name, nodeHoursOff, restarts, restartNodeHours, money } = row;
    const compared = [row.alwaysOn, row.idle10, row.wouldHaveSaved];
    const amounts = [...money, ...compared.flatMap((amount) => amount?.money ?? [])];
    const currencies = [...new Set(amounts.map(({ currency }) => currency))];
    return (currencies.length === 0 ? [''] : currencies).map((currency, index) => {
      const counts = index === 0 ? [nodeHoursOff, restarts, restartNodeHours] : ['', '', ''];
      const sum = money.find((one) => one.currency === currency);
      const sums = sum === undefined ? ['', '', '', ''] : [sum.nodes, sum.disks, sum.restarts, sum.saved];
      const baselines = compared.map((amount) => moneyIn(amount, currency));
      return [name, ...counts, currency, ...sums, ...baselines];
    });
  });
  return [[group, ...HEAD, ...BASELINES], ...lines].map((line) => `${line.map(cellOf).join(',')}\r\n`).join('');
}

function moneyIn(amount: Amount | undefined, currency: string): number | string {
  return amount?.money.find((one) => one.currency === currency)?.amount ?? '';
}

/** A CSV cell. An apostrophe keeps a spreadsheet from running it as a formula. */
function cellOf(value: string | number): string {
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : `${value}`;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
