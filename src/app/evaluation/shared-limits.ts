import type { Temporal } from 'temporal-polyfill';
import { type ActLimits, chargeTo, leftOf, type SharedLimit } from '../../core/limits/shared-limit.ts';
import type { PlannedAct } from '../../core/plan/plan-summary.ts';
import { COUNTED_ACTS, type CountedAct, isCounted } from '../../core/pool/act.ts';
import type { HasActLedger } from '../../ports/act-ledger.ts';
import type { HasSettings } from '../../ports/settings.ts';

/** The ports that shared limits use. */
export type SharedLimitPorts = HasActLedger & HasSettings<'actLimits'>;

/** The limits that a pool shares with others, and what was charged to them. Without limits, nothing is read. */
export async function readSharedLimits(ports: SharedLimitPorts, account: string): Promise<readonly SharedLimit[]> {
  return Promise.all(
    scopesOf(ports, account).map(async (one) => ({ ...one, spent: await ports.actLedger.read(one.scope) })),
  );
}

type Scope = Omit<SharedLimit, 'spent'>;

function scopesOf({ settings: { actLimits } }: HasSettings<'actLimits'>, account: string): readonly Scope[] {
  const { app, account: each, accounts } = actLimits;
  const own: ActLimits = accounts[account] ?? each;
  return [
    { scope: `account/${account}`, whose: `the account ${account}`, limits: own },
    { scope: 'app', whose: 'the app', limits: app },
  ].filter(({ limits }) => Object.values(limits).some((limit) => limit !== undefined));
}

/** The granted acts, and how many must wait. */
export interface Granted<Act> {
  readonly acts: readonly Act[];
  readonly waiting: number;
  /** Why some wait; empty if none does. */
  readonly because: string;
}

/**
 * Charges acts to the limits that pools share, before any of them is made, and gives those that may be: the first of each kind. What
 * is charged counts also where a process dies before it acts, so no limit is ever exceeded. Where a limit cannot be charged
 * nothing is done.
 */
export async function chargeActs<Act extends Pick<PlannedAct, 'action'>>(
  ports: SharedLimitPorts,
  account: string,
  { acts, at }: { readonly acts: readonly Act[]; readonly at: Temporal.Instant },
): Promise<Granted<Act>> {
  const scopes = scopesOf(ports, account);
  const reasons: string[] = [];
  const room = {
    start: Number.POSITIVE_INFINITY,
    deallocate: Number.POSITIVE_INFINITY,
    remove: Number.POSITIVE_INFINITY,
  };
  for (const action of COUNTED_ACTS) {
    const wanted = acts.filter((act) => act.action === action).length;
    for (const scope of scopes) {
      const asked = Math.min(wanted, room[action]);
      if (asked === 0 || !isLimited(scope, action)) continue;
      const charged = await charge(ports, scope, { action, nodes: asked, at });
      room[action] = charged.granted;
      if (charged.granted < asked) reasons.push(charged.because);
    }
  }
  const allowed = firstOfEach(acts, room);
  return { acts: allowed, waiting: acts.length - allowed.length, because: reasons.join('; ') };
}

function isLimited({ limits }: Scope, action: CountedAct): boolean {
  return limits[`${action}PerHour`] !== undefined || limits[`${action}PerDay`] !== undefined;
}

async function charge(
  { actLedger }: HasActLedger,
  scope: Scope,
  spending: Parameters<typeof chargeTo>[1],
): Promise<{ readonly granted: number; readonly because: string }> {
  const charged = await actLedger.change(scope.scope, (spent) => {
    const limit = { ...scope, spent };
    const { granted, spent: after } = chargeTo(limit, spending);
    const because = leftOf(limit, spending.action, spending.at)[0]?.because ?? '';
    return { spent: after, result: { granted, because } };
  });
  return charged ?? { granted: 0, because: `what ${scope.whose} has spent could not be written, others were faster` };
}

function firstOfEach<Act extends Pick<PlannedAct, 'action'>>(
  acts: readonly Act[],
  room: Readonly<Record<CountedAct, number>>,
): readonly Act[] {
  const used = { start: 0, deallocate: 0, remove: 0 };
  return acts.filter(({ action }) => {
    if (!isCounted(action)) return true;
    used[action] += 1;
    return used[action] <= room[action];
  });
}
