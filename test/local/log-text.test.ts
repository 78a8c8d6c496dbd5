import { describe, expect, it } from 'vitest';
import { logText } from '../../src/local/log-text.ts';
import { lineText } from '../../src/ports/log.ts';

describe('a line of the log on a terminal', () => {
  it('says what happened to what, and why', () => {
    const line = {
      event: 'audit',
      at: '2026-03-02T08:00:00Z',
      action: 'start',
      account: 'demo',
      pool: 'render',
    } as const;
    expect(logText(lineText({ ...line, node: 'n1', outcome: 'accepted', message: 'a window opens' }))).toBe(
      '2026-03-02T08:00:00Z start demo/render/n1: accepted; a window opens',
    );
    expect(logText(lineText({ ...line, phase: 'intent', message: 'a window opens' }))).toBe(
      '2026-03-02T08:00:00Z start demo/render: intended; a window opens',
    );
    expect(logText(lineText({ event: 'problem', message: 'something is wrong' }))).toBe('something is wrong');
    expect(logText('The demand could not be fed')).toBe('The demand could not be fed');
  });

  it('is left out where it comes every minute', () => {
    expect(logText(lineText({ event: 'tick', message: '3 pools, 0 to evaluate' }))).toBeUndefined();
  });

  it('is left out where the audit record says the same', () => {
    expect(logText(lineText({ event: 'request', action: 'start', message: '1 accepted' }))).toBeUndefined();
  });
});
