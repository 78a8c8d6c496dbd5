import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Journal } from '../../../../src/emulator/world/journal.ts';
import type { WireNodeFile } from '../../../../src/wire/node-file.ts';
import { EmulatedAccount, IMAGE } from '../../../support/emulated-account.ts';

let account: EmulatedAccount;
let node: string;

beforeEach(async () => {
  account = await EmulatedAccount.start();
  const [first] = await account.createIdlePool('render');
  node = `/pools/render/nodes/${first?.id}`;
});
afterEach(() => account.close());

async function code(method: string, path: string, body?: object): Promise<string> {
  const answer = await account.call<{ code: string } | undefined>(method, path, body);
  return `${answer.status} ${answer.body?.code ?? ''}`.trim();
}

describe('a user of a node', () => {
  const USER = { name: 'somebody', sshPublicKey: 'c3NoLXJzYQ==', isAdmin: true };

  it('is added, changed and deleted', async () => {
    expect(await code('POST', `${node}/users`, USER)).toBe('201');
    expect(await code('POST', `${node}/users`, { ...USER, name: 'SOMEBODY' })).toBe('409 NodeUserExists');
    expect(await code('PUT', `${node}/users/somebody`, { expiryTime: '2026-03-04T00:00:00Z' })).toBe('200');
    expect(await code('DELETE', `${node}/users/somebody`)).toBe('200');
    expect(await code('DELETE', `${node}/users/somebody`)).toBe('404 NodeUserNotFound');
    expect(await code('PUT', `${node}/users/somebody`, {})).toBe('404 NodeUserNotFound');
  });

  it('has any name', async () => {
    expect(await code('POST', `${node}/users`, { ...USER, name: '名' })).toBe('201');
    expect(await code('DELETE', `${node}/users/${encodeURIComponent('名')}`)).toBe('200');
  });

  it('is added while the node is idle or running only', async () => {
    await account.call('POST', `${node}/deallocate`, {});
    await account.advance('PT1M');
    expect(await code('POST', `${node}/users`, USER)).toBe('409 OperationInvalidForCurrentState');
  });

  it('is gone when the node was reimaged, and there when it was deallocated', async () => {
    await account.call('POST', `${node}/users`, USER);
    await account.call('POST', `${node}/deallocate`, {});
    await account.advance('PT1M');
    await account.call('POST', `${node}/start`);
    await account.advance('PT3M');
    expect(await code('PUT', `${node}/users/somebody`, {})).toBe('200');
    await account.call('POST', `${node}/reimage`, {});
    await account.advance('PT10M');
    expect(await code('PUT', `${node}/users/somebody`, {})).toBe('404 NodeUserNotFound');
  });

  it('has a password and no public key on Windows', async () => {
    const virtualMachineConfiguration = { ...IMAGE, nodeAgentSkuId: 'batch.node.windows amd64' };
    const [windows] = await account.createIdlePool('windows', {
      properties: { deploymentConfiguration: { virtualMachineConfiguration } },
    });
    const users = `/pools/windows/nodes/${windows?.id}/users`;
    expect(await code('POST', users, USER)).toBe('400 InvalidPropertyValue');
    expect(await code('POST', users, { ...USER, password: 'secret' })).toBe('400 InvalidPropertyValue');
    expect(await code('POST', users, { name: 'somebody', password: 'secret' })).toBe('201');
  });
});

it('the remote login settings of a node are an address and a port of its own', async () => {
  await account.createIdlePool('other', { dedicated: 2 });
  const [, second] = await account.nodes('other');
  const settings = await account.call<object>('GET', `/pools/other/nodes/${second?.id}/remoteloginsettings`);
  expect(settings.body).toMatchObject({ remoteLoginIPAddress: '203.0.113.1', remoteLoginPort: 50_001 });
});

describe('files', () => {
  beforeEach(async () => {
    await account.createJob('job', 'render');
    const commandLine = '/bin/sh -c "echo \'all is well\'; sleep 5"';
    await account.call('POST', '/jobs/job/tasks', { id: 't1', commandLine });
    await account.advance('PT10S');
  });

  const names = async (path: string) => {
    const { body } = await account.call<{ value: WireNodeFile[] }>('GET', path);
    return body.value.map(({ name, isDirectory }) => `${name}${isDirectory ? '/' : ''}`);
  };

  it('of a task are its outputs and its working directory', async () => {
    expect(await names('/jobs/job/tasks/t1/files')).toEqual(['stderr.txt', 'stdout.txt', 'wd/']);
    expect(await names("/jobs/job/tasks/t1/files?$filter=startswith(name,'std')")).toHaveLength(2);
    const { body, headers } = await account.call<string>('GET', '/jobs/job/tasks/t1/files/stdout.txt');
    expect(body).toBe('all is well\n');
    expect(headers.get('ocp-batch-file-isdirectory')).toBe('false');
    expect(headers.get('content-length')).toBe('12');
    expect(await code('GET', '/jobs/job/tasks/t1/files/other.txt')).toBe('404 FileNotFound');
  });

  it('are read in part, and asked for without their content', async () => {
    const range = { 'ocp-range': 'bytes=4-5' };
    expect((await account.call('GET', '/jobs/job/tasks/t1/files/stdout.txt', undefined, range)).body).toBe('is');
    const head = await account.call('HEAD', '/jobs/job/tasks/t1/files/stdout.txt');
    expect([head.status, head.headers.get('content-length'), head.body]).toEqual([200, '12', undefined]);
  });

  it('of a node are those of its tasks too', async () => {
    expect(await names(`${node}/files`)).toContain('workitems/');
    expect(await names(`${node}/files?recursive=true`)).toContain('workitems/job/job-1/t1/stdout.txt');
    const { body } = await account.call<string>('GET', `${node}/files/workitems%2Fjob%2Fjob-1%2Ft1%2Fstdout.txt`);
    expect(body).toBe('all is well\n');
    expect((await account.call('GET', `${node}/files/workitems/job/job-1/t1/stdout.txt`)).body).toBe('all is well\n');
  });

  it('are out of reach while the node is deallocated, and gone when it has started again', async () => {
    await account.call('POST', `${node}/deallocate`, {});
    await account.advance('PT1M');
    expect(await code('GET', '/jobs/job/tasks/t1/files')).toBe('404 TaskFilesUnavailable');
    expect(await code('GET', `${node}/files`)).toBe('409 OperationInvalidForCurrentState');
    await account.call('POST', `${node}/start`);
    await account.advance('PT3M');
    expect(await code('GET', '/jobs/job/tasks/t1/files')).toBe('404 TaskFilesCleanedup');
  });

  it('of a task that has not run are not there', async () => {
    await account.call('POST', '/jobs', { id: 'later', poolInfo: { poolId: 'none' } });
    await account.call('POST', '/jobs/later/tasks', { id: 't', commandLine: 'true' });
    expect(await code('GET', '/jobs/later/tasks/t/files')).toBe('404 TaskFilesUnavailable');
  });
});

describe('subtasks', () => {
  it('are those of a task with several instances, and none of any other', async () => {
    await account.createJob('job', 'render');
    const multiInstanceSettings = { numberOfInstances: 3, coordinationCommandLine: 'true' };
    await account.addTasks('job', ['mpi'], 60, { multiInstanceSettings });
    await account.addTasks('job', ['plain'], 60);
    const subtasks = async (task: string) =>
      (await account.call<{ value: object[] }>('GET', `/jobs/job/tasks/${task}/subtasksinfo`)).body.value;
    expect(await subtasks('mpi')).toMatchObject([
      { id: 1, state: 'running' },
      { id: 2, state: 'running' },
    ]);
    expect(await subtasks('plain')).toEqual([]);
  });
});

describe('pool usage metrics', () => {
  const metrics = async (query = '') =>
    (await account.call<{ value: object[] }>('GET', `/poolusagemetrics?${query}`)).body.value;

  it('count core hours by the half hour, without the time that nodes are deallocated', async () => {
    await account.control('POST', 'clock', { to: '2026-03-02T12:45:00Z' });
    await account.call('POST', `${node}/deallocate`, {});
    await account.control('POST', 'clock', { to: '2026-03-02T14:00:00Z' });
    // Two cores, from 12:01 (creating until then) to 12:46.
    expect(await metrics('startTime=2026-03-02T12:00:00Z&endtime=2026-03-02T14:00:00Z')).toEqual([
      {
        poolId: 'render',
        startTime: '2026-03-02T12:00:00.0000000Z',
        endTime: '2026-03-02T12:30:00.0000000Z',
        vmSize: 'standard_d2s_v3',
        totalCoreHours: expect.closeTo(2 * (29 / 60), 6),
      },
      {
        poolId: 'render',
        startTime: '2026-03-02T12:30:00.0000000Z',
        endTime: '2026-03-02T13:00:00.0000000Z',
        vmSize: 'standard_d2s_v3',
        totalCoreHours: expect.closeTo(2 * (16 / 60), 6),
      },
    ]);
  });

  it('of a century cost no more than those of the time in which there were nodes', async () => {
    await account.control('POST', 'clock', { to: '2026-03-02T13:00:00Z' });
    const all = await metrics('startTime=0001-01-01T00:00:00Z&endtime=9999-12-31T00:00:00Z');
    expect(all).toEqual(await metrics('startTime=2026-03-02T12:00:00Z&endtime=2026-03-02T13:00:00Z'));
    expect(all).toHaveLength(2);
  });

  it('are those of the last half hour where nothing is said, and can be filtered by pool', async () => {
    await account.control('POST', 'clock', { to: '2026-03-02T13:10:00Z' });
    expect(await metrics()).toMatchObject([{ startTime: '2026-03-02T12:30:00.0000000Z', totalCoreHours: 1 }]);
    expect(await metrics("$filter=poolId eq 'other'")).toEqual([]);
    expect((await account.call('GET', '/poolusagemetrics?startTime=soon')).status).toBe(400);
  });

  it.each(['-271821-04-20T00:00:00Z', '0000-12-31T23:59:59Z'])(
    'refuse to end at %s, a year without four digits',
    async (end) => {
      const answer = await account.call('GET', `/poolusagemetrics?endtime=${end}`);
      expect(answer).toMatchObject({ status: 400, body: { code: 'InvalidQueryParameterValue' } });
    },
  );

  it('are read from the journal once, however many pools there are', async () => {
    for (const id of ['one', 'two', 'three']) await account.createIdlePool(id, { dedicated: 1 });
    await account.control('POST', 'clock', { to: '2026-03-02T13:10:00Z' });
    const read = vi.spyOn(Journal.prototype, 'entries');
    expect(await metrics()).toHaveLength(4);
    expect(read).toHaveBeenCalledTimes(1);
    read.mockRestore();
  });
});
