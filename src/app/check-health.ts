import { Temporal } from 'temporal-polyfill';
import { describeError } from '../core/text/describe-error.ts';
import { describeDuration } from '../core/time/describe-duration.ts';
import type { HasBatchReader } from '../ports/batch.ts';
import type { HasBlobService } from '../ports/blob-service.ts';
import type { HasCalendars } from '../ports/calendars.ts';
import type { HasClock } from '../ports/clock.ts';
import type { HasDocumentReader } from '../ports/documents.ts';
import type { HasEvaluationQueue } from '../ports/evaluation-queue.ts';
import { withPatience } from '../ports/patience.ts';
import type { HasTicks } from '../ports/ticks.ts';
import { calendarProblems } from './documents/calendar-problems.ts';
import type { HasHealthMemory } from './health-memory.ts';

export type HealthStatus = 'pass' | 'warn' | 'fail';

/** How one of the things that the app stands on is doing. */
export interface HealthCheck {
  readonly name: string;
  readonly status: HealthStatus;
  /** What was seen, or what is wrong. */
  readonly output: string;
  /** Since when it has not passed, as far as this process knows; `undefined` where it passes. */
  readonly since?: Temporal.Instant | undefined;
}

/** How the app is doing: as the worst of its checks. */
export interface Health {
  readonly status: HealthStatus;
  readonly at: Temporal.Instant;
  readonly checks: readonly HealthCheck[];
}

/** The timer fires once a minute; after so long without a tick something is wrong with it. */
const LATE = Temporal.Duration.from({ minutes: 3 });
const DEAD = Temporal.Duration.from({ minutes: 10 });

/** What checkHealth needs of the world. */
export type CheckHealthPorts = HasBatchReader &
  HasBlobService &
  HasCalendars &
  HasClock &
  HasDocumentReader &
  HasEvaluationQueue &
  HasHealthMemory &
  HasTicks;

/** Looks whether what the app stands on can be reached, and whether its clock still ticks. */
export async function checkHealth(ports: CheckHealthPorts): Promise<Health> {
  const at = await ports.clock.now();
  const calendars = checkCalendars(ports, at);
  const others = await Promise.all([
    checkTicks(ports, at),
    check('tables', async () => `${(await ports.documents.list('policies')).length} policies`),
    check('queue', async () => `about ${await ports.evaluations.length()} messages that ask for evaluations`),
    ...blobChecks(ports),
    ...ports.batch.accounts.map((account) =>
      check(`batch:${account}`, async () => {
        await ports.batch.reach(account);
        return 'reachable';
      }),
    ),
  ]);
  const checks = [...others, ...(await calendars)].map((one) => withSince(ports, one, at));
  return { status: worstOf(checks), at, checks };
}

function blobChecks({ blobService }: HasBlobService): readonly Promise<HealthCheck>[] {
  if (blobService === undefined) return [];
  return [
    check('blobs', async () => {
      await blobService.reach();
      return 'reachable';
    }),
  ];
}

function withSince({ healthMemory }: HasHealthMemory, check: HealthCheck, at: Temporal.Instant): HealthCheck {
  const since = healthMemory.since(check.name, check.status === 'pass', at);
  return since === undefined ? check : { ...check, since };
}

/** Whoever asks for the health does not wait for longer than so, in milliseconds. */
const PATIENCE_MS = 5_000;

async function check(name: string, look: () => Promise<string>): Promise<HealthCheck> {
  try {
    return { name, status: 'pass', output: await withPatience(look(), PATIENCE_MS) };
  } catch (error) {
    return { name, status: 'fail', output: describeError(error) };
  }
}

async function checkTicks({ ticks }: HasTicks, at: Temporal.Instant): Promise<HealthCheck> {
  const name = 'tick';
  try {
    const last = await withPatience(ticks.last(), PATIENCE_MS);
    if (last === undefined) return { name, status: 'warn', output: 'no tick yet: the first comes within a minute' };
    const age = last.at.until(at);
    const output = [
      `the last tick was ${describeDuration(age.sign < 0 ? new Temporal.Duration() : age)} ago`,
      ...last.problems,
    ].join('; ');
    if (Temporal.Duration.compare(age, DEAD) > 0) return { name, status: 'fail', output };
    const isWell = Temporal.Duration.compare(age, LATE) <= 0 && last.problems.length === 0;
    return { name, status: isWell ? 'pass' : 'warn', output };
  } catch (error) {
    return { name, status: 'fail', output: describeError(error) };
  }
}

/** A calendar that is not what it was is worth a look, and no failure: its last good copy holds, or pools are left alone. */
async function checkCalendars(
  ports: HasCalendars & HasDocumentReader,
  at: Temporal.Instant,
): Promise<readonly HealthCheck[]> {
  const name = 'calendars';
  try {
    const { named, problems } = await withPatience(calendarProblems(ports, at), PATIENCE_MS);
    if (problems.length > 0) return [{ name, status: 'warn', output: problems.join('; ') }];
    return named === 0 ? [] : [{ name, status: 'pass', output: `${named} kept` }];
  } catch {
    // The tables are away, which has a check of its own.
    return [];
  }
}

function worstOf(checks: readonly HealthCheck[]): HealthStatus {
  const order = ['fail', 'warn', 'pass'] as const;
  return order.find((status) => checks.some((one) => one.status === status)) ?? 'pass';
}
