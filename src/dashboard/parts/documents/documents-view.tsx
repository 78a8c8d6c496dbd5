import { useState } from 'preact/hooks';
import { useAnswer } from '../../data/use-answer.ts';
import { Failure } from '../../elements/failure.tsx';
import type { Shown } from '../../elements/shown.ts';
import { ONE_OF } from '../../model/document-kinds.ts';
import { hashOf, isNew, NEW } from '../../model/route.ts';
import { Editor, type Restored } from './editor.tsx';
import { PolicyWeeks } from './policy-weeks.tsx';
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

/** The schedules or the policies: a list, and the document that the address names with its week, its text and its versions. */
export function DocumentsView({ shown, kind, id }: DocumentsViewProps) {
  const { answer, error } = useAnswer<Readonly<Record<string, readonly AnyDocument[]>>>(shown.ask, {
    question: kind,
    version: shown.changes,
  });
  const documents = answer?.[kind];
  return (
    <>
      <section class="card" aria-labelledby="documents">
        <div class="heading">
          <h2 id="documents">{kind === 'schedules' ? 'Schedules' : 'Policies'}</h2>
          <a href={hashOf({ view: kind, query: NEW })}>New {ONE_OF[kind]}</a>
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
      {isNew(shown.routing.route) ? (
        <OneDocument shown={shown} kind={kind} id={undefined} />
      ) : (
        id !== undefined && <OneDocument key={id} shown={shown} kind={kind} id={id} />
      )}
    </>
  );
}

interface OneDocumentProps extends DocumentsViewProps {
  /** `undefined` for a new one. */
  readonly id: string | undefined;
}

/** A document: the week of a schedule, saved or as typed; the editor; and the versions, which can be restored into the editor. */
function OneDocument({ shown, kind, id }: OneDocumentProps) {
  const [draft, setDraft] = useState<string | undefined>(undefined);
  const [restored, restore] = useState<Restored | undefined>(undefined);
  return (
    <>
      {kind === 'schedules' && <Week shown={shown} id={id} draft={draft} />}
      {kind === 'policies' && id !== undefined && <PolicyWeeks shown={shown} id={id} draft={draft} />}
      <Editor shown={shown} kind={kind} id={id} restored={restored} onDraft={setDraft} />
      {id !== undefined && (
        <Versions
          shown={shown}
          kind={kind}
          id={id}
          onRestore={(text, at) => restore({ text, at, times: (restored?.times ?? 0) + 1 })}
        />
      )}
    </>
  );
}
