import { parseArgs } from 'node:util';
import type { Command } from '../command.ts';
import { Misuse } from '../misuse.ts';

const USAGE = 'explain ACCOUNT/POOL --app http://127.0.0.1:7071 --key KEY [--node NODE] [--at INSTANT] [--json]';

/** The parts of an explanation that are shown. */
interface Explanation {
  readonly at: string;
  readonly policy: { readonly id: string; readonly mode: string; readonly because: string } | null;
  readonly leftAlone: string | null;
  readonly notes: readonly string[];
  readonly rules: readonly {
    readonly rule: string;
    readonly says: string;
    readonly won: boolean;
    readonly why: string;
  }[];
  readonly claims: readonly { readonly claim: string; readonly counts: boolean; readonly why: string }[];
  readonly nextChange: string | null;
  readonly decisions: readonly {
    readonly node: string;
    readonly action: string;
    readonly rule: string;
    readonly reason: string;
  }[];
}

/** `explain ACCOUNT/POOL`: asks a running app why, for a pool or a node, now or at another instant. Exit code 1 if it says no. */
export const explain: Command = async (parameters, write) => {
  const { values, positionals } = parseArgs({
    args: [...parameters],
    options: {
      app: { type: 'string', default: process.env['LAMPLIGHTER_APP'] ?? 'http://127.0.0.1:7071' },
      key: { type: 'string', default: process.env['LAMPLIGHTER_KEY'] ?? '' },
      node: { type: 'string' },
      at: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
    allowPositionals: true,
  });
  const [account, pool, ...rest] = positionals.flatMap((name) => name.split('/'));
  if (account === undefined || pool === undefined || rest.length > 0) throw new Misuse(`explain: ${USAGE}`);
  const { status, text } = await ask(values, `api/accounts/${account}/pools/${pool}/explain`);
  if (status !== 200) {
    process.stderr.write(`${status} ${text}\n`);
    return 1;
  }
  write(values.json ? `${text}\n` : shown(JSON.parse(text) as Explanation));
  return 0;
};

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

function shown({ at, policy, leftAlone, notes, rules, claims, nextChange, decisions }: Explanation): string {
  const holds = policy === null ? 'no policy' : `policy ${policy.id} (${policy.mode}), by ${policy.because}`;
  return [
    `at ${at}: ${holds}`,
    ...(leftAlone === null ? [] : [`left alone: ${leftAlone}`]),
    ...notes.map((note) => `note: ${note}`),
    ...rules.map(({ rule, says, won, why }) => `${won ? '+' : '-'} ${rule.padEnd(10)} ${says}; ${why}`),
    ...claims.map(({ claim, counts, why }) => `${counts ? '  +' : '  -'} ${claim}: ${why}`),
    ...decisions.map(({ node, action, rule, reason }) => `${node} ${action} (${rule}): ${reason}`),
    `next change: ${nextChange ?? 'none in sight'}`,
    '',
  ].join('\n');
}
