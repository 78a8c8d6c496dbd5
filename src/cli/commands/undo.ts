import { command, usage } from '../terminal/command.ts';
import { withApp } from '../terminal/running-app.ts';
import { showAnswer } from '../terminal/show-answer.ts';
import { tryOut } from '../terminal/try-out.ts';

const undoUsage = () =>
  withApp(usage('undo', 'Undoes a change or an act, given its record in the audit log.', 'RECORD --dry-run'))
    .argument('<record>', "the id of the record, as 'watch --ids' shows it")
    .option('--dry-run', 'only shows the effect, and changes nothing')
    .option('--json', 'prints the response of the app as JSON');

/** `undo RECORD`: reverses what an audit record describes. Exit code 1 if the app refuses, for example after a later change. */
export const undo = command(undoUsage, ({ operands: [record], options, write }) => {
  const request = { method: 'POST', path: 'undo', body: { record } } as const;
  if (options.dryRun) return tryOut(options, request, write);
  const show = ({ says }: { readonly says: string }) => `Undone: ${says}\n`;
  return showAnswer(options, request, { write, show });
});
