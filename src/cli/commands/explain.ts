import type { Explanation } from '../../api/explanation.ts';
import { command, usage } from '../terminal/command.ts';
import { Misuse } from '../terminal/misuse.ts';
import { withApp } from '../terminal/running-app.ts';

const explainUsage = () =>
  withApp(usage('explain', 'Asks a running app why a pool, or a node of it, is as it is.'))
    .argument('<account/pool>', 'the pool')
    .option('--node <node>', 'only this node')
    .option('--at <instant>', 'at another instant, such as 2026-03-02T08:00:00Z')
    .option('--json', "the app's answer, for machines");

/** `explain ACCOUNT/POOL`: asks a running app why, for a pool or a node, now or at another instant. Exit code 1 if it says no. */
export const explain = command(explainUsage, async ({ operands: [name], options, write }) => {
  const [account, pool, ...rest] = name.split('/');
  if (!account || !pool || rest.length > 0) throw new Misuse(`'${name}' is not ACCOUNT/POOL`);
  const { status, text } = await ask(options, `api/accounts/${account}/pools/${pool}/explain`);
  if (status !== 200) {
    process.stderr.write(`${status} ${text}\n`);
    return 1;
  }
  write(options.json ? `${text}\n` : shown(JSON.parse(text) as Explanation));
  return 0;
});

interface Asked {
  readonly app: string;
  readonly key: string;
  readonly node?: string | undefined;
  readonly at?: string | undefined;
}

async function ask(
  { app, key, node, at }: Asked,
  path: string,
): Promise<{ readonly status: number; readonly text: string }> {
  if (!URL.canParse(path, app)) throw new Misuse(`--app ${app}: an address such as http://127.0.0.1:7071 is expected.`);
  const url = new URL(path, app);
  if (node !== undefined) url.searchParams.set('node', node);
  if (at !== undefined) url.searchParams.set('at', at);
  try {
    const response = await fetch(url, { headers: { 'x-functions-key': key } });
    return { status: response.status, text: await response.text() };
  } catch (error) {
    throw new Misuse(`${app} does not answer (${((error as Error).cause as Error | undefined)?.message ?? error}).`);
  }
}

function shown({ at, policy, leftAlone, notes, rules, requests, nextChange, decisions }: Explanation): string {
  const width = Math.max(0, ...rules.map(({ rule }) => rule.length));
  const holds = policy === null ? 'no policy' : `policy ${policy.id} (${policy.mode}), by ${policy.because}`;
  return [
    `at ${at}: ${holds}`,
    ...(leftAlone === null ? [] : [`left alone: ${leftAlone}`]),
    ...notes.map((note) => `note: ${note}`),
    ...rules.flatMap(({ rule, says, won, why, wouldChange }) => [
      `${won ? '+' : '-'} ${rule.padEnd(width)} ${says}; ${why}`,
      ...changeLine(wouldChange),
    ]),
    ...requests.map(({ request, counts, why }) => `${counts ? '  +' : '  -'} ${request}: ${why}`),
    ...decisions.flatMap(({ node, action, rule, reason, wouldChange }) => [
      `${node} ${action} (${rule}): ${reason}`,
      ...changeLine(wouldChange),
    ]),
    `next change: ${nextChange ?? 'none in sight'}`,
    '',
  ].join('\n');
}

function changeLine(wouldChange: string | null): readonly string[] {
  return wouldChange === null ? [] : [`    would change: ${wouldChange}`];
}
