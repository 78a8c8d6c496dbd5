import { readFileSync } from 'node:fs';
import { InvalidArgumentError } from '@commander-js/extra-typings';
import { importAutoscaleFormula } from '../../documents/imports/autoscale-formula.ts';
import { type Imported, ImportFault } from '../../documents/imports/imported.ts';
import { importInstanceScheduler } from '../../documents/imports/instance-scheduler.ts';
import { importOffHoursTag } from '../../documents/imports/off-hours-tag.ts';
import { requireValid } from '../../documents/imports/require-valid.ts';
import { unreadable } from '../files/document-file.ts';
import { targetOf, writeDocuments } from '../files/write-documents.ts';
import { command, usage } from '../terminal/command.ts';
import { Misuse } from '../terminal/misuse.ts';
import { wholeNumber } from '../terminal/whole-number.ts';

const KINDS = ['autoscale', 'instance-scheduler', 'off-hours'] as const;

type Kind = (typeof KINDS)[number];

const importUsage = () =>
  usage(
    'import',
    'Makes a policy and a schedule from the configuration of another tool, and lists what it could not translate.',
    'autoscale formula.txt --pool render --interval 15 --out .',
  )
    .argument('<kind>', KINDS.join(', '), kindOf)
    .argument('<source>', 'a file with the formula or the configuration; for off-hours, the value of the tag')
    .requiredOption('--pool <pool>', 'the pool that the policy is for', poolOf)
    .option('--name <schedule>', 'which schedule of the AWS Instance Scheduler')
    .option('--interval <minutes>', 'autoScaleEvaluationInterval of the pool', wholeNumber(5, 10_080), 15)
    .option('--out <folder>', 'writes policy.json and schedule.json into a folder')
    .option('--force', 'overwrites files in the folder that exist')
    .option('--json', 'prints the result as JSON');

interface ImportOptions {
  readonly pool: string;
  readonly name?: string | undefined;
  readonly interval: number;
}

/**
 * `import autoscale|instance-scheduler|off-hours SOURCE --pool POOL`: converts an autoscale formula of the Batch documentation,
 * periods of the AWS Instance Scheduler, or an off-hours tag of Cloud Custodian to documents. Exit code 1 if it cannot.
 */
export const importFrom = command(importUsage, ({ operands: [kind, source], options, write }) => {
  const target = targetOf(options);
  const made = attempt(kind, source, options);
  if (typeof made === 'string') {
    process.stderr.write(`${made}\n`);
    return 1;
  }
  if (target !== undefined) writeDocuments(target, made.policy, made.schedules);
  write(options.json ? `${JSON.stringify(made)}\n` : shown(made));
  return 0;
});

function attempt(kind: Kind, source: string, options: ImportOptions): Imported | string {
  try {
    return requireValid(imported(kind, source, options));
  } catch (error) {
    if (error instanceof ImportFault) return `Nothing was imported: ${error.message}.`;
    throw error;
  }
}

function imported(kind: Kind, source: string, { pool, name, interval }: ImportOptions): Imported {
  switch (kind) {
    case 'autoscale':
      return importAutoscaleFormula(textOf(source), { pool, intervalMinutes: interval });
    case 'instance-scheduler':
      return importInstanceScheduler(jsonOf(source), { pool, name });
    case 'off-hours':
      return importOffHoursTag(source, pool);
  }
}

function shown({ policy, schedules, notCarriedOver }: Imported): string {
  const documents = [policy, ...schedules].map((document) => `${JSON.stringify(document, undefined, 2)}\n`);
  const left = notCarriedOver.map((sentence) => `- ${sentence}\n`);
  return `${documents.join('\n')}\nNot carried over, or done in another way:\n${left.join('')}`;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw unreadable(file, error);
  }
}

function jsonOf(file: string): unknown {
  try {
    return JSON.parse(textOf(file));
  } catch (error) {
    if (error instanceof Misuse) throw error;
    throw new Misuse(`${file} is not JSON: ${(error as Error).message}`);
  }
}

function kindOf(text: string): Kind {
  const kind = KINDS.find((one) => one === text);
  if (kind === undefined) throw new InvalidArgumentError(`One of ${KINDS.join(', ')} is expected.`);
  return kind;
}

function poolOf(text: string): string {
  if (/^[A-Za-z0-9_-]{1,64}$/.test(text)) return text;
  throw new InvalidArgumentError('The id of a pool is expected.');
}
