import { useAnswer } from '../../data/use-answer.ts';
import { Failure } from '../../elements/failure.tsx';
import type { Shown } from '../../elements/shown.ts';
import { hashOf } from '../../model/route.ts';
import { Editor } from './editor.tsx';
import { Versions } from './versions.tsx';
import { Week } from './week.tsx';

interface DocumentsViewProps {
  readonly shown: Shown;
  readonly kind: 'schedules' | 'policies';
  readonly id: string | undefined;
}

interface AnyDocument {
  readonly id: string;
  readonly description?: string;
}

const NEW = 'new';

/** The schedules or the policies: a list, and the one that the address names with its week, its text and its versions. */
export function DocumentsView({ shown, kind, id }: DocumentsViewProps) {
  const { answer, error } = useAnswer<Readonly<Record<string, readonly AnyDocument[]>>>(shown.ask, {
    question: kind,
    version: shown.changes,
  });
  const documents = answer?.[kind];
  const word = kind === 'schedules' ? 'schedule' : 'policy';
  return (
    <>
      <section class="card" aria-labelledby="documents">
        <div class="heading">
          <h2 id="documents">{kind === 'schedules' ? 'Schedules' : 'Policies'}</h2>
          <a href={hashOf({ view: kind, path: [NEW] })}>New {word}</a>
        </div>
        <Failure error={error} what={`The ${kind}`} isStale={answer !== undefined} />
        {documents?.length === 0 && <p class="quiet">There are none yet.</p>}
        <ul class="plain chips">
          {documents?.map((one) => (
            <li key={one.id}>
              <a href={hashOf({ view: kind, path: [one.id] })} aria-current={one.id === id ? 'true' : undefined}>
                {one.id}
              </a>
              {one.description !== undefined && <span class="quiet small">{one.description}</span>}
            </li>
          ))}
        </ul>
      </section>
      {id !== undefined && (
        <>
          {kind === 'schedules' && id !== NEW && <Week shown={shown} id={id} />}
          <Editor key={id} shown={shown} kind={kind} id={id === NEW ? undefined : id} />
          {id !== NEW && <Versions shown={shown} kind={kind} id={id} />}
        </>
      )}
    </>
  );
}
