import type { PoolMemory } from '../memory/memory.ts';
import type { RuleMemory } from './input/deciding-rule.ts';
import { RULES } from './rules.ts';

const REMEMBERING = RULES.flatMap(({ remembers }) => remembers ?? []);

/** Combines the memory of all rules: each returns the members that it owns. */
export function rememberAll(part: (memory: RuleMemory) => Partial<PoolMemory> | undefined): Partial<PoolMemory> {
  const kept: Partial<PoolMemory> = {};
  for (const remembers of REMEMBERING) Object.assign(kept, part(remembers));
  return kept;
}
