import { useEffect, useRef, useState } from 'preact/hooks';
import type { AuditPage } from '../../../api/audit.ts';
import type { AuditRecord } from '../../../api/audit-record.ts';
import { ApiError } from '../../data/api.ts';
import { useAnswer } from '../../data/use-answer.ts';
import { Dialog } from '../../elements/dialog.tsx';
import { Failure } from '../../elements/failure.tsx';
import { NodeId } from '../../elements/node-id.tsx';
import type { Shown } from '../../elements/shown.ts';
import { useRoving } from '../../elements/use-roving.ts';
import { type SeenRecords, seenIn, withNewest, withOlder } from '../../model/audit-pages.ts';
import { type AuditStory, canUndo, storiesOf } from '../../model/evaluations.ts';
import { type AuditLogFilter, auditQuery, describeAct, describeActor, isTrouble } from '../../model/story.ts';
import { formatMoment, withTimesIn } from '../../model/times.ts';
import { Confirm } from '../acts/confirm.tsx';

interface AuditListProps {
  readonly shown: Shown;
  readonly filter: AuditLogFilter;
  /** Restores the document as it was after a record. */
  readonly onRestore?: (record: AuditRecord) => void;
}

/** The audit records that match a filter: one line for records that belong together, which expands to them; scrolls without end. */
export function AuditList({ shown, filter, onRestore }: AuditListProps) {
  const question = auditQuery(filter);
  const { answer, error } = useAnswer<AuditPage>(shown.ask, { question, version: shown.changes });
  const { seen, more, isLoading, failed } = useOlder(shown, question, answer);
  const [undoing, setUndoing] = useState<AuditRecord | undefined>(undefined);
  const roving = useRoving<HTMLUListElement>('.story button');
  const stories = storiesOf(seen?.records ?? []);
  return (
    <>
      <Failure error={error} what="The audit log" isStale={answer !== undefined} />
      {answer === undefined && error === undefined && <p class="quiet">Loading the audit log …</p>}
      {seen?.records.length === 0 && more === undefined && seen.archived.length === 0 && (
        <p class="quiet">Nothing is recorded yet.</p>
      )}
      <ul class="plain stories" {...roving}>
        {stories.map((story) => (
          <Story
            key={`${story.correlation} ${story.about}`}
            story={story}
            shown={shown}
            onUndo={setUndoing}
            onRestore={onRestore}
          />
        ))}
      </ul>
      {more !== undefined && <More isLoading={isLoading} failed={failed} onMore={more} />}
      {seen !== undefined && seen.archived.length > 0 && (
        <p class="quiet">In the archive, and not shown: the records of {seen.archived.join(', ')}.</p>
      )}
      {undoing !== undefined && <UndoDialog shown={shown} record={undoing} onClose={() => setUndoing(undefined)} />}
    </>
  );
}

interface Older {
  readonly seen: SeenRecords | undefined;
  /** `undefined` if there are no more. */
  readonly more: (() => void) | undefined;
  readonly isLoading: boolean;
  /** Why the last page could not be loaded. */
  readonly failed: ApiError | undefined;
}

/** The newest page, and those after it that the user has loaded. */
function useOlder({ ask }: Shown, question: string, first: AuditPage | undefined): Older {
  const [loaded, setLoaded] = useState<{ readonly of: string; readonly seen: SeenRecords } | undefined>(undefined);
  const [isLoading, setLoading] = useState(false);
  const [failed, setFailed] = useState<ApiError | undefined>(undefined);
  const known = loaded?.of === question ? loaded.seen : undefined;
  const seen = first === undefined ? known : known === undefined ? seenIn(first) : withNewest(known, first);
  useEffect(() => {
    if (known !== undefined && seen !== undefined) setLoaded({ of: question, seen });
  }, [first]);
  const cursor = seen?.cursor;
  const load = async () => {
    if (cursor === undefined || isLoading) return;
    setLoading(true);
    setFailed(undefined);
    try {
      const page = await ask<AuditPage>(`${question}&${new URLSearchParams({ cursor })}`);
      setLoaded((last) => {
        const before = last?.of === question ? last.seen : seen;
        return before?.cursor === cursor ? { of: question, seen: withOlder(before, page) } : last;
      });
    } catch (error) {
      setFailed(error instanceof ApiError ? error : new ApiError(0, 'The page cannot parse the response.'));
    }
    setLoading(false);
  };
  return { seen, more: cursor === undefined ? undefined : () => void load(), isLoading, failed };
}

interface MoreProps {
  readonly isLoading: boolean;
  readonly failed: ApiError | undefined;
  readonly onMore: () => void;
}

/** Loads the next page when it is scrolled into view, unless that has failed; also a button, for those who do not scroll. */
function More({ isLoading, failed, onMore }: MoreProps) {
  const button = useRef<HTMLButtonElement>(null);
  // An observer may still report while its effect ends: what holds now counts.
  const whenSeen = useRef<(() => void) | undefined>(undefined);
  whenSeen.current = failed === undefined ? onMore : undefined;
  useEffect(() => {
    if (button.current === null || failed !== undefined) return undefined;
    const seen = new IntersectionObserver(([entry]) => entry?.isIntersecting === true && whenSeen.current?.());
    seen.observe(button.current);
    return () => seen.disconnect();
  }, [isLoading, failed]);
  return (
    <>
      <p class="error" aria-live="polite">
        {failed === undefined ? '' : `Older records cannot be loaded: ${failed.message}`}
      </p>
      <button ref={button} type="button" disabled={isLoading} onClick={onMore}>
        {isLoading ? 'Loading …' : 'Older records'}
      </button>
    </>
  );
}

interface StoryProps {
  readonly story: AuditStory;
  readonly shown: Shown;
  readonly onUndo: (record: AuditRecord) => void;
  readonly onRestore: AuditListProps['onRestore'];
}

function Story({ story, shown: { zone }, onUndo, onRestore }: StoryProps) {
  const [isOpen, open] = useState(false);
  const undoable = story.records.find(canUndo);
  const version = onRestore && story.records.find(({ after }) => after !== undefined);
  return (
    <li>
      <div class="story">
        <button type="button" class="link" aria-expanded={isOpen} onClick={() => open(!isOpen)}>
          {formatMoment(story.at, zone)}
        </button>
        <span class={story.isTrouble ? 'trouble-text says' : 'says'}>
          {withTimesIn(story.says, zone)}
          <span class="quiet small">
            {story.about} · {story.actor}
          </span>
        </span>
        <span class="tools">
          {version !== undefined && (
            <button
              type="button"
              onClick={() => onRestore?.(version)}
              aria-label={`Roll back to the version of ${formatMoment(version.at, zone)}`}
            >
              Roll back
            </button>
          )}
          {undoable !== undefined && (
            <button type="button" onClick={() => onUndo(undoable)} aria-label={`Undo ${story.says}`}>
              Undo
            </button>
          )}
        </span>
      </div>
      {isOpen && (
        <ul class="plain records">
          {story.records.toReversed().map((record) => (
            <Record key={record.id} record={record} zone={zone} />
          ))}
        </ul>
      )}
    </li>
  );
}

function Record({ record, zone }: { readonly record: AuditRecord; readonly zone: string }) {
  const { before, after, policy } = record;
  return (
    <li class={isTrouble(record) ? 'trouble-text' : ''}>
      {formatMoment(record.at, zone)} <strong>{describeAct(record)}</strong>{' '}
      {record.node !== undefined && <NodeId id={record.node} />} {withTimesIn(record.reason, zone)}
      {policy !== undefined && <span class="quiet"> (policy {nameOf(policy)})</span>}
      {(before !== undefined || after !== undefined) && (
        <details>
          <summary>Before and after</summary>
          <pre>{JSON.stringify({ before, after }, undefined, 2)}</pre>
        </details>
      )}
    </li>
  );
}

/** The id of a document without its version. */
function nameOf(policy: string): string {
  return policy.split('@')[0] ?? policy;
}

interface UndoDialogProps {
  readonly shown: Shown;
  readonly record: AuditRecord;
  readonly onClose: () => void;
}

/** Shows the effect of undoing a record now, and undoes it. */
export function UndoDialog({ shown, record, onClose }: UndoDialogProps) {
  const [isDone, setDone] = useState(false);
  return (
    <Dialog title={`Undo: ${describeAct(record)}`} onClose={onClose}>
      <p>
        {formatMoment(record.at, shown.zone)}, {describeActor(record.actor)}: {withTimesIn(record.reason, shown.zone)}
      </p>
      {isDone ? (
        <p role="status">It was undone. The audit log has a record of it.</p>
      ) : (
        <Confirm
          shown={shown}
          zone={shown.zone}
          request={{ method: 'POST', path: 'undo', body: { record: record.id } }}
          confirm="Undo"
          onDone={() => setDone(true)}
        />
      )}
    </Dialog>
  );
}
