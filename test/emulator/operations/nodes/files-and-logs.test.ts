import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EmulatedAccount } from '../../../support/emulated-account.ts';

let account: EmulatedAccount;
let node: string;
beforeEach(async () => {
  account = await EmulatedAccount.start();
  const [first] = await account.createIdlePool('render');
  node = `/pools/render/nodes/${first?.id}`;
  await account.createJob('job', 'render');
  await account.addTasks('job', ['t1'], 1);
  await account.advance('PT1M');
});
afterEach(() => account.close());

const TASK = '/jobs/job/tasks/t1/files';

async function names(path: string): Promise<readonly string[]> {
  const { body } = await account.call<{ value: { name: string }[] }>('GET', `${path}?recursive=true`);
  return body.value.map(({ name }) => name);
}

describe('deleting files', () => {
  it('takes a file of a task away, on the node as well', async () => {
    expect(await account.call('DELETE', `${TASK}/stdout.txt`)).toMatchObject({ status: 200 });
    expect(await names(TASK)).toEqual(['stderr.txt', 'wd']);
    expect(await names(`${node}/files`)).not.toContain('workitems/job/job-1/t1/stdout.txt');
    expect(await account.call('DELETE', `${TASK}/stdout.txt`)).toMatchObject({
      status: 404,
      body: { code: 'FileNotFound' },
    });
  });

  it('takes a directory away with what is in it only if it is asked to', async () => {
    expect(await account.call('DELETE', `${node}/files/workitems`)).toMatchObject({ status: 409 });
    expect(await names(TASK)).toHaveLength(3);
    expect(await account.call('DELETE', `${node}/files/workitems?recursive=true`)).toMatchObject({ status: 200 });
    expect(await names(TASK)).toEqual([]);
    expect((await names(`${node}/files`)).filter((name) => name.startsWith('workitems'))).toEqual([]);
    expect(await account.call('DELETE', `${node}/files/shared`)).toMatchObject({ status: 200 });
  });

  it('lasts as long as the disk of the node', async () => {
    await account.call('DELETE', `${node}/files/shared`);
    await account.call('POST', `${node}/reimage`, {});
    await account.advance('PT30M');
    expect(await names(`${node}/files`)).toContain('shared');
  });
});

describe('uploading the logs of the Batch service', () => {
  const LOGS = { containerUrl: 'https://somewhere.example/logs?sig=x', startTime: '2026-03-02T11:00:00Z' };

  it('says where they would be', async () => {
    const { status, body } = await account.call<Record<string, unknown>>(
      'POST',
      `${node}/uploadbatchservicelogs`,
      LOGS,
    );
    expect(status).toBe(200);
    expect(body['virtualDirectoryName']).toMatch(new RegExp(`^render/${node.split('/').at(-1)}/[0-9a-f]{8}$`));
    expect(body['numberOfFilesUploaded']).toBe(4);
  });

  it.each([
    ['no container', { startTime: LOGS.startTime }],
    ['a time that is none', { ...LOGS, startTime: 'yesterday' }],
    ['an end before the beginning', { ...LOGS, endTime: '2026-03-02T10:00:00Z' }],
  ])('is refused with %s', async (_, body) => {
    expect((await account.call('POST', `${node}/uploadbatchservicelogs`, body)).status).toBe(400);
  });
});
