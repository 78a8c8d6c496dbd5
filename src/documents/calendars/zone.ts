import type { StepBudget } from '../../core/step-budget.ts';
import type { ZoneClock } from '../../core/time/zone-clock.ts';

/** The clock of a zone; reading it off a VTIMEZONE costs steps. */
export type Zone = (budget: StepBudget) => ZoneClock;

/** The zone that a TZID means. @throws CalendarFault if nobody knows */
export type Zones = (id: string) => Zone;
