/** Says which months are not counted, because their records are in the archive; nothing if there are none. */
export function ArchivedMonths({ months = [] }: { readonly months: readonly string[] | undefined }) {
  if (months.length === 0) return null;
  return <p class="quiet">Not counted, as the records are in the archive: {months.join(', ')}.</p>;
}
