import type { Replay } from '../../api/replays.ts';

type Result = Replay['results'][number];

/** A policy of a replay, with a unique key and a name for people. */
export interface TriedPolicy extends Result {
  /** Its key in the address of the page, unique in the replay. */
  readonly key: string;
  readonly name: string;
}

/** The policies with results: first those that were requested, then those that the app proposes, then the baselines. */
export function triedPolicies({ results }: Pick<Replay, 'results'>): readonly TriedPolicy[] {
  const keys = new Set<string>();
  return results
    .map((result) => {
      const key = keys.has(result.policy) ? `${result.policy} (${result.kind})` : result.policy;
      keys.add(key);
      return { ...result, key, name: result.kind === 'baseline' ? baselineName(result.policy) : nameOf(result, key) };
    })
    .toSorted((a, b) => ORDER[a.kind] - ORDER[b.kind]);
}

const ORDER = { asked: 0, proposed: 1, baseline: 2 };

/** The policy whose details are shown: the one that the address names, else the proposed one, else the first. */
export function shownPolicy(
  policies: readonly TriedPolicy[],
  { named, proposed }: { readonly named: string | undefined; readonly proposed: string | undefined },
): TriedPolicy | undefined {
  return policies.find(({ key }) => key === named) ?? policies.find(({ policy }) => policy === proposed) ?? policies[0];
}

function nameOf({ policy, kind }: Result, key: string): string {
  return kind === 'proposed' && policy === 'forecast' ? 'forecast, nothing set' : key;
}

const BATCH_FORMULA = /^batch-(pending-tasks|task-based)-(\d+)$/;

/** `idle-10` as `idle 10 min`, `batch-task-based-15` as `Batch task-based, 15 min`. */
function baselineName(policy: string): string {
  const [, formula, minutes] = BATCH_FORMULA.exec(policy) ?? [];
  if (formula !== undefined) return `Batch ${formula.replace('pending-tasks', 'pending tasks')}, ${minutes} min`;
  const idle = /^idle-(\d+)$/.exec(policy)?.[1];
  return idle === undefined ? policy.replace('-', ' ') : `idle ${idle} min`;
}
