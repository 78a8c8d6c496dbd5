import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isSince } from '../../../src/emulator/http/api-versions.ts';
import { OPERATIONS } from '../../../src/emulator/routes/operation-table.ts';
import { API_VERSIONS, ARM_API_VERSIONS } from '../../../src/wire/api-version.ts';
import { EmulatedAccount } from '../../support/emulated-account.ts';
import { operationKey } from './contract.ts';
import { DRIVERS, type Stage, setStage } from './drivers.ts';
import { HAS_SPEC, openContract, SPEC_FOLDER } from './open-contract.ts';

let account: EmulatedAccount;
beforeEach(async () => {
  account = await EmulatedAccount.start();
});
afterEach(() => account.close());

it('the published specifications are at hand', ({ skip }) => {
  skip(!HAS_SPEC, `SKIPPED: no answer of the emulator is held to its specification, for ${SPEC_FOLDER} is not there.`);
});

describe.runIf(HAS_SPEC)('as the specification says answers', () => {
  it.each(OPERATIONS.map(({ name, method, path }) => ({ name, method, path })))('$name', async (operation) => {
    const driver = DRIVERS[operation.name];
    if (driver === undefined) throw new Error(`${operation.name} has no driver in test/emulator/contract/drivers.ts.`);
    const stage = await setStage(account);
    await driver.before?.(stage);
    const { held } = (await openContract()) ?? { held: new Set() };
    held.clear();
    const { status, body } = await account.call(
      operation.method,
      driver.path(stage),
      driver.body?.(stage),
      driver.headers,
    );
    expect([...held], `${status} ${JSON.stringify(body)}`).toEqual([operationKey(operation.method, operation.path)]);
  });

  it('every list with members picked by the caller', async () => {
    const stage = await setStage(account);
    for (const path of ['/pools', '/jobs', '/jobs/job/tasks', '/pools/render/nodes', stage.node, '/pools/render']) {
      expect(await account.call<object>('GET', `${path}?$select=id,state`)).toMatchObject({ status: 200 });
    }
  });
});

describe.runIf(HAS_SPEC)('in every version of the API answers', () => {
  const reads = OPERATIONS.filter(({ method }) => method === 'GET');

  it.each(reads.map(({ name }) => name))('%s', async (name) => {
    const operation = reads.find((read) => read.name === name);
    const driver = DRIVERS[name];
    if (operation === undefined || driver === undefined) throw new Error(`${name} has no driver.`);
    const stage = await setStage(account);
    await driver.before?.(stage);
    await account.call('POST', `${await otherNode(stage)}/deallocate`, {});
    const versions =
      operation.plane === 'data'
        ? API_VERSIONS.filter((version) => operation.since === undefined || isSince(version, operation.since))
        : ARM_API_VERSIONS;
    for (const version of versions) {
      const { status } = await account.call('GET', withVersion(driver.path(stage), version));
      expect([version, status < 300]).toEqual([version, true]);
    }
  });
});

async function otherNode({ account: { nodes }, account: on }: Stage): Promise<string> {
  const [, other] = await nodes.call(on, 'render');
  return `/pools/render/nodes/${other?.id}`;
}

function withVersion(path: string, version: string): string {
  return `${path}${path.includes('?') ? '&' : '?'}api-version=${version}`;
}

describe.runIf(HAS_SPEC)('the check itself', () => {
  async function examine(status: number, body: unknown, path = '/pools/p/nodes/n?api-version=2025-06-01') {
    const contract = await openContract();
    const headers = new Headers({ 'request-id': '1', dataserviceversion: '3.0', 'content-type': 'application/json' });
    return contract?.examine({
      method: 'GET',
      url: new URL(`http://localhost${path}`),
      sent: {},
      status,
      headers,
      body,
    });
  }

  it.each([
    ['a member that is unknown', 200, { id: 'n', cost: 1 }, 'body must NOT have additional properties: cost'],
    ['a state that is unknown', 200, { id: 'n', state: 'sleeping' }, 'body/state must be equal to one of the allowed'],
    ['a time that is none', 200, { lastBootTime: 'today' }, 'body/lastBootTime must match format "date-time"'],
    ['a status that is not specified', 204, undefined, 'The status is 204; specified: 200.'],
    ['a success without a body', 200, undefined, 'There is no body.'],
    ['a code with another status', 400, { code: 'NodeNotFound' }, 'The status of NodeNotFound is 400; published: 404.'],
  ])('finds %s', async (_, status, body, breach) => {
    expect((await examine(status, body))?.breaches).toContainEqual(expect.stringContaining(breach));
  });

  it('knows the versions apart', async () => {
    const body = { id: 'n', state: 'deallocated' };
    expect((await examine(200, body))?.breaches).toEqual([]);
    expect((await examine(200, body, '/pools/p/nodes/n?api-version=2024-02-01.19.0'))?.breaches).toHaveLength(1);
  });

  it('lets OData say what it wants', async () => {
    expect((await examine(200, { id: 'n', 'odata.metadata': 'x' }))?.breaches).toEqual([]);
  });
});
