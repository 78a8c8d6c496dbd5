import { POLICY } from '../../api/policies.ts';
import type { Operation } from '../serving/operation.ts';
import { operationsOn } from './documents.ts';

/** The operations on policies. */
export const POLICIES: readonly Operation[] = operationsOn(POLICY);
