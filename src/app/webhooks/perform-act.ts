import type { Temporal } from 'temporal-polyfill';
import type { PoolName } from '../../core/pool/pool-name.ts';
import { momentAt } from '../../core/rules/moment.ts';
import type { RuleAct } from '../../core/rules/rule.ts';
import { counted } from '../../core/text/counted.ts';
import { toNodeChoice } from '../../documents/fields/node-choice.ts';
import type { Filled } from '../../documents/rules/rule-acts.ts';
import type { HasAnnouncements, HasOverrides } from '../../ports/pool-notes.ts';
import type { RequestActPorts } from '../acts/request-act.ts';
import { requestAct } from '../acts/request-act.ts';
import { announceWork } from '../pools/announcements.ts';
import type { ChangePorts } from '../pools/change-note.ts';
import { endOverrideOf, putOverride } from '../pools/overrides.ts';
import type { RuleResult } from './inbound-event.ts';

/** The context of an act. */
export interface ActContext {
  /** The rule. */
  readonly rule: string;
  /** `webhook:<source>` */
  readonly actor: string;
  /** The same for every delivery of the event, so that the act is made once. */
  readonly correlation: string;
  /** The instant from which durations and times of day count. */
  readonly receivedAt: Temporal.Instant;
}

/** The result of an act, in one sentence. */
export interface ActResult {
  readonly outcome: RuleResult;
  readonly reason: string;
  readonly cause?: unknown;
}

/** The ports that the acts of rules use. */
export type RuleActPorts = RequestActPorts & ChangePorts & HasOverrides & HasAnnouncements;

type Perform<Act extends RuleAct> = (ports: RuleActPorts, act: Filled<Act>, context: ActContext) => Promise<ActResult>;

/** How to perform each act. */
export const PERFORM: { readonly [Act in RuleAct]: Perform<Act> } = {
  override: async (ports, { capacity, note = '', timeZone, ...act }, { rule, actor, correlation, receivedAt }) => {
    const until = momentAt(act.until, { from: receivedAt, timeZone })?.toString();
    const pool = poolOf(act);
    const origin = { rule, correlation };
    const { override } = await putOverride(ports, { pool, value: { capacity, until, note }, actor, origin });
    return { outcome: 'applied', reason: `the pool '${pool.poolId}' is overridden until ${override.until}` };
  },
  endOverride: async (ports, { putBy, ...act }, { actor, correlation }) => {
    const pool = poolOf(act);
    const isEnded = await endOverrideOf(ports, { pool, actor, putBy, correlation });
    return isEnded
      ? { outcome: 'applied', reason: `the override of the pool '${pool.poolId}' by '${putBy}' is withdrawn` }
      : { outcome: 'unneeded', reason: `the pool '${pool.poolId}' has no override by the rule '${putBy}'` };
  },
  announce: async (ports, { slots, note = '', timeZone, ...act }, { actor, correlation, receivedAt }) => {
    const by = momentAt(act.by, { from: receivedAt, timeZone });
    const until = act.until === undefined ? undefined : momentAt(act.until, { from: by ?? receivedAt, timeZone });
    const value = { slots, by: by?.toString(), ...(until !== undefined && { until: until.toString() }), note };
    const pool = poolOf(act);
    const said = await announceWork(ports, { pool, value, actor, correlation });
    return {
      outcome: 'applied',
      reason: `${counted(said.slots, 'slot is', 'slots are')} announced for '${pool.poolId}' by ${said.by}`,
    };
  },
  start: (ports, act, context) => askFor(ports, { action: 'start', act, context }),
  deallocate: (ports, act, context) => askFor(ports, { action: 'deallocate', act, context }),
};

interface AskedNodes {
  readonly action: 'start' | 'deallocate';
  readonly act: Filled<'start'>;
  readonly context: ActContext;
}

async function askFor(ports: RequestActPorts, { action, act, context }: AskedNodes): Promise<ActResult> {
  const { actor, correlation, receivedAt: at } = context;
  const until = act.until === undefined ? undefined : momentAt(act.until, { from: at, timeZone: act.timeZone });
  const pool = poolOf(act);
  const { reason } = act;
  await requestAct(ports, { pool, action, nodes: toNodeChoice(act), reason, until, actor, correlation, at });
  return {
    outcome: 'accepted',
    reason: `${action} is requested in the pool '${pool.poolId}'; the audit log has the outcome`,
  };
}

function poolOf({ account, pool }: { readonly account: string; readonly pool: string }): PoolName {
  return { account, poolId: pool };
}
