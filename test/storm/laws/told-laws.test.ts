import { expect, it } from 'vitest';
import type { AuditRecord } from '../../../src/core/audit/record.ts';
import { anEntry } from '../../support/audit-entries.ts';
import { NOON } from '../../support/builders.ts';
import { untoldStarts } from './told-laws.ts';

const START = { pool: 'render', node: 'node-1', at: NOON };
const told = (number: number, minutes: number, node = 'node-1'): AuditRecord => ({
  ...anEntry({ action: 'node.start-failed', phase: 'event', at: NOON.add({ minutes }) }),
  ...{ subject: { account: 'demo', pool: 'render', node }, chain: 'render', number, previous: '', hash: '' },
});
const untold = (records: readonly AuditRecord[], ...heard: readonly string[]) =>
  untoldStarts(records, new Set(heard), [START]).map((start) => start.told);

it('finds a failed start that nobody has heard of, though the audit log has it', () => {
  expect(untold([told(1, 1)], 'render/1')).toEqual([]);
  expect(untold([told(1, 1)])).toEqual([['render/1']]);
});

it('finds a failed start that nothing tells of after it, and nothing of its node', () => {
  expect(untold([told(1, -1), told(2, 1, 'node-2')], 'render/1', 'render/2')).toEqual([[]]);
});

it('is content with one of several records: whoever crashes before it has told tells again', () => {
  expect(untold([told(1, 1), told(2, 2)], 'render/2')).toEqual([]);
});
