import { describe, expect, it } from 'vitest';
import { describePool } from '../../src/app/pools/describe-pools.ts';
import { resetCircuit } from '../../src/app/pools/reset-circuit.ts';
import { minutes } from '../support/builders.ts';
import { IMAGE } from '../support/emulated-account.ts';
import { RENDER, Story } from './support/story.ts';

const story = Story.forEachTest({
  latencies: {
    create: { median: minutes(1), sigma: 0 },
    start: { median: minutes(3), sigma: 0 },
    extension: { median: minutes(2), sigma: 0 },
  },
});

const MONITOR = {
  name: 'monitor',
  publisher: 'Microsoft.Azure.Monitor',
  type: 'AzureMonitorLinuxAgent',
  typeHandlerVersion: '1.0',
  autoUpgradeMinorVersion: true,
};
const HEALTH = {
  name: 'health',
  publisher: 'Microsoft.ManagedServices',
  type: 'ApplicationHealthLinux',
  typeHandlerVersion: '2.0',
  autoUpgradeMinorVersion: true,
  settings: { protocol: 'http', port: 8080, requestPath: '/health', intervalInSeconds: 5, numberOfProbes: 1 },
};

async function deallocatedPool(
  dedicated: number,
  extensions: readonly object[] = [MONITOR],
): Promise<readonly string[]> {
  const deploymentConfiguration = { virtualMachineConfiguration: { ...IMAGE, extensions } };
  const nodes = await story.account.createIdlePool('render', { dedicated, properties: { deploymentConfiguration } });
  for (const { id } of nodes) await story.account.deallocate('render', id);
  await story.account.advance('PT2M');
  return nodes.map(({ id }) => id);
}

async function gated(onFailure: string, min = 2, more: object = {}): Promise<void> {
  await story.schedule({ outside: { min } });
  await story.policy({ schedules: ['hours'], gate: { extensions: ['*'], timeout: 'PT10M', onFailure, ...more } });
}

async function fails(outcome: 'failed' | 'succeeded' = 'failed'): Promise<void> {
  await story.account.control('POST', 'extensions', {
    pool: 'render',
    name: 'monitor',
    outcome,
    message: 'no workspace',
  });
}

async function events(prefix: string): Promise<readonly string[]> {
  return (await story.audit()).filter(({ action }) => action.startsWith(prefix)).map(({ action }) => action);
}

async function states(): Promise<Readonly<Record<string, number>>> {
  const all = await story.account.states('render');
  return Object.fromEntries([...Map.groupBy(all, (state) => state)].map(([state, group]) => [state, group.length]));
}

describe('the gate of started nodes', () => {
  it('lets them count as ready when their extensions are well, and not before', async () => {
    await deallocatedPool(3);
    await story.account.control('PUT', 'latencies', { extension: { median: 'PT5M', sigma: 0 } });
    await gated('report');
    await story.minutes(5);
    expect((await story.state()).memory.gating).toHaveLength(2);
    expect((await story.state()).lastPlan?.left).toContainEqual(expect.objectContaining({ rule: 'gate', nodes: 2 }));
    expect(await story.acts()).toHaveLength(2);
    await story.minutes(3);
    const { gating, startSeconds } = (await story.state()).memory;
    expect(gating).toEqual([]);
    // Five minutes for the extension, seen at that tick.
    expect(startSeconds).toEqual([300, 300]);
    expect(await story.acts()).toHaveLength(2);
  });

  it('reports a node that fails, and takes it as it is', async () => {
    await deallocatedPool(2);
    await fails();
    await gated('report');
    await story.minutes(10);
    expect(await events('gate.')).toEqual(['gate.failed', 'gate.failed']);
    expect((await story.audit()).find(({ action }) => action === 'gate.failed')?.reason).toContain('no workspace');
    expect(await states()).toEqual({ idle: 2 });
  });

  it('quarantines a node that fails, and starts another in its place', async () => {
    await deallocatedPool(3);
    await gated('quarantine');
    await story.minutes(1);
    const first = (await story.acts())[0]?.node;
    const failure = { pool: 'render', node: first, name: 'monitor', outcome: 'failed', message: '' };
    await story.account.control('POST', 'extensions', failure);
    await story.minutes(20);
    expect(await states()).toEqual({ offline: 1, idle: 2 });
    const quarantine = (await story.audit()).filter(({ action }) => action === 'quarantine');
    expect(quarantine.map(({ phase, outcome }) => [phase, outcome])).toEqual([
      ['intent', undefined],
      ['outcome', 'accepted'],
    ]);
    expect((await story.account.node('render', first ?? '')).schedulingState).toBe('disabled');
  });

  it('tries a node once more, and no more than that', async () => {
    await deallocatedPool(1);
    await fails();
    await gated('retry', 1);
    await story.minutes(40);
    expect((await story.acts()).map(({ action }) => action)).toEqual(['start', 'deallocate', 'start']);
    expect(await events('gate.')).toEqual(['gate.failed', 'gate.failed']);
    expect(await states()).toEqual({ idle: 1 });
  });

  it('waits for Application Health no longer than its timeout', async () => {
    await deallocatedPool(2, [HEALTH]);
    await story.account.control('POST', 'health', { pool: 'render', application: 'Unhealthy' });
    await gated('quarantine');
    await story.minutes(12);
    expect(await events('gate.')).toEqual([]);
    await story.minutes(5);
    expect(await states()).toEqual({ offline: 2 });
    expect((await story.audit()).find(({ action }) => action === 'gate.failed')?.reason).toContain(
      'Unhealthy for 10 min',
    );
  });

  it('opens a circuit when too many fail: but for a trial an hour nothing is started, until somebody resets it', async () => {
    await deallocatedPool(8);
    await fails();
    await gated('quarantine', 3);
    await story.minutes(12);
    expect(await events('circuit.')).toEqual(['circuit.opened']);
    const { circuit } = await describePool(story.ports, 'demo', 'render');
    expect(circuit?.because).toContain('3 of 3 started nodes failed their gate');
    await story.minutes(40);
    expect((await story.acts()).filter(({ action }) => action === 'start')).toHaveLength(3);
    await story.minutes(40);
    expect((await story.acts()).filter(({ action }) => action === 'start')).toHaveLength(4);
    await fails('succeeded');
    const { correlation } = await resetCircuit(story.ports, RENDER, { actor: 'ann' });
    await story.minutes(12);
    expect(await events('circuit.')).toEqual(['circuit.opened', 'circuit.reset', 'circuit.closed']);
    const told = (await story.audit()).filter((record) => record.correlation === correlation);
    expect(told.map(({ action, reason }) => [action, reason])).toEqual([
      ['circuit.reset', 'the circuit is reset'],
      ['circuit.closed', 'somebody has reset it'],
    ]);
    expect((await describePool(story.ports, 'demo', 'render')).circuit).toBeUndefined();
    expect((await states())['idle']).toBeGreaterThanOrEqual(3);
  });

  it.each<readonly [string, object]>([
    ['has no gate any more', {}],
    ['only reports failures', { gate: { extensions: ['*'], timeout: 'PT10M', onFailure: 'report' } }],
  ])('closes the circuit when the policy %s, because nothing else would', async (_, policy) => {
    await deallocatedPool(6);
    await fails();
    await gated('quarantine', 3);
    await story.minutes(8);
    expect(await events('circuit.')).toEqual(['circuit.opened']);
    const before = (await story.acts()).length;
    await story.policy({ schedules: ['hours'], ...policy });
    await story.schedule({ outside: { min: 6 } });
    await story.minutes(1);
    expect((await story.acts()).length).toBe(before + 3);
    const closed = (await story.audit()).filter(({ action }) => action === 'circuit.closed');
    expect(closed.map(({ reason }) => reason)).toEqual(['the policy has no gate any more that holds starts back']);
    expect((await describePool(story.ports, 'demo', 'render')).circuit).toBeUndefined();
  });
});
