import { type IdleNode, isIdle } from '../pool/idle-node.ts';
import type { NodeSnapshot } from '../pool/snapshot.ts';
import { type Sentence, unwritten, wordsOf } from '../text/sentence.ts';
import { describeMilliseconds } from '../time/describe-duration.ts';
import { leave, type Undone } from './decision.ts';
import type { NodeKeep } from './input/deciding-rule.ts';
import type { PoolView } from './proposals.ts';
import { RULES } from './rules.ts';
import type { Veto } from './vetoes.ts';

/** Gives the reason why a node without an act is left as it is: the first rule that wants it so has decided. */
export function whyLeft(view: PoolView): (node: NodeSnapshot) => Undone {
  const keeping = RULES.flatMap(({ name, keeps }) => {
    const own = keeps?.(view);
    const minimum = name === view.target.minRule ? minimumKeeps(view) : undefined;
    return [own, minimum].flatMap((keep) => (keep === undefined ? [] : [{ name, keep }]));
  });
  return (node) => {
    const veto = view.fleet.vetoes.get(node.id);
    if (veto !== undefined) return leave(node.id, veto.rule, unwritten(describeVeto, { node, veto }));
    for (const { name, keep } of keeping) {
      const reason = keep(node);
      if (reason !== undefined) return leave(node.id, name, reason);
    }
    return leave(node.id, 'state', `${node.state}; no rule requires an act`);
  };
}

function describeVeto({ node, veto }: { readonly node: NodeSnapshot; readonly veto: Veto }): string {
  return `${node.state}; ${wordsOf(veto.reason)}`;
}

function minimumKeeps({ fleet, target, now }: PoolView): NodeKeep {
  const deallocated = `deallocated; enough are ready or on the way: ${target.minBecause}`;
  const because = `${target.minBecause}, ${fleet.ready} are`;
  return (node): Sentence | undefined => {
    if (node.state === 'deallocated') return deallocated;
    if (fleet.ready > target.min) return undefined;
    return isIdle(node, now) ? unwritten(describeNeeded, { node, now, because }) : undefined;
  };
}

interface Needed {
  readonly node: IdleNode;
  readonly now: PoolView['now'];
  readonly because: string;
}

function describeNeeded({ node: { stateSince }, now, because }: Needed): string {
  return `idle for ${describeMilliseconds(now.epochMilliseconds - stateSince)}; ${because}`;
}
