import { HttpRequest } from '@azure/functions';
import { describe, expect, it } from 'vitest';
import { defuse } from '../../src/app/audit/audit-csv.ts';
import { checkPoolText } from '../../src/app/pool-check/check-pool-text.ts';
import { readRule } from '../../src/documents/calendars/recurrence-rule.ts';
import { answerUnknownRoute } from '../../src/http/unknown-route.ts';
import { toItsEnd } from './support/to-its-end.ts';

const LENGTH = 1_000_000;

function long(part: string): string {
  return part.repeat(LENGTH / part.length);
}

const rulesOf = (text: string) => checkPoolText(text, { apiVersion: '2024-07-01' }).findings.map(({ rule }) => rule);

describe('a megabyte', () => {
  it.each([
    ['a string without an end', `{"a":"${long('\\"')}`, 'json'],
    ['a name without a value', `{"${long('\\"')}" 1}`, 'json'],
    ['a comment without an end', long('/*'), 'json'],
    ['backslashes', `"${long('\\')}\\`, 'json'],
    ['a name that is given twice', `{"${long('\\"')}":1,"${long('\\"')}":2}`, 'json-member-twice'],
  ])('of %s in the body of a pool is read once', (_, text, rule) => {
    toItsEnd(() => expect(rulesOf(text)[0]).toMatch(new RegExp(`^${rule}`)));
  });

  it.each([
    ['blanks in a number', `FREQ=DAILY;COUNT=1${long(' ')}x`, 'COUNT=1 '],
    ['blanks in a name', `FREQ${long(' ')}x`, '"FREQ '],
    ['letters', long('A'), '"AAA'],
  ])('of %s in the rule of an event is read once', (_, rule, fault) => {
    toItsEnd(() => expect(() => readRule(rule)).toThrow(fault));
  });

  it('of slashes in an address is read once', () => {
    const request = new HttpRequest({ method: 'GET', url: `http://127.0.0.1/api/a${long('/')}b` });
    toItsEnd(() => expect(answerUnknownRoute(request, [], 'invocation').status).toBe(404));
  });

  it('of tabs in a cell is read once', () => {
    toItsEnd(() => expect(defuse(`a;${long('\t')}b`)).toHaveLength(LENGTH + 3));
  });
});
