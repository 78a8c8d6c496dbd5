import { describe, expect, it } from 'vitest';
import type { FoundExtension } from '../../../src/core/health/probe.ts';
import { transitionsTo } from '../../../src/core/health/transitions.ts';
import { anExtension, NOON } from '../../support/builders.ts';

/** The transitions along a row of answers, each as `kind from to`. */
function told(answers: readonly Partial<FoundExtension>[]): readonly string[] {
  let memory: Parameters<typeof transitionsTo>[1] = { probe: undefined, failing: [] };
  return answers.flatMap((answer) => {
    const found = [anExtension(answer)];
    const { transitions, failing } = transitionsTo(found, memory);
    memory = { probe: { at: NOON, extensions: found }, failing };
    return transitions.map((one) => ('to' in one ? `${one.from} ${one.to}` : one.kind));
  });
}

const states = (...row: FoundExtension['state'][]) => row.map((state) => ({ state }));
const health = (...row: FoundExtension['applicationHealth'][]) =>
  row.map((applicationHealth) => ({ applicationHealth }));

describe('what has changed at a node', () => {
  it.each([
    // an extension fails once and recovers once, also when it is installed anew in between
    [states('succeeded', 'succeeded'), []],
    [states('failed', 'failed', 'failed'), ['extension.failed']],
    [states('succeeded', 'failed', 'succeeded', 'succeeded'), ['extension.failed', 'extension.recovered']],
    [states('failed', 'transitioning', 'unknown', 'succeeded'), ['extension.failed', 'extension.recovered']],
    [states('failed', 'transitioning', 'failed'), ['extension.failed']],
    [states('transitioning', 'succeeded'), []],
    // an application, each step once; that it comes up well is no news
    [health('Healthy', 'Healthy'), []],
    [health('Initializing', 'Healthy', 'Unhealthy'), ['Initializing Healthy', 'Healthy Unhealthy']],
    [health('Unhealthy', 'Unhealthy', 'Healthy'), ['undefined Unhealthy', 'Unhealthy Healthy']],
    [health('Unknown'), ['undefined Unknown']],
    [health(undefined, undefined), []],
  ])('case %#: %j', (answers, expected) => {
    expect(told(answers)).toEqual(expected);
  });
});
