import type { Explanation } from '../../api/explanation.ts';
import { command, usage } from '../terminal/command.ts';
import { poolPath } from '../terminal/pool-name.ts';
import { withApp } from '../terminal/running-app.ts';
import { showAnswer } from '../terminal/show-answer.ts';

const explainUsage = () =>
  withApp(usage('explain', 'Asks a running app why a pool, or a node of it, is as it is.'))
    .argument('<account/pool>', 'the pool')
    .option('--node <node>', 'only this node')
    .option('--nodes', 'a line for each node, where nodes are grouped by their reason otherwise')
    .option('--at <instant>', 'at another instant, such as 2026-03-02T08:00:00Z')
    .option('--json', "the app's answer, for machines");

/** `explain ACCOUNT/POOL`: asks a running app why, for a pool or a node, now or at another instant. Exit code 1 if it says no. */
export const explain = command(explainUsage, ({ operands: [pool], options, write }) => {
  const { node, at, nodes } = options;
  const show = (explanation: Explanation) => shown(explanation, nodes === true);
  return showAnswer(options, { path: `${poolPath(pool)}/explain`, query: { node, at } }, { write, show });
});

function shown(explanation: Explanation, eachNode: boolean): string {
  const { at, policy, leftAlone, notes, rules, requests, nextChange, decisions } = explanation;
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
    ...groupsOf(decisions, eachNode).flatMap(({ names, first: { action, rule, reason, wouldChange } }) => [
      `${names} ${action} (${rule}): ${reason}`,
      ...changeLine(wouldChange),
    ]),
    `next change: ${nextChange ?? 'none in sight'}`,
    '',
  ].join('\n');
}

function changeLine(wouldChange: string | null): readonly string[] {
  return wouldChange === null ? [] : [`    would change: ${wouldChange}`];
}

type Decision = Explanation['decisions'][number];

/** More nodes than these are counted: a pool of a thousand fits on a screen. */
const MOST_NAMED = 3;

interface DecisionGroup {
  readonly names: string;
  readonly first: Decision;
}

/** Nodes that have the same decision, but for the numbers in its reason, together. */
function groupsOf(decisions: readonly Decision[], eachNode: boolean): readonly DecisionGroup[] {
  const groups = Map.groupBy(decisions, ({ node, action, rule, reason }) =>
    eachNode ? node : `${action} ${rule} ${reason.replaceAll(/\d+/g, '#')}`,
  );
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first === undefined ? [] : [{ names: namesOf(group), first }];
  });
}

function namesOf(group: readonly Decision[]): string {
  const names = group.slice(0, MOST_NAMED).map(({ node }) => node);
  const others = group.length - names.length;
  return others === 0 ? names.join(', ') : `${group.length} nodes (${names.join(', ')}, …)`;
}
