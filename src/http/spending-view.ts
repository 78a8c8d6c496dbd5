import { Temporal } from 'temporal-polyfill';
import { groupsBy, type Spending } from '../app/spending/tell-spending.ts';
import { type DayFigures, type DaySums, type Spent, type SpentHours, sumsOf } from '../core/savings/day-figures.ts';

const DAY_MS = 86_400_000;

type SpendingGroup = 'pool' | 'day' | 'schedule' | 'owner';

/** The spending of some days as JSON, in total and by pool, day, schedules or owner. */
export function toSpendingView(group: SpendingGroup, { figures, before }: Spending) {
  const total = sumsOf(figures, before);
  const groups = [...Map.groupBy(figures, keyBy(group, figures))].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return {
    total: toSumsView(total),
    groups: groups.map(([name, of]) => ({ group: name, ...toSumsView(sumsOf(of, before)) })),
    families: total.families.map(toHoursView),
    jobs: total.jobs.map(toHoursView),
  };
}

function keyBy(group: SpendingGroup, figures: readonly DayFigures[]): (day: DayFigures) => string {
  if (group === 'pool') return ({ account, poolId }) => `${account}/${poolId}`;
  if (group === 'day') return ({ day }) => dateOf(day);
  return groupsBy(group, figures);
}

function dateOf(day: number): string {
  return Temporal.Instant.fromEpochMilliseconds(day * DAY_MS)
    .toString()
    .slice(0, 10);
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
