import type { LedgerLine } from './ledger.ts';

/** The sums of lines in one currency. */
export interface Money {
  readonly currency: string;
  /** What the hours off would have cost if the nodes had been on. */
  readonly nodes: number;
  /** What they have cost deallocated: disks. */
  readonly disks: number;
  /** What restarts have cost: hours that are paid for before a node is ready. */
  readonly restarts: number;
  /** The first minus the other two; negative if these are larger. */
  readonly saved: number;
}

/** The sums of lines. Hours without a price count as hours, but not as money. */
export interface LedgerTotals {
  readonly hoursOff: number;
  readonly restartHours: number;
  readonly restarts: number;
  /** Hours off without a price. */
  readonly unpricedHours: number;
  /** By currency; amounts of different currencies are never added. */
  readonly money: readonly Money[];
}

/**
 * Adds lines up. A restart has several lines if its price changes or a day ends meanwhile, and counts once; not if it is among
 * `counted`, to which it is added.
 */
export function totalsOf(lines: readonly LedgerLine[], counted = new Set<string>()): LedgerTotals {
  const off = lines.filter(({ kind }) => kind === 'off');
  const restarts = lines.filter(({ kind }) => kind === 'restart');
  const begun = new Set(restarts.map(({ node, records }) => `${node} ${records[0]}`)).difference(counted);
  for (const restart of begun) counted.add(restart);
  const currencies = new Set(lines.flatMap(({ price }) => price?.currency ?? []));
  return {
    hoursOff: sum(off, ({ hours }) => hours),
    restartHours: sum(restarts, ({ hours }) => hours),
    restarts: begun.size,
    unpricedHours: sum(
      off.filter(({ price }) => price === undefined),
      ({ hours }) => hours,
    ),
    money: [...currencies].toSorted().map((currency) => moneyIn(currency, off, restarts)),
  };
}

/** What a line adds to the saved amount, in the currency of its price; `undefined` without a price. */
export function amountOf({ kind, hours, price }: LedgerLine): number | undefined {
  if (price === undefined) return undefined;
  return kind === 'off' ? hours * (price.nodeHour - price.deallocatedNodeHour) : -hours * price.nodeHour;
}

function moneyIn(currency: string, off: readonly LedgerLine[], restarts: readonly LedgerLine[]): Money {
  const of = (lines: readonly LedgerLine[], rate: 'nodeHour' | 'deallocatedNodeHour') =>
    sum(lines, ({ hours, price }) => (price?.currency === currency ? hours * price[rate] : 0));
  const nodes = of(off, 'nodeHour');
  const disks = of(off, 'deallocatedNodeHour');
  const starting = of(restarts, 'nodeHour');
  return { currency, nodes, disks, restarts: starting, saved: nodes - disks - starting };
}

function sum(lines: readonly LedgerLine[], of: (line: LedgerLine) => number): number {
  return lines.reduce((total, line) => total + of(line), 0);
}
