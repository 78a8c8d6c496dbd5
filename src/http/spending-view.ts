import type { Spending } from '../app/spending/tell-spending.ts';
import type { DaySums, Spent, SpentHours } from '../core/savings/day-figures.ts';

/** Spending as JSON, in total and by group. */
export function toSpendingView({ total, groups, families, jobs }: Spending) {
  return {
    total: toSumsView(total),
    groups: groups.map(({ name, sums }) => ({ group: name, ...toSumsView(sums) })),
    families: families.map(toHoursView),
    jobs: jobs.map(toHoursView),
  };
}

function toSumsView({ days, paid, busy, idle, savedAgainst, wouldHaveSaved }: DaySums) {
  const { alwaysOn, idle10, before } = savedAgainst;
  return {
    days,
    spent: toAmountView(paid),
    work: toAmountView(busy),
    idle: toAmountView(idle),
    savedAgainst: {
      alwaysOn: toAmountView(alwaysOn),
      idle10: toAmountView(idle10),
      before: before === undefined ? null : toAmountView(before),
    },
    wouldHaveSaved: wouldHaveSaved === undefined ? null : toAmountView(wouldHaveSaved),
  };
}

function toAmountView({ hours, money }: Spent) {
  const amounts = [...money].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return {
    nodeHours: rounded(hours),
    money: amounts.map(([currency, amount]) => ({ currency, amount: rounded(amount) })),
  };
}

function toHoursView({ name, hours }: SpentHours) {
  return { name, nodeHours: rounded(hours) };
}

/** Rounded to a millionth. */
function rounded(amount: number): number {
  return Math.round(amount * 1e6) / 1e6;
}
