import type { Plan, RequestedCapacity } from '../../api/pool.ts';

/** A capacity in words: `at least 3`, `at most 2`, `none`, `from 1 to 2`. */
export function describeCapacity({ min, max }: Pick<RequestedCapacity, 'min' | 'max'>): string {
  if (max === null) return min === 0 ? 'no limits' : `at least ${min}`;
  if (max === 0) return 'none';
  if (min === max) return `exactly ${min}`;
  return min === 0 ? `at most ${max}` : `from ${min} to ${max}`;
}

/** The acts of the last plan of a pool: `2 starts, 1 deallocation`, or why the pool is left alone. */
export function describePlan(plan: Plan | null): string {
  if (plan === null) return 'not looked at yet';
  if (plan.leftAlone !== null) return `left alone: ${plan.leftAlone}`;
  const counts = [...Map.groupBy(plan.acts, ({ action }) => action)].map(([action, acts]) => {
    const noun = NOUNS.get(action) ?? action;
    return `${acts.length} ${noun}${acts.length === 1 ? '' : 's'}`;
  });
  const what = counts.length === 0 ? 'nothing to do' : counts.join(', ');
  return plan.mode === 'observe' && counts.length > 0 ? `${what}, only observed` : what;
}

const NOUNS: ReadonlyMap<string, string> = new Map([
  ['deallocate', 'deallocation'],
  ['remove', 'removal'],
]);

/** An amount of money in the language of the page, such as `€12.40`; an unknown currency is written after it. */
export function formatMoney(amount: number, currency: string): string {
  try {
    return new Intl.NumberFormat('en-GB', { style: 'currency', currency }).format(amount);
  } catch {
    return `${amount.toFixed(2)} ${currency}`;
  }
}

/** Hours with one digit: `1,204.5`. */
export function formatHours(hours: number): string {
  return new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 }).format(hours);
}

/** A duration: `0 s`, `95 s`, `12 min`, `3.5 h`, `2 d`. */
export function formatSeconds(seconds: number): string {
  const [size, unit] =
    seconds < 120 ? [1, 's'] : seconds < 7200 ? [60, 'min'] : seconds < 172_800 ? [3600, 'h'] : [86_400, 'd'];
  const count = seconds / size;
  return `${new Intl.NumberFormat('en-GB', { maximumFractionDigits: count < 10 && size > 1 ? 1 : 0 }).format(count)} ${unit}`;
}

/** The id of a node in parts: the middle of a long one is not needed to tell nodes apart, as in `tvmps_31ed…d48e_d`. */
export function partsOfNode(id: string): { readonly head: string; readonly middle: string; readonly tail: string } {
  if (id.length <= 20) return { head: id, middle: '', tail: '' };
  return { head: id.slice(0, 10), middle: id.slice(10, -6), tail: id.slice(-6) };
}

/** Which part of the audit log a verification covers, by what narrows it: `The audit log of the pool render`. */
export function describeVerified({ account = '', pool = '' }: Readonly<Record<string, string | undefined>>): string {
  if (pool !== '') return `The audit log of the pool ${account === '' ? pool : `${account}/${pool}`}`;
  return account === '' ? 'The audit log' : `The audit log of the account ${account}`;
}
