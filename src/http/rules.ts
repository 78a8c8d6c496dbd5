import { RULE } from '../api/rules.ts';
import { operationsOn } from './documents.ts';
import type { Operation } from './operation.ts';

/** The operations on the rules of webhooks. */
export const RULES: readonly Operation[] = operationsOn(RULE);
