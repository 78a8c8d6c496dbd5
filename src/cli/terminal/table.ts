/** Columns of numbers are aligned right. */
export type Alignment = 'left' | 'right';

/**
 * Rows as lines with aligned columns, the last without spaces at its end. Where standard output is a terminal, lines are cut to
 * its width and end in `…`.
 */
export function table(
  rows: readonly (readonly string[])[],
  alignments: readonly Alignment[],
  width = terminalWidth(),
): readonly string[] {
  const widths = alignments.map((_, column) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)));
  const placed = (cell: string, column: number) =>
    alignments[column] === 'right' ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0);
  return rows.map((row) => cut(row.map(placed).join('  ').trimEnd(), width));
}

/** A terminal of unknown width reports 0. */
function terminalWidth(): number {
  const { isTTY, columns } = process.stdout;
  return isTTY && columns > 0 ? columns : Number.POSITIVE_INFINITY;
}

function cut(line: string, width: number): string {
  return line.length <= width ? line : `${line.slice(0, Math.max(0, width - 1))}…`;
}
