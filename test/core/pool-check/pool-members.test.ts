import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { PoolMember } from '../../../src/core/pool-check/pool-member.ts';
import { POOL_MEMBERS } from '../../../src/core/pool-check/pool-members.ts';

interface Specified {
  readonly $ref?: string;
  readonly oneOf?: readonly Specified[];
  readonly anyOf?: readonly Specified[];
  readonly enum?: readonly string[];
  readonly items?: Specified;
  readonly properties?: Readonly<Record<string, Specified>>;
}

const SPECIFICATION = new URL('../../../../shared/reference/spec/Microsoft.Batch.2025-06-01.json', import.meta.url);
// Published JSON schema of Microsoft.Batch 2025-06-01, kept beside the project where there is room for it.
const isThere = existsSync(SPECIFICATION);

describe('the members of a pool', () => {
  it.skipIf(!isThere)('are all that the specification has, each where it has them', () => {
    const { definitions } = JSON.parse(readFileSync(SPECIFICATION, 'utf8')) as {
      readonly definitions: Readonly<Record<string, Specified>>;
    };
    const resolved = (one: Specified): Specified => {
      const next =
        one.$ref === undefined ? (one.oneOf ?? one.anyOf)?.[0] : definitions[one.$ref.split('/').at(-1) ?? ''];
      return next === undefined ? one : resolved(next);
    };
    const missing = (specified: Specified, known: PoolMember | undefined, path: string): readonly string[] => {
      const { properties = {}, items = {}, enum: words = [] } = resolved(specified);
      switch (known?.kind) {
        case undefined:
          return [path];
        case 'anything':
          return [];
        case 'words':
          return words.filter((word) => !known.words.includes(word)).map((word) => `${path}=${word}`);
        case 'list':
          return missing(items, known.items, `${path}[]`);
        case 'object':
          return Object.keys(properties).flatMap((name) =>
            missing(properties[name] ?? {}, known.members[name], `${path}.${name}`),
          );
      }
    };
    expect(missing({ $ref: 'PoolProperties' }, POOL_MEMBERS, '$')).toEqual([]);
  });
});
