import * as z from 'zod';
import type { InboundEvent } from '../../../app/webhooks/inbound-event.ts';
import { parseWith } from '../../../documents/fields/parsed.ts';
import { AppError } from '../../../ports/errors.ts';
import { requireSecret } from './proofs.ts';
import type { WebhookSource } from './webhook-source.ts';

const TEXT = z.string('a text is expected').min(1, 'a text is expected').max(2000, 'at most 2000 characters');

/**
 * The members of the common alert schema that identify an event; the rest is for rules.
 * https://learn.microsoft.com/azure/azure-monitor/alerts/alerts-common-schema
 */
export const COMMON_ALERT = z.looseObject(
  {
    schemaId: z.literal(
      'azureMonitorCommonAlertSchema',
      'azureMonitorCommonAlertSchema is expected: enable the common alert schema in the action group',
    ),
    data: z.looseObject(
      {
        essentials: z.looseObject(
          {
            alertId: TEXT,
            // Budget alerts have neither rule nor condition:
            // https://learn.microsoft.com/azure/azure-monitor/alerts/alerts-payload-samples (monitoringService "CostAlerts")
            alertRule: TEXT.nullish(),
            monitorCondition: z.enum(['Fired', 'Resolved'], '"Fired" or "Resolved" is expected').nullish(),
            firedDateTime: TEXT,
            resolvedDateTime: TEXT.nullish(),
          },
          'the essentials of an alert are expected',
        ),
      },
      'the data of an alert are expected',
    ),
  },
  'an alert in the common alert schema is expected',
);

/** Azure Monitor: an action group that calls a webhook with the common alert schema. */
export const AZURE_MONITOR: WebhookSource = {
  name: 'azure-monitor',
  proof: { by: 'secret', require: requireSecret },
  read: ({ body }) => [alertIn(body)],
};

/** The event of an alert: an alert that fires and is resolved gives two events, and may fire again. */
function alertIn(body: unknown): InboundEvent {
  const parsed = parseWith(COMMON_ALERT, body);
  if (!parsed.ok) throw new AppError('InvalidRequest', 'The body is not an alert that can be read.', parsed);
  const { alertId, monitorCondition, firedDateTime, resolvedDateTime } = parsed.value.data.essentials;
  const at = monitorCondition === 'Resolved' ? (resolvedDateTime ?? firedDateTime) : firedDateTime;
  const id = [alertId, monitorCondition ?? 'Fired', at].join('|');
  return { id, key: id, body };
}
