import { describe, expect, it } from 'vitest';
import { dependencyActionOf } from '../../../../src/adapters/batch/from-wire/dependency-action.ts';
import { fromWireJob } from '../../../../src/adapters/batch/from-wire/from-wire-job.ts';
import { fromWireTask } from '../../../../src/adapters/batch/from-wire/from-wire-task.ts';
import { fromWireTaskCounts } from '../../../../src/adapters/batch/from-wire/from-wire-task-counts.ts';
import { aLoad } from '../../../support/builders.ts';

const SATISFY = { dependencyAction: 'satisfy' };
const BLOCK = { dependencyAction: 'block' };

describe('fromWireJob', () => {
  const wire = { id: 'j', state: 'active', poolInfo: { poolId: 'p' } };

  it('knows nothing of what is missing', () => {
    const unknown = { priority: undefined, maxParallelTasks: undefined, usesTaskDependencies: false };
    expect(fromWireJob(wire)).toEqual({ jobId: 'j', poolId: 'p', ...unknown });
    expect(fromWireJob({ ...wire, priority: '1', maxParallelTasks: -1, usesTaskDependencies: 1 })).toMatchObject(
      unknown,
    );
  });

  it('takes the pool that was made for a job', () => {
    const auto = { ...wire, poolInfo: { autoPoolSpecification: { autoPoolIdPrefix: 'x' } } };
    expect(fromWireJob({ ...auto, executionInfo: { startTime: 'now', poolId: 'x-1' } })?.poolId).toBe('x-1');
    expect(fromWireJob({ ...auto, executionInfo: { startTime: 'now' } })).toBeUndefined();
    expect(fromWireJob(auto)).toBeUndefined();
  });

  it.each([
    undefined,
    null,
    'job',
    {},
    { ...wire, id: '' },
    { ...wire, state: 'disabling' },
    { ...wire, poolInfo: null },
  ])('takes %j for no active job of a pool', (other) => expect(fromWireJob(other)).toBeUndefined());
});

describe('fromWireTaskCounts', () => {
  it('reads tasks and slots', () => {
    const wire = { taskCounts: { active: 5, running: 2 }, taskSlotCounts: { active: 10, running: 3 } };
    expect(fromWireTaskCounts(wire)).toEqual({ active: aLoad(5, 10), running: aLoad(2, 3) });
  });

  it('reads the counts of older versions, where a task had one slot', () => {
    expect(fromWireTaskCounts({ active: 5, running: 2, completed: 1, validationStatus: 'validated' })).toEqual({
      active: aLoad(5),
      running: aLoad(2),
      completed: 1,
    });
  });

  it.each([undefined, null, 'none', {}, { taskCounts: null }, { taskCounts: { active: -1, running: '2' } }])(
    'knows nothing from %j',
    (wire) => expect(fromWireTaskCounts(wire)).toEqual({ active: undefined, running: undefined }),
  );
});

describe('fromWireTask', () => {
  it('has one slot on one node where nothing else is said', () => {
    expect(fromWireTask({ id: 't', state: 'preparing', dependsOn: { taskIds: [] } })).toEqual({
      id: 't',
      state: 'running',
      requiredSlots: 1,
      instances: 1,
      dependsOn: undefined,
    });
  });

  it.each([
    ['failed', { result: 'failure', exitCode: 3 }, undefined, 'failed'],
    ['failed, but others go on', { result: 'failure', exitCode: 3 }, { default: SATISFY }, undefined],
    ['succeeded', { result: 'success', exitCode: 0 }, undefined, undefined],
  ])('a task that %s', (_, executionInfo, exitConditions, state) => {
    expect(fromWireTask({ id: 't', state: 'completed', executionInfo, exitConditions })?.state).toBe(state);
  });

  it.each([undefined, null, {}, { id: 't' }, { state: 'active' }])('takes %j for no open task', (wire) => {
    expect(fromWireTask(wire)).toBeUndefined();
  });
});

describe('dependencyActionOf', () => {
  it.each([
    ['nothing said', { exitCode: 1 }, undefined, 'block'],
    ['the default', { exitCode: 1 }, { default: SATISFY }, 'satisfy'],
    ['its code', { exitCode: 1 }, { exitCodes: [{ code: 1, exitOptions: SATISFY }], default: BLOCK }, 'satisfy'],
    ['another code', { exitCode: 2 }, { exitCodes: [{ code: 1, exitOptions: SATISFY }] }, 'block'],
    ['a range', { exitCode: 9 }, { exitCodeRanges: [{ start: 5, end: 9, exitOptions: SATISFY }] }, 'satisfy'],
    [
      'a code in a range',
      { exitCode: 9 },
      {
        exitCodes: [{ code: 9, exitOptions: BLOCK }],
        exitCodeRanges: [{ start: 5, end: 9, exitOptions: SATISFY }],
      },
      'block',
    ],
    ['no exit code', {}, { preProcessingError: SATISFY, default: BLOCK }, 'satisfy'],
    ['files that were not uploaded', { exitCode: 0 }, { fileUploadError: SATISFY }, 'satisfy'],
    [
      'a code without an action',
      { exitCode: 1 },
      { exitCodes: [{ code: 1, exitOptions: {} }], default: SATISFY },
      'block',
    ],
  ])('%s', (_, executionInfo, exitConditions, action) => {
    expect(dependencyActionOf(executionInfo, exitConditions)).toBe(action);
  });
});
