import { structuredPatch } from 'diff';

/** The lines of a document that differ from those that are there. */
export function Difference({ before, after }: { readonly before: string; readonly after: string }) {
  const { hunks } = structuredPatch('', '', before, after, '', '', { context: 2 });
  return (
    <details open>
      <summary>The difference to what is there</summary>
      <pre class="difference">
        {hunks.map(({ lines, oldStart, newStart }) =>
          lines.map((line, index) => (
            <span key={`${oldStart} ${newStart} ${index}`} class={CLASSES[line[0] ?? '']}>
              {`${line}\n`}
            </span>
          )),
        )}
      </pre>
    </details>
  );
}

const CLASSES: Readonly<Record<string, string>> = { '+': 'added', '-': 'removed' };
