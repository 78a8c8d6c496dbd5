import type { EvaluationContext } from '../../core/audit/events.ts';
import type { Fence } from './fence.ts';

/** For whom acts are made, and the right to make them. */
export interface Application {
  /** The tag of the pool by which the acts were decided; nodes are removed on condition that it still holds. */
  readonly tag?: string | undefined;
  readonly context: Omit<EvaluationContext, 'at'>;
  readonly fence: Fence;
}
