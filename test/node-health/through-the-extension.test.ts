import { afterEach, beforeEach, expect, it } from 'vitest';
import { collectHealth } from '../../src/app/health/collect-health.ts';
import { getNodeHealth, listNodeExtensions } from '../../src/http/pools/node-health.ts';
import type { HealthState } from '../../src/node-health/signal.ts';
import { type NodeHealth, startNodeHealth } from '../../src/node-health/start-node-health.ts';
import { IMAGE } from '../support/emulated-account.ts';
import { call } from '../support/http-call.ts';
import { TestSystem } from '../support/test-system.ts';
import { answer, StandIn } from './support/stand-in.ts';

/** The answer of the composite health server, through the instance view of the extension, as the app reads it. */

const system = TestSystem.forEachTest();
const HEALTH = {
  name: 'health',
  publisher: 'Microsoft.ManagedServices',
  type: 'ApplicationHealthLinux',
  typeHandlerVersion: '2.0',
  settings: { protocol: 'http', port: 29_880, requestPath: '/health' },
};

let agent: StandIn;
let application: HealthState;
let server: NodeHealth;
beforeEach(async () => {
  agent = await StandIn.start();
  server = await startNodeHealth({
    port: 0,
    cacheMs: 0,
    agentUrl: agent.url,
    application: { check: () => application },
  });
});
afterEach(async () => {
  await server.close();
  await agent.close();
});

/** What the server on the node answers now becomes what the extension there finds. */
async function probe(): Promise<void> {
  const response = await fetch(server.urls[0] ?? '');
  const found = { status: response.status, body: await response.text() };
  await system.account.control('POST', 'health', { pool: 'render', answer: found });
  await system.account.advance('PT6M');
}

it.each([
  ['healthy', 'Healthy', 'Healthy', { state: 'Healthy', application: 'Healthy', agent: 'Healthy' }],
  ['healthy', 'Unhealthy', 'Unhealthy', { state: 'Unhealthy', application: 'Unhealthy', agent: 'Healthy' }],
  ['unhealthy', 'Healthy', 'Unhealthy', { state: 'Unhealthy', application: 'Healthy', agent: 'Unhealthy' }],
] as const)(
  'agent %s and application %s are %s, and each is told apart',
  async (saidByAgent, saidByApplication, state, expected) => {
    const deploymentConfiguration = { virtualMachineConfiguration: { ...IMAGE, extensions: [HEALTH] } };
    await system.account.createPool('render', { dedicated: 1, properties: { deploymentConfiguration } });
    await system.account.advance('PT10M');
    agent.says = answer(200, saidByAgent);
    application = saidByApplication;
    await probe();
    expect(await collectHealth(system.ports)).toMatchObject([{ answered: 1, problems: [] }]);
    const [node] = await system.account.nodes('render');
    const params = { account: 'demo', pool: 'render', node: node?.id ?? '' };
    const extensions = await call(listNodeExtensions, system.ports, { params });
    expect(extensions.body).toMatchObject({
      extensions: [{ name: 'batchNodeExtension' }, { name: 'health', applicationHealth: expected }],
    });
    const health = await call(getNodeHealth, system.ports, { params });
    expect(health.status).toBe(state === 'Healthy' ? 200 : 503);
  },
);

it('an agent that says nothing is unknown to the extension, and nothing is told apart', async () => {
  const deploymentConfiguration = { virtualMachineConfiguration: { ...IMAGE, extensions: [HEALTH] } };
  await system.account.createPool('render', { dedicated: 1, properties: { deploymentConfiguration } });
  await system.account.advance('PT10M');
  agent.says = answer(500, '');
  application = 'Healthy';
  await probe();
  const [node] = await system.account.nodes('render');
  const params = { account: 'demo', pool: 'render', node: node?.id ?? '' };
  const { body } = await call(listNodeExtensions, system.ports, { params });
  expect(body).toMatchObject({
    extensions: [{}, { applicationHealth: { state: 'Unknown', application: null, agent: null } }],
  });
});

it('version 1.0 of the extension, which goes by the status, is not misled by a node that is unhealthy', async () => {
  await server.close();
  const check = { check: () => application };
  server = await startNodeHealth({ port: 0, cacheMs: 0, agentUrl: agent.url, application: check, answers: 'binary' });
  const old = { ...HEALTH, typeHandlerVersion: '1.0' };
  const deploymentConfiguration = { virtualMachineConfiguration: { ...IMAGE, extensions: [old] } };
  await system.account.createPool('render', { dedicated: 1, properties: { deploymentConfiguration } });
  await system.account.advance('PT10M');
  const [node] = await system.account.nodes('render');
  const params = { account: 'demo', pool: 'render', node: node?.id ?? '' };
  for (const state of ['Healthy', 'Unhealthy'] as const) {
    application = state;
    await probe();
    const { body } = await call(listNodeExtensions, system.ports, { params, query: { fresh: 'true' } });
    expect(body).toMatchObject({ extensions: [{}, { applicationHealth: { state } }] });
  }
});
