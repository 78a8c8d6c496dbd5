import { RULE } from '../../api/rules.ts';
import type { Operation } from '../serving/operation.ts';
import { operationsOn } from './documents.ts';

/** The operations on the rules of webhooks. */
export const RULES: readonly Operation[] = operationsOn(RULE);
