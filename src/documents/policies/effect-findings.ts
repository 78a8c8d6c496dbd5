import { Temporal } from 'temporal-polyfill';
import type { Policy } from '../../core/policy/policy.ts';
import type { NodeState } from '../../core/pool/node-state.ts';
import { type DocumentFinding, namedBefore, withoutEffect } from '../fields/document-finding.ts';
import type { PolicyFinding } from './policy-finding.ts';

/** The default; a parsed policy does not show whether somebody has written it. */
const USUAL_DEADLINE = Temporal.Duration.from({ hours: 1 });

/** The states in which nodes are deallocated, started or repaired. */
const ACTED_ON: ReadonlySet<NodeState> = new Set(['idle', 'running', 'deallocated', 'unusable', 'starttaskfailed']);

/** Members of a policy that have no effect without, or beside, another member. */
export function effectFindings(policy: Policy): readonly PolicyFinding[] {
  return findings(policy).map((finding) => ({ policyId: policy.id, ...finding }));
}

function findings(policy: Policy): readonly DocumentFinding[] {
  const { lead, budget, deallocated, coolDown, idle, drain, protect } = policy;
  return [
    ...without(!lead.learn && lead.knownQuantile !== undefined, '$.lead.quantile', 'while `learn` is false'),
    ...(['remove', 'removePerHour', 'removePerDay'] as const).flatMap((limit) =>
      without(
        deallocated === undefined && budget[limit] !== undefined,
        `$.budget.${limit}`,
        'without `deallocated`: no node is removed',
      ),
    ),
    ...without(idle === undefined && !coolDown.blank, '$.coolDown', 'without `idle`'),
    ...without(
      drain?.afterDeadline === 'leave' && Temporal.Duration.compare(drain.deadline, USUAL_DEADLINE) !== 0,
      '$.drain.deadline',
      'while `afterDeadline` is "leave": tasks run as long as they need',
    ),
    ...protect.states.flatMap((state, index) =>
      without(
        !ACTED_ON.has(state),
        `$.protect.states[${index}]`,
        `here: nodes that are ${state} are always left alone`,
      ),
    ),
    ...without(policy.gate?.extensions.length === 0, '$.gate', 'while it names no extension: every node passes it'),
    ...(policy.unusedForecast ?? []).flatMap((name) =>
      without(true, `$.forecast.${name}`, 'while the mode of the forecast is "off"'),
    ),
    ...lists(policy).flatMap(([path, names]) => namedBefore(path, names)),
  ];
}

function without(isSo: boolean, path: string, why: string): readonly DocumentFinding[] {
  return withoutEffect(isSo, { path, why });
}

function lists({ pools, schedules, protect, gate }: Policy): readonly (readonly [string, readonly string[]])[] {
  return [
    ['$.pools', pools],
    ['$.schedules', schedules],
    ['$.protect.nodes', protect.nodes],
    ['$.protect.states', protect.states],
    ['$.gate.extensions', gate?.extensions ?? []],
  ];
}
