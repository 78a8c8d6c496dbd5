import { useAnswer } from '../../data/use-answer.ts';
import { Failure } from '../../elements/failure.tsx';
import { type PoolId, poolPath, type Shown } from '../../elements/shown.ts';
import { lampOfStatus } from '../../model/lamps.ts';
import { formatMoment } from '../../model/times.ts';

interface Health {
  readonly status: string;
  readonly output?: string;
  readonly checks?: Readonly<Record<string, readonly Check[]>>;
}

interface Check {
  readonly status: string;
  readonly observedValue?: unknown;
  readonly output?: string;
  readonly time?: string;
}

/** The health of a node, and of each of its extensions. */
export function NodeHealth({ shown, account, pool, node }: PoolId & { readonly shown: Shown; readonly node: string }) {
  const { answer, error } = useAnswer<Health>(shown.ask, {
    question: `${poolPath({ account, pool })}/nodes/${encodeURIComponent(node)}/health`,
    slow: 6,
  });
  const checks = Object.entries(answer?.checks ?? {}).flatMap(([name, found]) =>
    found.map((check) => ({ ...check, name: name.replace(/^extension:/, '') })),
  );
  return (
    <>
      <h3>
        Health of its extensions
        {answer?.output !== undefined && <span class="quiet">: {answer.output}</span>}
      </h3>
      <Failure error={error} what="The health" isStale={answer !== undefined} />
      <ul class="plain">
        {checks.map(({ name, status, observedValue, output, time }) => (
          <li key={`${name} ${time}`}>
            <span class={`lamp ${lampOfStatus(status)}`} aria-hidden="true" /> <strong>{name}</strong> {status}
            {observedValue !== undefined && `, ${observedValue}`}
            <span class="quiet small">
              {output} {time !== undefined && formatMoment(time, shown.zone)}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
