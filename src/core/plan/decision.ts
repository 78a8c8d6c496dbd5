import type { Act, TasksOnDeallocate } from '../pool/act.ts';
import { type Sentence, wordsOf } from '../text/sentence.ts';
import type { RuleName } from './rules.ts';

/** The decision for one node, with its reason; `none` has a reason too. */
export interface Decision {
  readonly nodeId: string;
  readonly action: Act | 'none';
  /** The rule that decided. */
  readonly rule: RuleName;
  /** One sentence for people, without a full stop. */
  readonly reason: string;
  /** For a deallocation; the default is `taskcompletion`. */
  readonly tasks?: TasksOnDeallocate | undefined;
}

/** A decision that acts. */
export type ActingDecision = Decision & { readonly action: Act };

/** A decision to leave a node as it is, whose reason is not yet in words. */
export interface Undone {
  readonly nodeId: string;
  readonly action: 'none';
  readonly rule: RuleName;
  readonly reason: Sentence;
}

/** Leaves a node as it is. */
export function leave(nodeId: string, rule: RuleName, reason: Sentence): Undone {
  return { nodeId, action: 'none', rule, reason };
}

/** A decision with its reason in words. */
export function inWords<Some extends { readonly reason: Sentence }>(decided: Some): Some & { readonly reason: string } {
  return { ...decided, reason: wordsOf(decided.reason) };
}
