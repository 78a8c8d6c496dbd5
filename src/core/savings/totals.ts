import type { LedgerLine } from './ledger.ts';

/** What lines come to in one currency. */
export interface Money {
  readonly currency: string;
  /** What the hours off would have cost on. */
  readonly nodes: number;
  /** What they have cost off: disks. */
  readonly disks: number;
  /** What starting again has cost: hours that are paid for before a node is ready. */
  readonly restarts: number;
  /** The first less the other two; less than nothing where they are more. */
  readonly saved: number;
}

/** What lines come to. Hours without a price are part of the hours and of no money. */
export interface LedgerTotals {
  readonly hoursOff: number;
  readonly restartHours: number;
  readonly restarts: number;
  /** Hours off that have no price. */
  readonly unpricedHours: number;
  /** Ordered by currency; never added across currencies. */
  readonly money: readonly Money[];
}

/** Adds lines up. */
export function totalsOf(lines: readonly LedgerLine[]): LedgerTotals {
  const off = lines.filter(({ kind }) => kind === 'off');
  const restarts = lines.filter(({ kind }) => kind === 'restart');
  const currencies = new Set(lines.flatMap(({ price }) => price?.currency ?? []));
  return {
    hoursOff: sum(off, ({ hours }) => hours),
    restartHours: sum(restarts, ({ hours }) => hours),
    restarts: new Set(restarts.map(({ node, records }) => `${node} ${records[0]}`)).size,
    unpricedHours: sum(
      off.filter(({ price }) => price === undefined),
      ({ hours }) => hours,
    ),
    money: [...currencies].toSorted().map((currency) => moneyIn(currency, off, restarts)),
  };
}

/** What a line adds to what is saved, in the currency of its price; `undefined` without one. */
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
