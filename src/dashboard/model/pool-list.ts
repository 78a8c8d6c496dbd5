import type { Pool } from '../../api/pool.ts';
import { LAMPS, type Lamp, lampOf } from './lamps.ts';

/** The filters, order and grouping of the list of pools; an empty member has no effect. */
export interface PoolFilter {
  readonly q?: string | undefined;
  readonly state?: string | undefined;
  readonly policy?: string | undefined;
  readonly trouble?: string | undefined;
  readonly sort?: string | undefined;
  readonly group?: string | undefined;
}

/** The orders of the list, by name. */
export const SORTS = ['name', 'nodes on', 'next change', 'trouble', 'policy'] as const;

/** What the list can be grouped by. */
export const GROUPS = ['account', 'policy', 'mode'] as const;

/** A row of the list: a pool, or the heading of a group. */
export type PoolRow =
  | { readonly kind: 'group'; readonly name: string; readonly pools: number }
  | { readonly kind: 'pool'; readonly pool: Pool };

/** The pools that match a filter, in its order, with a heading before each group. */
export function poolRows(pools: readonly Pool[], filter: PoolFilter): readonly PoolRow[] {
  const shown = pools.filter((pool) => isShown(pool, filter)).toSorted(orderOf(filter.sort));
  const rows = (of: readonly Pool[]) => of.map((pool): PoolRow => ({ kind: 'pool', pool }));
  if (filter.group === undefined || filter.group === '') return rows(shown);
  const groups = Map.groupBy(shown, (pool) => groupOf(pool, filter.group));
  return [...groups]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .flatMap(([name, of]): readonly PoolRow[] => [{ kind: 'group', name, pools: of.length }, ...rows(of)]);
}

function isShown(pool: Pool, { q = '', state = '', policy = '', trouble = '' }: PoolFilter): boolean {
  const text = `${pool.account}/${pool.id} ${policyOf(pool)}`.toLowerCase();
  const hasWords = q
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
  const hasState = state === '' || lampsOf(pool).some(({ lamp }) => lamp === state);
  return (
    hasWords &&
    hasState &&
    (policy === '' || policyOf(pool) === policy) &&
    (trouble === '' || needsPerson(pool) !== undefined)
  );
}

/** The id of the policy of a pool; `none` without one. */
export function policyOf({ policy }: Pool): string {
  return policy?.id.split('@')[0] ?? 'none';
}

function groupOf(pool: Pool, group: string | undefined): string {
  if (group === 'policy') return policyOf(pool);
  return group === 'mode' ? (pool.policy?.mode ?? 'no policy') : pool.account;
}

type Order = (a: Pool, b: Pool) => number;

const byName: Order = (a, b) => `${a.account}/${a.id}`.localeCompare(`${b.account}/${b.id}`);

const ORDERS: Readonly<Record<string, Order>> = {
  'nodes on': (a, b) => nodesOn(b) - nodesOn(a),
  'next change': (a, b) => nextAt(a).localeCompare(nextAt(b)),
  trouble: (a, b) => Number(needsPerson(b) !== undefined) - Number(needsPerson(a) !== undefined),
  policy: (a, b) => policyOf(a).localeCompare(policyOf(b)),
};

function orderOf(sort = 'name'): Order {
  const order = ORDERS[sort] ?? byName;
  return (a, b) => order(a, b) || byName(a, b);
}

function nextAt({ capacity }: Pool): string {
  return capacity?.next?.at ?? '9999';
}

/** Why a pool needs attention; `undefined` if it does not. */
export function needsPerson(pool: Pool): string | undefined {
  return whyNoStarts(pool) ?? whatIsBroken(pool) ?? whyLeftAlone(pool);
}

/** The list has neither the circuit nor the trouble of a pool: there it is said by the last plan. */
function whyNoStarts({ circuit, lastPlan }: Pool): string | undefined {
  return circuit === null ? (lastPlan?.broken ?? undefined) : `no starts: ${circuit.because}`;
}

function whatIsBroken(pool: Pool): string | undefined {
  const broken = lampsOf(pool).find(({ lamp }) => lamp === 'trouble')?.nodes ?? 0;
  return broken === 0 && pool.trouble === null ? undefined : `${broken} ${broken === 1 ? 'node' : 'nodes'} in trouble`;
}

function whyLeftAlone({ reason, policy }: Pool): string | undefined {
  if (reason === null || (policy === null && /no policy names|is "none"/.test(reason))) return undefined;
  return reason;
}

/** The nodes of a pool that are on. */
export function nodesOn(pool: Pool): number {
  return pool.nodes - (lampsOf(pool).find(({ lamp }) => lamp === 'off')?.nodes ?? 0);
}

function lampsOf({ states }: Pool): readonly { readonly lamp: Lamp; readonly nodes: number }[] {
  const counts = new Map<Lamp, number>();
  for (const [state, nodes] of Object.entries(states))
    counts.set(lampOf(state), (counts.get(lampOf(state)) ?? 0) + (nodes ?? 0));
  return LAMPS.map((lamp) => ({ lamp, nodes: counts.get(lamp) ?? 0 })).filter(({ nodes }) => nodes > 0);
}

/** The totals of all pools. */
export interface PoolTotals {
  readonly pools: number;
  readonly states: Readonly<Record<Lamp, number>>;
  /** The current cost per hour, one for each currency, of pools whose policy has a price. */
  readonly hourly: readonly { readonly currency: string; readonly amount: number }[];
  readonly needPerson: number;
}

/** Adds up the current state of pools. */
export function poolTotals(pools: readonly Pool[]): PoolTotals {
  const states = { running: 0, idle: 0, coming: 0, trouble: 0, off: 0 };
  const hourly = new Map<string, number>();
  for (const pool of pools) {
    for (const { lamp, nodes } of lampsOf(pool)) states[lamp] += nodes;
    if (pool.price === null) continue;
    const { nodeHour, deallocatedNodeHour, currency } = pool.price;
    const on = nodesOn(pool);
    hourly.set(currency, (hourly.get(currency) ?? 0) + on * nodeHour + (pool.nodes - on) * deallocatedNodeHour);
  }
  return {
    pools: pools.length,
    states,
    hourly: [...hourly].map(([currency, amount]) => ({ currency, amount })),
    needPerson: pools.filter((pool) => needsPerson(pool) !== undefined).length,
  };
}
