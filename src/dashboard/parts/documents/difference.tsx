import { structuredPatch } from 'diff';

/** The lines of a document that differ from the saved ones. */
export function Difference({ before, after }: { readonly before: string; readonly after: string }) {
  const { hunks } = structuredPatch('', '', before, after, '', '', { context: 2 });
  return (
    <details open>
      <summary>The difference from the saved version</summary>
      <pre class="difference">
        {hunks.map(({ lines, oldStart, newStart }) =>
          lines.filter(isOfText).map((line, index) => (
            <span key={`${oldStart} ${newStart} ${index}`} class={CLASSES[line[0] ?? '']}>
              {`${line}\n`}
            </span>
          )),
        )}
      </pre>
    </details>
  );
}

/** `\ No newline at end of file` is a line of the format. */
function isOfText(line: string): boolean {
  return !line.startsWith('\\');
}

const CLASSES: Readonly<Record<string, string>> = { '+': 'added', '-': 'removed' };
