import type { WireStartTask } from '../../wire/node.ts';
import type { Pool } from '../world/world.ts';
import { toDataSpelling } from './plane-spelling.ts';

/** The defaults that the service adds, as recorded answers show. */
const DEFAULTS = {
  userIdentity: { autoUser: { scope: 'pool', elevationLevel: 'nonadmin' } },
  maxTaskRetryCount: 0,
  waitForSuccess: true,
} as const;

/** The start task of a pool's nodes as the data plane shows it; no member without one. */
export function startTaskMember({ settings: { startTask } }: Pool): { readonly startTask?: WireStartTask } {
  if (startTask === undefined) return {};
  return { startTask: { ...DEFAULTS, ...(toDataSpelling(startTask) as WireStartTask) } };
}
