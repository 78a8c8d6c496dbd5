import { useEffect, useRef, useState } from 'preact/hooks';
import { type Answered, ApiError } from '../../data/api.ts';
import { useUnsaved } from '../../data/use-unsaved.ts';
import type { Shown } from '../../elements/shown.ts';
import { type DocumentKind, ONE_OF, TEMPLATES, viewOf } from '../../model/document-kinds.ts';
import { hashOf } from '../../model/route.ts';
import { formatMoment } from '../../model/times.ts';
import { Confirm } from '../acts/confirm.tsx';
import { DeleteDocument } from './delete-document.tsx';
import { Difference } from './difference.tsx';

/** An older version that the user restores. */
export interface Restored {
  readonly text: string;
  readonly at: string;
  /** Differs with each restore, so that the same version can be restored again. */
  readonly times: number;
}

interface EditorProps {
  readonly shown: Shown;
  readonly kind: DocumentKind;
  /** `undefined` for a new document. */
  readonly id: string | undefined;
  readonly restored: Restored | undefined;
  /** Called with the typed text if it is JSON and differs from the saved one, else with `undefined`. */
  readonly onDraft?: ((draft: string | undefined) => void) | undefined;
  /** Called with the body of the response of the API. */
  readonly onSaved?: ((body: unknown) => void) | undefined;
}

/** The saved document: its text, and the version (ETag) that a change is based on; without one, there is none, and saving makes it. */
interface Kept {
  readonly text: string;
  readonly etag: string | undefined;
}

/**
 * Edits a document as text, with the checks of the API while the user types, the effect of the change, and the difference to
 * the saved document. If somebody else has saved meanwhile, the typed text stays.
 */
export function Editor({ shown, kind, id, restored, onDraft, onSaved }: EditorProps) {
  const [kept, setKept] = useState<Kept | undefined>(undefined);
  // `undefined` as long as the text is the saved one: then it changes with that.
  const [typed, type] = useState<string | undefined>(undefined);
  const [failed, setFailed] = useState('');
  const latest = useRef(typed);
  latest.current = typed;
  const load = async (basis: 'theirs' | 'own') => {
    try {
      const found = await keptOf(shown, kind, id);
      // What somebody has typed is based on the version that they have seen, until they are told of another.
      setKept((last) => (last !== undefined && basis === 'own' && latest.current !== undefined ? last : found));
    } catch (error) {
      setFailed(error instanceof ApiError ? error.message : 'It cannot be read.');
    }
  };
  useEffect(() => void load('own'), [kind, id, shown.changes]);
  useEffect(() => {
    if (restored === undefined) return;
    type(restored.text);
    document.getElementById('text')?.focus();
  }, [restored]);
  useUnsaved(kept !== undefined && typed !== undefined && typed !== kept.text);
  if (kept === undefined) return <p class="quiet">{failed === '' ? 'Loading …' : failed}</p>;
  const text = typed ?? kept.text;
  return (
    <section class="card" aria-labelledby="editor">
      <h2 id="editor">{id === undefined ? `A new ${ONE_OF[kind]}` : `Edit ${id}`}</h2>
      {id !== undefined && kept.etag === undefined && (
        <p role="status">
          There is no {ONE_OF[kind]} {id}, or it was deleted. Roll back to one of its versions, or type one, and save
          it.
        </p>
      )}
      {restored !== undefined && text === restored.text && text !== kept.text && (
        <p role="status">
          This is the version of {formatMoment(restored.at, shown.zone)}. It is saved when you save it.
        </p>
      )}
      <Typed
        shown={shown}
        kind={kind}
        id={id}
        kept={kept}
        text={text}
        onText={(next) => type(next === kept.text ? undefined : next)}
        onDraft={onDraft}
        onSaved={onSaved}
        onKept={(saved, sent) => {
          setKept(saved);
          type((now) => (now === sent ? undefined : now));
        }}
        onReload={() => void load('theirs')}
        onDeleted={() => type(undefined)}
      />
    </section>
  );
}

async function keptOf(shown: Shown, kind: DocumentKind, id: string | undefined): Promise<Kept> {
  if (id === undefined) {
    return { text: JSON.stringify(TEMPLATES[kind], undefined, 2), etag: undefined };
  }
  try {
    const { body, etag } = await shown.send({ method: 'GET', path: `${kind}/${encodeURIComponent(id)}` });
    return { text: JSON.stringify(body, undefined, 2), etag };
  } catch (error) {
    // It may have been deleted: a version of it can be restored.
    if (error instanceof ApiError && error.status === 404) return { text: '', etag: undefined };
    throw error;
  }
}

interface TypedProps extends Omit<EditorProps, 'restored'> {
  readonly kept: Kept;
  readonly text: string;
  readonly onText: (text: string) => void;
  /** Called with the document as it is saved now, and the text that was sent for it. */
  readonly onKept: (kept: Kept, sent: string) => void;
  readonly onReload: () => void;
  readonly onDeleted: () => void;
}

function Typed({ shown, kind, id, kept, text, onText, onDraft, onSaved, ...on }: TypedProps) {
  const json = parsed(text);
  const [saved, setSaved] = useState('');
  const isChanged = id === undefined || text !== kept.text;
  const draft = isChanged && json.fault === '' ? text : undefined;
  useEffect(() => onDraft?.(draft), [draft]);
  const target = id ?? idIn(json.value);
  const done = ({ body, etag }: Answered) => {
    setSaved('Saved.');
    onSaved?.(body);
    const { id: name, secret: _, ...members } = (body ?? {}) as { id?: string; secret?: string };
    // A typed secret does not stay on the screen.
    const shownText = kind === 'subscriptions' ? JSON.stringify({ id: name, ...members }, undefined, 2) : text;
    on.onKept({ text: shownText, etag }, text);
    if (id === undefined && name !== undefined) shown.routing.go({ view: viewOf(kind), path: [name] });
  };
  return (
    <>
      <label class="editor">
        JSON
        <textarea
          id="text"
          value={text}
          rows={Math.min(40, text.split('\n').length + 2)}
          spellcheck={false}
          aria-describedby="editor-says"
          onInput={(event) => {
            setSaved('');
            onText(event.currentTarget.value);
          }}
        />
      </label>
      <Fault text={text} fault={json.fault} />
      {saved !== '' && <p role="status">{saved}</p>}
      {isChanged && json.fault === '' && target !== undefined && (
        <>
          <Difference before={kept.etag === undefined ? '' : kept.text} after={text} />
          <Confirm
            shown={shown}
            zone={shown.zone}
            request={{
              method: 'PUT',
              path: `${kind}/${encodeURIComponent(target)}`,
              body: text,
              headers: kept.etag === undefined ? { 'if-none-match': '*' } : { 'if-match': kept.etag },
            }}
            confirm="Save"
            onDone={done}
            // Somebody else may have saved: the difference is to the document saved now, and the typed text stays.
            onRefused={on.onReload}
          />
          <p class="quiet small">
            If somebody else has saved meanwhile, saving is refused and what you typed stays: the difference above is
            then to what they have saved.
          </p>
        </>
      )}
      {id !== undefined && (
        <p class="tools">
          <a href={hashOf({ view: viewOf(kind) })}>Close</a>
          {kept.etag !== undefined && (
            <DeleteDocument shown={shown} kind={kind} id={id} etag={kept.etag} onDeleted={on.onDeleted} />
          )}
        </p>
      )}
    </>
  );
}

/** Nothing is wrong with a text that was not begun. */
function Fault({ text, fault }: { readonly text: string; readonly fault: string }) {
  return (
    <p id="editor-says" class="error" aria-live="polite">
      {text === '' ? '' : fault}
    </p>
  );
}

function parsed(text: string): { readonly value: unknown; readonly fault: string } {
  try {
    return { value: JSON.parse(text), fault: '' };
  } catch (error) {
    return { value: undefined, fault: `Not JSON yet: ${error instanceof Error ? error.message : ''}` };
  }
}

function idIn(value: unknown): string | undefined {
  const { id } = (value ?? {}) as { id?: unknown };
  return typeof id === 'string' && id !== '' ? id : undefined;
}
