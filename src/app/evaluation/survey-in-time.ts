import { withPatience } from '../../ports/patience.ts';

/** How long a tick waits for an account, in real time, in milliseconds: the next tick comes after a minute. */
const PATIENCE_MS = 45_000;

/** After this time, in milliseconds, a survey that has not ended is taken for lost, and the account is surveyed anew. */
const LOST_MS = 300_000;

export interface HasSurveysInTime {
  /**
   * Surveys an account, unless that is still under way from an earlier tick, and waits until it is done, but not for long.
   * @throws Error if it is not done in time; it goes on nevertheless
   */
  readonly surveyInTime: <Surveyed>(account: string, survey: () => Promise<Surveyed>) => Promise<Surveyed>;
}

interface UnderWay {
  readonly since: number;
  readonly survey: Promise<unknown>;
}

/**
 * Keeps an account that does not answer from delaying the others. With its retries a single read takes up to four minutes to
 * fail, and the host begins no other tick before the last one has ended. `now` gives milliseconds of a monotonic clock.
 */
export function surveysInTime(patienceMs = PATIENCE_MS, now = () => performance.now()): HasSurveysInTime {
  const underWay = new Map<string, UnderWay>();
  return {
    surveyInTime: async <Surveyed>(account: string, survey: () => Promise<Surveyed>) => {
      const earlier = underWay.get(account);
      const isLost = earlier === undefined || now() - earlier.since > LOST_MS;
      const mine: UnderWay = isLost ? { since: now(), survey: survey() } : earlier;
      if (isLost) {
        underWay.set(account, mine);
        const forget = () => {
          if (underWay.get(account) === mine) underWay.delete(account);
        };
        mine.survey.then(forget, forget);
      }
      const tooLate = `the tick does not wait for it for longer than ${patienceMs / 1000} s`;
      return withPatience(mine.survey as Promise<Surveyed>, patienceMs, tooLate);
    },
  };
}
