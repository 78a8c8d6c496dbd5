import { createInterface } from 'node:readline';
import { InvalidArgumentError } from '@commander-js/extra-typings';
import * as z from 'zod';
import { ProtocolPolicy } from '../../replay/protocol-policy.ts';
import { readPolicyFile, readScheduleFile, schedulesOf } from '../files/policy-file.ts';
import { command, usage } from '../terminal/command.ts';
import { Misuse } from '../terminal/misuse.ts';

const planUsage = () =>
  usage(
    'plan',
    'Makes the decisions for a pool that another program simulates, with the code of the timer.',
    '--policy render.json --protocol ticks',
  )
    .requiredOption('--policy <file>', 'the policy; it also acts in the mode observe')
    .option('--schedule <file...>', 'the schedules that the policy names')
    .option(
      '--protocol <name>',
      'ticks: reads a line of JSON for each tick from standard input, and prints one with its acts',
      protocolOf,
      'ticks',
    );

/**
 * `plan --protocol ticks --policy FILE`: reads `{"type":"init",…}`, then one `{"type":"tick",…}` a line, and writes
 * `{"start":[ids],"deallocate":[ids]}` for each, until `{"type":"end"}` or the end of the input.
 */
export const plan = command(planUsage, async ({ options, write }) => {
  const policy = await readPolicyFile(options.policy);
  const schedules = await Promise.all((options.schedule ?? []).map(readScheduleFile));
  const answerTo = answering(new ProtocolPolicy(policy, schedulesOf(policy, schedules)));
  for await (const line of createInterface({ input: process.stdin })) {
    if (line.trim() === '') continue;
    const answer = answerTo(jsonIn(line));
    if (answer === undefined) break;
    write(`${JSON.stringify(answer)}\n`);
  }
  return 0;
});

const SECONDS = z.number();
const COUNT = z.int().min(0);

/** The members of a message that are used; others are ignored. */
const MESSAGES = {
  init: z.object({
    poolSize: COUNT,
    slotsPerNode: z.int().min(1),
    tickS: SECONDS.optional(),
    startMeanS: SECONDS.optional(),
    overheadS: SECONDS.optional(),
  }),
  tick: z.object({
    time: SECONDS,
    nodes: z.array(
      z.object({
        id: z.union([z.number(), z.string()]),
        state: z.enum(['deallocated', 'starting', 'idle', 'running', 'draining', 'deallocating']),
        since: SECONDS,
        used: COUNT,
      }),
    ),
    pendingTasks: COUNT,
    runningTasks: COUNT,
    submitted: COUNT,
    completed: COUNT,
  }),
};

function jsonIn(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new Misuse(`a JSON line is expected: ${line.slice(0, 80)}`);
  }
}

/** The responses to messages, one after the other; `undefined` for the one that ends the protocol. */
function answering(decided: ProtocolPolicy): (message: unknown) => object | undefined {
  let hasBegun = false;
  return (message) => {
    const { type } = (message ?? {}) as { readonly type?: unknown };
    if (type === 'end') return undefined;
    if (type === 'init') {
      decided.init(membersOf('init', message));
      hasBegun = true;
      return {};
    }
    if (type !== 'tick')
      throw new Misuse(`a type of init, tick or end is expected: ${JSON.stringify(message).slice(0, 80)}`);
    if (!hasBegun)
      throw new Misuse('a tick came before init: send {"type":"init","poolSize":…,"slotsPerNode":…} first');
    return decided.tick(membersOf('tick', message));
  };
}

function membersOf<Type extends keyof typeof MESSAGES>(type: Type, message: unknown): z.infer<(typeof MESSAGES)[Type]> {
  const parsed = MESSAGES[type].safeParse(message);
  if (parsed.success) return parsed.data as z.infer<(typeof MESSAGES)[Type]>;
  const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new Misuse(`${type}: ${faults.join('; ')}`);
}

function protocolOf(name: string): string {
  if (name === 'ticks') return name;
  throw new InvalidArgumentError('Only "ticks" is spoken.');
}
