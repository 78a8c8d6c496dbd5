import { describe, expect, it } from 'vitest';
import { schema } from '../../../src/cli/commands/schema.ts';
import { run } from './support/command-line.ts';

describe('schema', () => {
  it.each(['schedule', 'policy', 'override', 'subscription'])('prints that of a %s', async (kind) => {
    const { code, output } = await run(schema, kind);
    expect([code, JSON.parse(output).$id]).toEqual([0, `urn:lamplighter:${kind}`]);
  });

  it.each([
    [[], "missing required argument 'kind'"],
    [['pool'], 'Allowed choices are schedule, policy, override, subscription, rule'],
    [['policy', 'schedule'], 'too many arguments'],
  ])('refuses %j', async (parameters, problem) => {
    await expect(run(schema, ...parameters)).rejects.toThrow(problem);
  });
});
