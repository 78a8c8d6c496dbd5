import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The alerts in test/support/alerts. */
export type AlertName =
  | 'activity-log-fired'
  | 'cost-budget'
  | 'log-fired'
  | 'metric-fired'
  | 'metric-resolved'
  | 'resource-health-fired';

/** An alert as Azure Monitor sends it, as text. */
export function anAlert(name: AlertName): string {
  return readFileSync(join(import.meta.dirname, 'alerts', `${name}.json`), 'utf8');
}
