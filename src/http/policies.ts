import { POLICY } from '../api/policies.ts';
import { operationsOn } from './documents.ts';
import type { Operation } from './operation.ts';

/** The operations on policies. */
export const POLICIES: readonly Operation[] = operationsOn(POLICY);
