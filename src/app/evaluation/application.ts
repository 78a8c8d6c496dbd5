import type { EvaluationContext } from '../../core/audit/events.ts';
import type { Fence } from './fence.ts';

/** The context of acts, and the right to make them. */
export interface Application {
  /** The ETag of the pool at the decision; nodes are removed only if it is unchanged. */
  readonly tag?: string | undefined;
  readonly context: Omit<EvaluationContext, 'at'>;
  readonly fence: Fence;
}
