import { AZURE_MONITOR } from './azure-monitor.ts';
import { EVENT_GRID } from './event-grid.ts';
import { GENERIC } from './generic.ts';
import type { WebhookSource } from './webhook-source.ts';

/** Every kind of webhook source. */
export const WEBHOOK_SOURCES: readonly WebhookSource[] = [GENERIC, AZURE_MONITOR, EVENT_GRID];

/** The source of this name; any other name with a secret is a generic one. */
export function webhookSource(name: string, hasSecret: boolean): WebhookSource | undefined {
  return WEBHOOK_SOURCES.find((source) => source.name === name) ?? (hasSecret ? { ...GENERIC, name } : undefined);
}
