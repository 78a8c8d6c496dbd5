import type { Temporal } from 'temporal-polyfill';

export interface Clock {
  now(): Promise<Temporal.Instant>;
}
