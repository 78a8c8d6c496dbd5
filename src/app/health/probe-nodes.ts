import pLimit from 'p-limit';
import { describeError } from '../../core/text/describe-error.ts';
import type { HasAuditReader, HasAuditWriter } from '../../ports/audit.ts';
import { BatchThrottled } from '../../ports/errors.ts';
import type { HasExtensions } from '../../ports/extensions.ts';
import type { HasHealthRecords } from '../../ports/health-records.ts';
import { type NodeProbe, probeNode } from './probe-node.ts';

/** The most nodes that are asked at the same time. */
const AT_ONCE = 8;

/** The result of asking some nodes. */
export interface ProbesMade {
  readonly answered: number;
  /** Failures, one sentence each. */
  readonly problems: readonly string[];
  /** Why the other nodes were not asked, if they were not. */
  readonly givenUp: readonly string[];
}

/** Asks some nodes in order, until Batch throttles; the rest are then not asked. */
export async function probeNodes(
  ports: HasAuditReader & HasAuditWriter & HasExtensions & HasHealthRecords,
  probes: readonly NodeProbe[],
): Promise<ProbesMade> {
  let throttled: BatchThrottled | undefined;
  const problems: string[] = [];
  const answered = await pLimit(AT_ONCE).map(probes, async (probe): Promise<number> => {
    if (throttled !== undefined) return 0;
    try {
      const outcome = await probeNode(ports, probe);
      if (outcome.kind === 'failed') problems.push(outcome.fault);
      return Number(outcome.kind === 'answered');
    } catch (error) {
      if (!(error instanceof BatchThrottled)) throw error;
      throttled ??= error;
      return 0;
    }
  });
  return {
    answered: answered.reduce((sum, one) => sum + one, 0),
    problems,
    givenUp: throttled === undefined ? [] : [`probing was given up: ${describeError(throttled)}`],
  };
}
