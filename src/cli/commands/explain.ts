import type { Explanation } from '../../api/explanation.ts';
import { counted } from '../../core/text/counted.ts';
import { command, usage } from '../terminal/command.ts';
import { paint } from '../terminal/paint.ts';
import { poolPath } from '../terminal/pool-name.ts';
import { withApp } from '../terminal/running-app.ts';
import { showAnswer } from '../terminal/show-answer.ts';

const explainUsage = () =>
  withApp(
    usage(
      'explain',
      'Explains why a pool, or one of its nodes, is in its present state.',
      'demo/render-linux --at 2026-03-02T08:00:00Z',
    ),
  )
    .argument('<account/pool>', 'the pool')
    .option('--node <node>', 'only this node')
    .option('--nodes', 'a line for each node, instead of groups of nodes with the same reason')
    .option('--rules', 'a line for each rule, including rules without a decision')
    .option('--at <instant>', 'at another instant, such as 2026-03-02T08:00:00Z')
    .option('--json', 'prints the response of the app as JSON');

/** Which parts of an explanation are shown in full. */
interface Detail {
  readonly nodes: boolean;
  readonly rules: boolean;
}

/**
 * `explain ACCOUNT/POOL`: shows why a running app decides as it does, for a pool or a node, now or at another instant. A pool
 * of a thousand nodes takes about twenty lines, unless each node or each rule is requested. Exit code 1 if the app refuses.
 */
export const explain = command(explainUsage, ({ operands: [pool], options, write }) => {
  const { node, at, nodes = false, rules = false } = options;
  const show = (explanation: Explanation) => shown(explanation, { nodes, rules });
  return showAnswer(options, { path: `${poolPath(pool)}/explain`, query: { node, at } }, { write, show });
});

function shown(explanation: Explanation, detail: Detail): string {
  const { at, policy, leftAlone, notes, rules, requests, nextChange, decisions } = explanation;
  const holds = policy === null ? 'no policy' : `policy ${policy.id} (${policy.mode}), by ${policy.because}`;
  return [
    `at ${at}: ${holds}`,
    ...(leftAlone === null ? [] : [paint('yellow', `left alone: ${leftAlone}`)]),
    ...notes.map((note) => `note: ${note}`),
    ...(detail.rules ? everyRule(rules) : rulesInShort(rules)),
    ...requests
      .filter(({ counts }) => counts || detail.rules)
      .map(({ request, counts, why }) => `${counts ? '  +' : '  -'} ${request}: ${why}`),
    ...decisionLines(groupsOf(decisions, detail.nodes), detail.nodes),
    `next change: ${nextChange ?? 'none in sight'}`,
    '',
  ].join('\n');
}

type Rules = Explanation['rules'];

function everyRule(rules: Rules): readonly string[] {
  const width = Math.max(0, ...rules.map(({ rule }) => rule.length));
  return rules.flatMap((rule) => [ruleLine(rule, width), ...changeLine(rule.wouldChange)]);
}

/** Leaves out what would change the result of a rule: the nodes that it decides show that. */
function rulesInShort(rules: Rules): readonly string[] {
  const [winners, others] = [rules.filter(({ won }) => won), rules.filter(({ won }) => !won)];
  const width = Math.max(0, ...winners.map(({ rule }) => rule.length));
  const names = others.map(({ rule }) => rule).join(', ');
  return [
    ...winners.map((rule) => ruleLine(rule, width)),
    ...(others.length === 0 ? [] : [paint('dim', `- nothing is decided by ${names}; --rules shows what they say`)]),
  ];
}

function ruleLine({ rule, says, won, why }: Rules[number], width: number): string {
  return `${paint(won ? 'green' : 'dim', `${won ? '+' : '-'} ${rule.padEnd(width)}`)} ${says}; ${why}`;
}

function changeLine(wouldChange: string | null): readonly string[] {
  return wouldChange === null ? [] : [`    would change: ${wouldChange}`];
}

type Decision = Explanation['decisions'][number];

/** Further nodes are only counted, so that a pool of a thousand fits on a screen. */
const MOST_NAMED = 3;
/** The most groups of nodes that are shown, the largest first. */
const MOST_GROUPS = 5;

function decisionLines(groups: readonly DecisionGroup[], eachNode: boolean): readonly string[] {
  const shown = eachNode ? groups : groups.slice(0, MOST_GROUPS);
  const others = groups.slice(shown.length).reduce((sum, { count }) => sum + count, 0);
  return [
    ...shown.flatMap(({ names, first: { action, rule, reason, wouldChange } }) => [
      `${names} ${action} (${rule}): ${reason}`,
      ...changeLine(wouldChange),
    ]),
    ...(others === 0 ? [] : [`${counted(others, 'node')} with other decisions; --nodes shows each`]),
  ];
}

interface DecisionGroup {
  readonly count: number;
  readonly names: string;
  readonly first: Decision;
}

/** Groups nodes whose decisions differ at most in the numbers of their reasons. */
function groupsOf(decisions: readonly Decision[], eachNode: boolean): readonly DecisionGroup[] {
  const groups = Map.groupBy(decisions, ({ node, action, rule, reason }) =>
    eachNode ? node : `${action} ${rule} ${reason.replaceAll(/\d+/g, '#')}`,
  );
  return [...groups.values()]
    .toSorted((a, b) => b.length - a.length)
    .flatMap((group) => {
      const [first] = group;
      return first === undefined ? [] : [{ count: group.length, names: namesOf(group), first }];
    });
}

function namesOf(group: readonly Decision[]): string {
  const names = group.slice(0, MOST_NAMED).map(({ node }) => node);
  const others = group.length - names.length;
  return others === 0 ? names.join(', ') : `${group.length} nodes (${names.join(', ')}, …)`;
}
