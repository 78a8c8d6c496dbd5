import { createInterface } from 'node:readline';
import { InvalidArgumentError } from '@commander-js/extra-typings';
import { type ProtocolConfig, ProtocolPolicy, type ProtocolTick } from '../../replay/protocol-policy.ts';
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
  const decided = new ProtocolPolicy(policy, schedulesOf(policy, schedules));
  for await (const line of createInterface({ input: process.stdin })) {
    if (line.trim() === '') continue;
    const answer = answerTo(decided, messageIn(line));
    if (answer === undefined) break;
    write(`${JSON.stringify(answer)}\n`);
  }
  return 0;
});

type Message =
  | ({ readonly type: 'init' } & ProtocolConfig)
  | ({ readonly type: 'tick' } & ProtocolTick)
  | { readonly type: 'end' };

function messageIn(line: string): Message {
  try {
    return JSON.parse(line) as Message;
  } catch {
    throw new Misuse(`a JSON line is expected: ${line.slice(0, 80)}`);
  }
}

/** The response to a message; `undefined` if it ends the protocol. */
function answerTo(decided: ProtocolPolicy, message: Message): object | undefined {
  switch (message.type) {
    case 'init':
      decided.init(message);
      return {};
    case 'tick':
      return decided.tick(message);
    case 'end':
      return undefined;
    default:
      throw new Misuse(`a type of init, tick or end is expected: ${JSON.stringify(message).slice(0, 80)}`);
  }
}

function protocolOf(name: string): string {
  if (name === 'ticks') return name;
  throw new InvalidArgumentError('Only "ticks" is spoken.');
}
