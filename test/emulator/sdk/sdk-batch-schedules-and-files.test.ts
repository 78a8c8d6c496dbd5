import { BatchServiceClient, BatchSharedKeyCredentials } from '@azure/batch';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EmulatedAccount } from '../../support/emulated-account.ts';

/** npm @azure/batch 10.2.0 as it is: api-version 2022-10-01.16.0, on ms-rest-js, with a shared key. */
let account: EmulatedAccount;
let client: BatchServiceClient;
let node: string;

beforeEach(async () => {
  account = await EmulatedAccount.start();
  const { url, account: access } = account.emulator;
  const credentials = new BatchSharedKeyCredentials(access.name, access.key);
  client = new BatchServiceClient(credentials, url, { noRetryPolicy: true });
  const [first] = await account.createIdlePool('render');
  node = first?.id ?? '';
});
afterEach(() => account.close());

describe('@azure/batch, job schedules', () => {
  const NIGHTLY = {
    id: 'nightly',
    schedule: { recurrenceInterval: 'PT1H' },
    jobSpecification: { poolInfo: { poolId: 'render' }, jobManagerTask: { id: 'manager', commandLine: 'sleep 60' } },
  };

  it('are created, listed, got, and make jobs', async () => {
    await client.jobSchedule.add(NIGHTLY);
    expect((await client.jobSchedule.list()).map(({ id, state }) => [id, state])).toEqual([['nightly', 'active']]);
    await account.advance('PT1H');
    const { executionInfo } = await client.jobSchedule.get('nightly');
    expect(executionInfo?.nextRunTime).toEqual(new Date('2026-03-02T14:04:00Z'));
    expect((await client.job.listFromJobSchedule('nightly')).map(({ id }) => id)).toEqual([
      'nightly:job-1',
      'nightly:job-2',
    ]);
    expect((await client.task.list('nightly:job-2')).map(({ id }) => id)).toEqual(['manager']);
  });

  it('are disabled, enabled, patched, replaced, terminated and deleted', async () => {
    await client.jobSchedule.add(NIGHTLY);
    await client.jobSchedule.disable('nightly');
    await client.jobSchedule.enable('nightly');
    await client.jobSchedule.patch('nightly', { metadata: [{ name: 'a', value: 'b' }] });
    await client.jobSchedule.update('nightly', { schedule: {}, jobSpecification: NIGHTLY.jobSpecification });
    await client.jobSchedule.terminate('nightly');
    await account.advance('PT1M');
    expect((await client.jobSchedule.get('nightly')).state).toBe('completed');
    await client.jobSchedule.deleteMethod('nightly');
    await account.advance('PT1M');
    expect((await client.jobSchedule.exists('nightly')).body).toBe(false);
  });
});

describe('@azure/batch, what a person looks at', () => {
  it('users and the remote login settings of a node', async () => {
    await client.computeNode.addUser('render', node, { name: 'somebody', password: 'secret' });
    await client.computeNode.updateUser('render', node, 'somebody', { password: 'other' });
    await client.computeNode.deleteUser('render', node, 'somebody');
    expect((await client.computeNode.getRemoteLoginSettings('render', node)).remoteLoginPort).toBe(50_000);
  });

  it('files of a task and of its node', async () => {
    await client.job.add({ id: 'job', poolInfo: { poolId: 'render' } });
    await client.task.add('job', { id: 't1', commandLine: "echo 'all is well'; sleep 5" });
    await account.advance('PT10S');
    expect((await client.file.listFromTask('job', 't1')).map(({ name }) => name)).toContain('stdout.txt');
    const { contentLength } = await client.file.getPropertiesFromTask('job', 't1', 'stdout.txt');
    expect(contentLength).toBe(12);
    const { readableStreamBody } = await client.file.getFromTask('job', 't1', 'stdout.txt');
    const chunks: Buffer[] = [];
    for await (const chunk of readableStreamBody ?? []) chunks.push(Buffer.from(chunk));
    expect(Buffer.concat(chunks).toString()).toBe('all is well\n');
    const files = await client.file.listFromComputeNode('render', node, { recursive: true });
    expect(files.map(({ name }) => name)).toContain('workitems/job/job-1/t1/stdout.txt');
  });

  it('files that are deleted, logs of the service, and applications', async () => {
    await client.job.add({ id: 'job', poolInfo: { poolId: 'render' } });
    await client.task.add('job', { id: 't1', commandLine: 'sleep 5' });
    await account.advance('PT10S');
    await client.file.deleteFromTask('job', 't1', 'stdout.txt');
    await client.file.deleteFromComputeNode('render', node, 'workitems', { recursive: true });
    expect(await client.file.listFromTask('job', 't1')).toHaveLength(0);
    const logs = { containerUrl: 'https://somewhere.example/logs', startTime: new Date('2026-03-02T11:00:00Z') };
    expect((await client.computeNode.uploadBatchServiceLogs('render', node, logs)).numberOfFilesUploaded).toBe(4);
    expect(await client.application.list()).toHaveLength(0);
    expect((await client.application.get('blender')).id).toBe('blender');
  });

  it('subtasks and the usage of pools', async () => {
    await client.job.add({ id: 'job', poolInfo: { poolId: 'render' } });
    const multiInstanceSettings = { numberOfInstances: 2, coordinationCommandLine: 'true' };
    await client.task.add('job', { id: 'mpi', commandLine: 'sleep 60', multiInstanceSettings });
    expect((await client.task.listSubtasks('job', 'mpi')).value).toHaveLength(1);
    await account.advance('PT1H');
    expect([...(await client.pool.listUsageMetrics())]).toMatchObject([{ poolId: 'render', totalCoreHours: 1 }]);
  });
});
