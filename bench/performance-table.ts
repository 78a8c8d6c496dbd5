import { figureText, foundIn, goalText, isMet } from './benchmark.ts';
import { rowName, type SavedResult, type SavedResults } from './saved-results.ts';

const BEGIN = '<!-- The table is made from bench/results.json by `npm run bench -- --save`. -->';
const END = '<!-- End of the table. -->';

/** What was found when the goals were set, by row, in the terms of the goal. */
export type FirstFigures = Readonly<Record<string, number>>;

/** The page with the table of some results in the place of the one that it has. */
export function withTable(page: string, saved: SavedResults, first: FirstFigures): string {
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error('docs/performance.md has no place for the table.');
  return `${page.slice(0, begin)}${BEGIN}\n\n${tableOf(saved, first)}\n${page.slice(end)}`;
}

function tableOf({ machine, results }: SavedResults, first: FirstFigures): string {
  const { cpu, cores, node } = machine;
  const lines = results.map((result) => `| ${cellsOf(result, first).join(' | ')} |`);
  return [
    `Measured on ${cores} cores of ${cpu}, Node ${node}.`,
    '',
    '| what | beside | before | now | goal | met | `npm run bench --` |',
    '|---|---|---|---|---|---|---|',
    ...lines,
    '',
    '| what | means |',
    '|---|---|',
    ...[...new Map(results.map(({ benchmark, means }) => [benchmark, means]))].map(
      ([benchmark, means]) => `| ${benchmark} | ${means} |`,
    ),
    '',
  ].join('\n');
}

function cellsOf(result: SavedResult, first: FirstFigures): readonly string[] {
  const { benchmark, ours, other, by } = result;
  const before = first[rowName(result)];
  return [
    `${benchmark}: ${ours.name}`,
    other.name,
    before === undefined ? '' : figureText(result, before),
    figureText(result, foundIn(result)),
    goalText(result),
    isMet(result) ? 'yes' : 'no',
    `\`${by}\``,
  ];
}
