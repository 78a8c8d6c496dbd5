import { useAnswer } from '../../data/use-answer.ts';
import type { Shown } from '../../elements/shown.ts';
import { Week } from './week.tsx';

interface PolicyWeeksProps {
  readonly shown: Shown;
  readonly id: string;
  /** The typed text, if it differs from the saved one. */
  readonly draft: string | undefined;
}

interface HasSchedules {
  readonly schedules?: readonly string[];
}

/** The weeks of the schedules that a policy names, as typed or else as saved, at the price of the policy. */
export function PolicyWeeks({ shown, id, draft }: PolicyWeeksProps) {
  const { answer } = useAnswer<HasSchedules>(shown.ask, {
    question: `policies/${encodeURIComponent(id)}`,
    version: shown.changes,
    slow: 12,
  });
  const shownNow = draft === undefined ? answer : (JSON.parse(draft) as HasSchedules | null);
  const schedules = shownNow?.schedules;
  const named = Array.isArray(schedules) ? schedules.filter((one) => typeof one === 'string') : [];
  return (
    <>
      {[...new Set(named)].map((schedule) => (
        <Week key={schedule} shown={shown} id={schedule} draft={undefined} policy={id} />
      ))}
    </>
  );
}
