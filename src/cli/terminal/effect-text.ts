import type { EffectAnswer } from '../../api/effects.ts';

/** The most acts, and the most nodes that stay as they are, that are listed; further ones are only counted. */
const MOST_NAMED = 10;

/** The effect of a dry run as text. */
export function effectText({ says, acts, actsInAll, left, leftInAll, warnings }: EffectAnswer): string {
  const lines = [
    `Nothing was done. ${says}`,
    ...acts.slice(0, MOST_NAMED).map(({ node, action, reason }) => `  ${action} ${node}: ${reason}`),
    ...(actsInAll > MOST_NAMED ? [`  and ${actsInAll - MOST_NAMED} more`] : []),
    ...left.slice(0, MOST_NAMED).map(({ node, reason }) => `  ${node} stays as it is: ${reason}`),
    ...(leftInAll > MOST_NAMED ? [`  and ${leftInAll - MOST_NAMED} more stay as they are`] : []),
    ...warnings.map(({ path, message }) => `  warning: ${path}: ${message}`),
  ];
  return `${lines.join('\n')}\n`;
}
