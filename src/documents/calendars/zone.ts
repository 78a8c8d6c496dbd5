import type { StepBudget } from '../../core/step-budget.ts';
import type { ZoneClock } from '../../core/time/zone-clock.ts';

/** The clock of a zone; calculating it from a VTIMEZONE spends steps. */
export type Zone = (budget: StepBudget) => ZoneClock;

/** The zone of a TZID. @throws CalendarFault if it is unknown */
export type Zones = (id: string) => Zone;
