import { once } from 'node:events';
import { openLineFile } from '../../src/emulator/line-file.ts';

// Appends lines to a file until it cannot grow, says so, and goes on after a line from standard input.
const file = openLineFile(process.argv[2] ?? '', { beginning: '"', read: (line) => JSON.parse(line) as string });
// A replaced file is written to in the same way.
if (process.argv[3] === 'replace') file.replace([]);
let written = 0;
const append = () => {
  written += 1;
  file.append([JSON.stringify(`${written} ${'x'.repeat(300)}`)]);
};
try {
  for (;;) append();
} catch (error) {
  process.stdout.write(`${written} ${(error as Error).message}\n`);
}
await once(process.stdin, 'data');
append();
process.stdout.write(`${written}\n`);
process.exit();
