import { describe, expect, it } from 'vitest';
import type { StartFailureStep } from '../../../src/core/policy/policy.ts';
import { ladderFindings } from '../../../src/documents/policies/ladder-findings.ts';
import { aPolicy, minutes } from '../../support/builders.ts';

function findings(...ladder: readonly StartFailureStep[]): readonly string[] {
  return ladderFindings(aPolicy({ startFailure: { backOff: minutes(5), ladder } })).map(
    ({ severity, path }) => `${severity} ${path}`,
  );
}

describe('ladderFindings', () => {
  it.each<[string, readonly StartFailureStep[], readonly string[]]>([
    ['the whole ladder', ['other-node', 'reboot', 'reimage', 'tell'], []],
    ['a reimage before a reboot', ['reimage', 'reboot', 'tell'], []],
    ['no step', [], []],
    ['a second sibling', ['sibling:a', 'sibling:b'], ['warning $.startFailure.ladder[1]']],
    ['a step twice', ['reboot', 'reboot'], ['warning $.startFailure.ladder[1]']],
    ['other nodes after a repair', ['reboot', 'other-node'], ['warning $.startFailure.ladder[1]']],
    [
      'steps after the end',
      ['tell', 'reboot', 'tell'],
      ['warning $.startFailure.ladder[1]', 'warning $.startFailure.ladder[2]'],
    ],
  ])('says what has no effect in %s', (_, ladder, expected) => {
    expect(findings(...ladder)).toEqual(expected);
  });
});
