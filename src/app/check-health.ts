import { Temporal } from 'temporal-polyfill';
import { describeError } from '../core/text/describe-error.ts';
import { describeDuration } from '../core/time/describe-duration.ts';
import type { HasBatchReader } from '../ports/batch.ts';
import type { HasBlobService } from '../ports/blob-service.ts';
import type { HasCalendars } from '../ports/calendars.ts';
import type { HasClock } from '../ports/clock.ts';
import type { HasDocumentReader } from '../ports/documents.ts';
import type { HasEvaluationQueue } from '../ports/evaluation-queue.ts';
import type { HasNamedFiles } from '../ports/named-files.ts';
import { withPatience } from '../ports/patience.ts';
import type { HasThrottle } from '../ports/throttle.ts';
import type { HasTicks } from '../ports/ticks.ts';
import type { HasUnknownSettings } from '../ports/unknown-settings.ts';
import { calendarProblems } from './documents/calendar-problems.ts';
import type { HasHealthMemory } from './health-memory.ts';

export type HealthStatus = 'pass' | 'warn' | 'fail';

/** The health of one dependency of the app. */
export interface HealthCheck {
  readonly name: string;
  readonly status: HealthStatus;
  /** What was observed, or what is wrong. */
  readonly output: string;
  /** Since when the check has failed, as far as this process knows; `undefined` if it passes. */
  readonly since?: Temporal.Instant | undefined;
}

/** The health of the app: that of its worst check. */
export interface Health {
  readonly status: HealthStatus;
  readonly at: Temporal.Instant;
  readonly checks: readonly HealthCheck[];
}

/** The timer fires once a minute; without a tick for this long, something is wrong. */
const LATE = Temporal.Duration.from({ minutes: 3 });
const DEAD = Temporal.Duration.from({ minutes: 10 });

/** The ports that checkHealth uses. */
export type CheckHealthPorts = HasBatchReader &
  HasBlobService &
  HasCalendars &
  HasClock &
  HasDocumentReader &
  HasEvaluationQueue &
  HasHealthMemory &
  HasNamedFiles &
  HasThrottle &
  HasTicks &
  HasUnknownSettings;

/** Checks whether the dependencies of the app can be found and reached, and whether ticks run. */
export async function checkHealth(ports: CheckHealthPorts): Promise<Health> {
  const at = await ports.clock.now();
  const calendars = checkCalendars(ports, at);
  const others = await Promise.all([
    checkTicks(ports, at),
    check('tables', async () => `${(await ports.documents.list('policies')).length} policies`),
    checkQueue(ports),
    checkFiles(ports),
    ...blobChecks(ports),
    ...ports.batch.accounts.map((account) => checkAccount(ports, account, at)),
  ]);
  const all = [...others, checkAccounts(ports), checkSettings(ports), ...(await calendars)].map((one) =>
    withSince(ports, one, at),
  );
  const checks = all.filter(({ output }) => output !== NOTHING);
  return { status: worstOf(checks), at, checks };
}

/** What a check observes that passes because there is nothing to check; it is not shown. */
const NOTHING = '';

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

/** The longest time that a caller waits for the answer, in milliseconds. */
const PATIENCE_MS = 5_000;

async function check(name: string, look: () => Promise<string>): Promise<HealthCheck> {
  try {
    return { name, status: 'pass', output: await withPatience(look(), PATIENCE_MS) };
  } catch (error) {
    return { name, status: 'fail', output: describeError(error) };
  }
}

/** A message waits for seconds. One that waits for minutes shows that the host does not run the evaluations, or too few. */
const SLOW = Temporal.Duration.from({ minutes: 2 });
const STUCK = Temporal.Duration.from({ minutes: 5 });

async function checkQueue({ evaluations }: HasEvaluationQueue): Promise<HealthCheck> {
  const name = 'queue';
  try {
    const looking = Promise.all([evaluations.length(), evaluations.longestWait()]);
    const [length, wait] = await withPatience(looking, PATIENCE_MS);
    const output = `about ${length} queued messages for evaluations`;
    if (wait === undefined || Temporal.Duration.compare(wait, SLOW) <= 0) return { name, status: 'pass', output };
    const status = Temporal.Duration.compare(wait, STUCK) > 0 ? 'fail' : 'warn';
    return { name, status, output: `${output}; the first has waited for ${describeDuration(wait)}` };
  } catch (error) {
    return { name, status: 'fail', output: describeError(error) };
  }
}

async function checkTicks({ ticks }: HasTicks, at: Temporal.Instant): Promise<HealthCheck> {
  const name = 'tick';
  try {
    const last = await withPatience(ticks.last(), PATIENCE_MS);
    if (last === undefined) return { name, status: 'warn', output: 'no tick yet: the first one runs within a minute' };
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

/** Throttling passes within a minute; when it does not, Batch may be down. */
const THROTTLED_TOO_LONG = Temporal.Duration.from({ minutes: 5 });

/** What other processes know of it is in the tables: while these are down, Batch must still have time to answer. */
const THROTTLE_PATIENCE_MS = 1_000;

/** A request to a throttled account would wait for longer than the caller does. */
async function checkAccount(ports: CheckHealthPorts, account: string, at: Temporal.Instant): Promise<HealthCheck> {
  const name = `batch:${account}`;
  let throttled = false;
  const remaining = () => withPatience(ports.throttle.remaining(account), THROTTLE_PATIENCE_MS).catch(() => 0);
  const checked = await check(name, async () => {
    const milliseconds = await remaining();
    throttled = milliseconds > 0;
    if (throttled) return `Batch throttles the account for ${Math.ceil(milliseconds / 1000)} s more`;
    try {
      await ports.batch.reach(account);
    } catch (error) {
      throttled = (await remaining()) > 0;
      throw error;
    }
    return 'reachable';
  });
  if (!throttled) return checked;
  const since = ports.healthMemory.since(name, false, at) ?? at;
  const isLong = Temporal.Instant.compare(since.add(THROTTLED_TOO_LONG), at) < 0;
  return { ...checked, status: isLong ? 'fail' : 'warn' };
}

/** Whether the Batch accounts that are named by a tag could be searched for, and whether there are any. */
function checkAccounts({ batch }: HasBatchReader): HealthCheck {
  const name = 'accounts';
  const { accountProblems: problems } = batch;
  // Until every place was searched once, nothing is done for the accounts in the others.
  if (problems.length > 0)
    return { name, status: batch.accountsAreComplete ? 'warn' : 'fail', output: problems.join('; ') };
  if (batch.accounts.length > 0) return { name, status: 'pass', output: NOTHING };
  return { name, status: 'warn', output: 'there is no Batch account yet with the tag that BATCH_ACCOUNTS names' };
}

/** The app ignores a setting whose name it does not know. Whoever has set it does not see that. */
function checkSettings({ unknownSettings: unknown }: HasUnknownSettings): HealthCheck {
  const name = 'settings';
  if (unknown.length === 0) return { name, status: 'pass', output: NOTHING };
  return { name, status: 'warn', output: `without effect, because the app has no such setting: ${unknown.join(', ')}` };
}

/** The app runs without these files, but it lacks their documents or prices. Nothing else tells that they are missing. */
async function checkFiles({ namedFileFaults }: HasNamedFiles): Promise<HealthCheck> {
  const faults = await withPatience(namedFileFaults(), PATIENCE_MS).catch((error) => [describeError(error)]);
  const status = faults.length === 0 ? 'pass' : 'warn';
  return { name: 'files', status, output: faults.length === 0 ? NOTHING : faults.join('; ') };
}

/** A stale calendar is a warning, not a failure: its last good copy applies, or its pools are left alone. */
async function checkCalendars(
  ports: HasCalendars & HasDocumentReader,
  at: Temporal.Instant,
): Promise<readonly HealthCheck[]> {
  const name = 'calendars';
  try {
    const { named, problems } = await withPatience(calendarProblems(ports, at), PATIENCE_MS);
    if (problems.length > 0) return [{ name, status: 'warn', output: problems.join('; ') }];
    return [{ name, status: 'pass', output: named === 0 ? NOTHING : `${named} kept` }];
  } catch {
    // The tables are unavailable, which has a check of its own.
    return [];
  }
}

function worstOf(checks: readonly HealthCheck[]): HealthStatus {
  const order = ['fail', 'warn', 'pass'] as const;
  return order.find((status) => checks.some((one) => one.status === status)) ?? 'pass';
}
