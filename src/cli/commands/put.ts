import { Option } from '@commander-js/extra-typings';
import * as z from 'zod';
import { readJsonDocument } from '../files/document-file.ts';
import { type AppAnswer, askApp, refusalText } from '../terminal/app-client.ts';
import { command, usage } from '../terminal/command.ts';
import { Misuse } from '../terminal/misuse.ts';
import { paint } from '../terminal/paint.ts';
import { type AppOptions, withApp } from '../terminal/running-app.ts';
import { visible } from '../terminal/visible.ts';

const KINDS = ['schedules', 'policies', 'rules', 'subscriptions'] as const;

const putUsage = () =>
  withApp(
    usage(
      'put',
      'Saves documents from files in a running app. Existing documents are replaced.',
      'office-hours.json builds.json',
    ),
  )
    .argument('<file...>', 'the documents; - is standard input')
    .addOption(new Option('--kind <kind>', 'of the documents, if it cannot be seen from a file').choices([...KINDS]))
    .option('--new', 'refuses documents that exist already')
    .option('--json', 'prints the results as JSON');

/** A document to save. */
interface ToSave {
  readonly file: string;
  readonly kind: (typeof KINDS)[number];
  readonly id: string;
  readonly value: unknown;
}

/** The result of saving a file. */
interface Saved {
  readonly file: string;
  readonly document: string;
  readonly result: 'created' | 'changed' | 'unchanged' | 'refused';
  readonly warnings: readonly { readonly path: string; readonly message: string }[];
  /** Why it was refused. */
  readonly problem: string | null;
  /** The secret of a subscription, if it is new: the app never shows it again. */
  readonly secret?: string;
}

/**
 * `put FILE…`: saves the documents in the given order, so name schedules before the policies that use them. All files are read
 * before the first document is saved. A document that somebody else changes after it was read here is refused. Exit code 1 if
 * any is refused; the others are saved.
 */
export const put = command(putUsage, async ({ operands: [files], options, write }) => {
  const documents: ToSave[] = [];
  for (const file of files) documents.push(await readFor(options, file));
  const results: Saved[] = [];
  try {
    for (const document of documents) {
      const saved = await save(document, options);
      results.push(saved);
      if (!options.json) write(describe(saved));
    }
  } finally {
    if (options.json) write(`${JSON.stringify(results)}\n`);
  }
  return results.some(({ result }) => result === 'refused') ? 1 : 0;
});

interface PutOptions extends AppOptions {
  readonly kind?: (typeof KINDS)[number] | undefined;
  readonly new?: true | undefined;
}

async function readFor(options: PutOptions, file: string): Promise<ToSave> {
  const { kind: shown, value } = await readJsonDocument(file);
  const kind = options.kind ?? shown;
  if (kind === 'pools') throw new Misuse(`${file} is the body of a pool, and no document that is saved`);
  const id = idOf(value);
  if (id === undefined) throw new Misuse(`${file} has no "id"`);
  return { file, kind, id, value };
}

async function save({ file, kind, id, value }: ToSave, options: PutOptions): Promise<Saved> {
  const path = `${kind}/${encodeURIComponent(id)}`;
  const there = await askApp(options, { path });
  const condition =
    there.isSuccess && there.etag !== undefined && options.new !== true
      ? { 'if-match': there.etag }
      : { 'if-none-match': '*' };
  const answer = await askApp(options, { method: 'PUT', path, body: value, headers: condition });
  return resultOf(`${kind}/${id}`, file, { answer, there });
}

function resultOf(
  document: string,
  file: string,
  { answer, there }: { readonly answer: AppAnswer; readonly there: AppAnswer },
): Saved {
  if (!answer.isSuccess)
    return { file, document, result: 'refused', warnings: [], problem: refusalText(answer).trimEnd() };
  const result = answer.status === 201 ? 'created' : answer.etag === there.etag ? 'unchanged' : 'changed';
  return {
    file,
    document,
    result,
    warnings: warningsOf(visible(answer.body)),
    problem: null,
    ...secretIn(answer.body),
  };
}

const WARNINGS = z.object({ warnings: z.array(z.object({ path: z.string(), message: z.string() })) });

function warningsOf(body: unknown): Saved['warnings'] {
  return WARNINGS.safeParse(body).data?.warnings ?? [];
}

/** The secret in the answer; none if the app has kept the one before. */
function secretIn(body: unknown): Pick<Saved, 'secret'> {
  return z.object({ secret: z.string() }).safeParse(body).data ?? {};
}

function idOf(value: unknown): string | undefined {
  return z.object({ id: z.string().min(1) }).safeParse(value).data?.id;
}

const RESULT_COLOURS = { created: 'green', changed: 'green', unchanged: 'dim', refused: 'red' } as const;

function describe({ file, document, result, warnings, problem, secret }: Saved): string {
  const lines = warnings.map(({ path, message }) => `  ${paint('yellow', 'warning')}: ${path}: ${message}`);
  return [
    `${file}: ${document} ${paint(RESULT_COLOURS[result], result)}`,
    ...lines,
    ...(secret === undefined ? [] : [`  its secret is ${secret}: give it to the receiver, it is not shown again`]),
    ...(problem === null ? [] : [`  ${problem}`]),
    '',
  ].join('\n');
}
