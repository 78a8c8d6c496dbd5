import type { EdgeChange } from '../model/week-difference.ts';

const MOST_SHOWN = 20;

/** The edges that differ, one a line: removed and added ones. `label` names the list. */
export function EdgeChanges({ changes, label }: { readonly changes: readonly EdgeChange[]; readonly label: string }) {
  const more = changes.length - MOST_SHOWN;
  return (
    <>
      <ul class="plain difference" aria-label={label}>
        {changes.slice(0, MOST_SHOWN).map(({ kind, at, says }) => (
          <li key={`${kind} ${at} ${says}`} class={kind}>
            {kind === 'added' ? '+' : '−'} {says}
          </li>
        ))}
      </ul>
      {more > 0 && <p class="quiet">and {more} more</p>}
    </>
  );
}
