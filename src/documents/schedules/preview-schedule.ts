import type { Temporal } from 'temporal-polyfill';
import type { Policy } from '../../core/policy/policy.ts';
import { previewSchedule } from '../../core/schedule/preview.ts';
import type { Schedule } from '../../core/schedule/schedule.ts';
import { stepBudget } from '../../core/step-budget.ts';
import { isBefore } from '../../core/time/instants.ts';
import type { DocumentFinding } from '../fields/document-finding.ts';
import { type PreviewView, toPreviewView } from './preview-view.ts';
import { scheduleFindings, sizeFindings } from './schedule-findings.ts';

/** A request for the preview of a schedule. */
export interface PreviewRequest {
  /** The first day, in the zone of the schedule. */
  readonly from: Temporal.PlainDate;
  readonly days: number;
  /** The number of nodes in the pool. */
  readonly nodes: number;
  /** The policy whose price applies; without a price, the preview shows no costs. */
  readonly policy: Pick<Policy, 'id' | 'price'> | undefined;
  /** The most steps. When they are spent, the preview ends and names the day to continue with. No limit if `undefined`. */
  readonly steps?: number | undefined;
}

/** The most steps of a preview over HTTP: some 3,500 edges, most of a year of an ordinary schedule. */
export const PREVIEW_STEPS = 30_000;

/** Shows what a schedule will do on some days, what that costs, and what in it is probably a mistake. */
export function viewPreview(
  schedule: Schedule,
  { from, days, nodes, policy, steps = NO_LIMIT }: PreviewRequest,
): PreviewView {
  const [first, end] = [startOf(from, schedule), startOf(from.add({ days }), schedule)];
  const budget = stepBudget(steps, { what: `the preview of "${schedule.id}"` });
  const preview = previewSchedule(schedule, { from: first, until: end, poolSize: nodes, budget });
  const isCut = isBefore(preview.until, end);
  const findings = [...scheduleFindings(preview.timeline), ...sizeFindings(schedule, nodes), ...priceFindings(policy)];
  return toPreviewView(preview, {
    timeZone: schedule.timeZone,
    nodes,
    price: policy?.price,
    findings,
    next: isCut ? dateAt(preview.until, schedule) : undefined,
  });
}

const NO_LIMIT = Number.POSITIVE_INFINITY;

function dateAt(instant: Temporal.Instant, { timeZone }: Schedule): Temporal.PlainDate {
  return instant.toZonedDateTimeISO(timeZone).toPlainDate();
}

function startOf(date: Temporal.PlainDate, { timeZone }: Schedule): Temporal.Instant {
  return date.toZonedDateTime(timeZone).toInstant();
}

function priceFindings(policy: PreviewRequest['policy']): readonly DocumentFinding[] {
  if (policy === undefined || policy.price !== undefined) return [];
  const message = `no money is shown: the policy "${policy.id}" has no price`;
  return [{ severity: 'advice', path: '$', rule: 'no-price', message }];
}
