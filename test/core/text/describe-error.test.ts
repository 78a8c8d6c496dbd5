import { describe, expect, it } from 'vitest';
import { describeError, traceOf } from '../../../src/core/text/describe-error.ts';

describe('what an error says', () => {
  it.each([
    ['a text', 'no', 'no'],
    ['nothing', undefined, 'undefined'],
    ['an error', new Error('no'), 'no'],
    ['with its causes', new Error('no', { cause: new Error('off', { cause: 'gone' }) }), 'no (off (gone))'],
    ['in one line', new Error('a\r\nb\tc\u2028d\u0000e\u001b[31mf'), 'a b c d e [31mf'],
    ['not all of it if it is long', new Error('no', { cause: new Error('x'.repeat(5000)) }), `no (${'x'.repeat(3996)}`],
  ])('is %s', (_, error, text) => {
    expect(describeError(error)).toBe(text);
  });

  it.each([
    ['AccountName=a;AccountKey=c2VjcmV0==;EndpointSuffix=x', 'AccountName=a;AccountKey=…;EndpointSuffix=x'],
    ['GET https://a.example/t?sv=1&sig=c2VjcmV0%3D&se=2', 'GET https://a.example/t?sv=1&sig=…&se=2'],
    ['GET /api/health?code=c2VjcmV0', 'GET /api/health?code=…'],
    ['Authorization: SharedKey demo:c2VjcmV0c2VjcmV0', 'Authorization: SharedKey …'],
    ['Authorization: Bearer eyJ0eXAiOiJKV1QiLCJhbGci', 'Authorization: Bearer …'],
    ['whsec_c2VjcmV0 does not fit', 'whsec_… does not fit'],
    // words that only look like it
    ['SharedKey is not allowed here', 'SharedKey is not allowed here'],
    ['the status code is 403', 'the status code is 403'],
  ])('leaves out what looks like a secret: %s', (said, text) => {
    expect(describeError(new Error('No.', { cause: new Error(said) }))).toBe(`No. (${text})`);
  });
});

describe('where an error comes from', () => {
  it('is places, also of what caused it', () => {
    const lines = traceOf(new Error('no', { cause: new TypeError('off') })).split('\n');
    expect(lines.filter((line) => line !== 'caused by').every((line) => /^ +at /.test(line))).toBe(true);
    expect(lines).toContain('caused by');
  });

  it('is nothing for what is no error', () => {
    expect(traceOf('text')).toBe('');
  });
});
