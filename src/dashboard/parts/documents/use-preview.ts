import { useMemo } from 'preact/hooks';
import type { Preview } from '../../../api/preview.ts';
import type { Ask } from '../../data/api.ts';
import { type Answered, useAnswer } from '../../data/use-answer.ts';
import { useSettled } from '../../data/use-settled.ts';
import type { Shown } from '../../elements/shown.ts';

const TYPING_MS = 400;

interface PreviewQuestion {
  /** `undefined` for a schedule that is not saved yet. */
  readonly id: string | undefined;
  /** The typed text, if it differs from the saved one. */
  readonly draft: string | undefined;
  /** `undefined` sends no request. */
  readonly query: URLSearchParams | undefined;
}

/** The preview of a schedule as saved, and as typed. */
export function usePreview(
  { ask, send, changes }: Shown,
  { id, draft, query }: PreviewQuestion,
): { readonly saved: Answered<Preview>; readonly typed: Answered<Preview> } {
  const settled = useSettled(draft, TYPING_MS);
  const path = (name: string) => `schedules/${encodeURIComponent(name)}/preview?${query}`;
  const askTyped = useMemo<Ask>(
    () =>
      async <Answer>(question: string, signal?: AbortSignal) =>
        (await send({ method: 'POST', path: question, body: settled, ...(signal !== undefined && { signal }) }))
          .body as Answer,
    [send, settled],
  );
  const saved = useAnswer<Preview>(ask, {
    question: query === undefined || id === undefined ? undefined : path(id),
    version: changes,
    slow: 12,
  });
  const isAsked = query !== undefined && draft !== undefined && settled !== undefined;
  const typed = useAnswer<Preview>(askTyped, { question: isAsked ? path(id ?? 'new') : undefined, slow: 60 });
  return { saved, typed };
}
