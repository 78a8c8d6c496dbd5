import { useAnswer } from '../data/use-answer.ts';
import type { Shown } from './shown.ts';

/** An emergency stop: since when, by whom and why. */
export interface EmergencyStop {
  readonly at: string;
  readonly actor: string;
  readonly reason: string;
}

/** The emergency stop in force; `undefined` if there is none, or none is known yet. */
export function useEmergencyStop({ ask, changes }: Pick<Shown, 'ask' | 'changes'>): EmergencyStop | undefined {
  return useAnswer<EmergencyStop>(ask, { question: 'stop', version: changes, slow: 2, endedBy: [404] }).answer;
}
