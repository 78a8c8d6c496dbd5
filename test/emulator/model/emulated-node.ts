import { Temporal } from 'temporal-polyfill';
import { openEmulation } from '../../../src/emulator/emulation.ts';
import { NOON } from '../../support/builders.ts';
import { IMAGE } from '../../support/emulated-account.ts';
import { tokenFor } from '../../support/self-signed.ts';
import { CREATE, DEALLOCATE, REBOOT, REIMAGE, START } from './node-model.ts';

/** A pool `p` of one node and a job `j` on it, in an emulator that is asked in process. */
export class EmulatedNode {
  readonly #emulation = openEmulation({
    speed: 0,
    start: NOON,
    latencies: {
      create: always(CREATE),
      start: always(START),
      deallocate: always(DEALLOCATE),
      reboot: always(REBOOT),
      reimage: always(REIMAGE),
    },
  });
  readonly #path: string;

  constructor() {
    const fixedScale = { targetDedicatedNodes: 1 };
    const properties = { vmSize: 'S', deploymentConfiguration: { virtualMachineConfiguration: IMAGE } };
    this.ask('PUT', `${this.#account()}/pools/p`, { properties: { ...properties, scaleSettings: { fixedScale } } });
    this.ask('POST', '/jobs', { id: 'j', poolInfo: { poolId: 'p' } });
    const { value } = this.ask('GET', '/pools/p/nodes').body as { readonly value: readonly { readonly id: string }[] };
    this.#path = `/pools/p/nodes/${value[0]?.id}`;
  }

  advance(milliseconds: number): void {
    this.#emulation.world.clock.advance(Temporal.Duration.from({ milliseconds }));
  }

  addTask(number: number, { seconds, retention }: { readonly seconds: number; readonly retention: string }): void {
    const task = { id: `t${number}`, commandLine: `sleep ${seconds}`, constraints: { retentionTime: retention } };
    const { status, body } = this.ask('POST', '/jobs/j/tasks', task);
    if (status !== 201) throw new Error(`${status} ${JSON.stringify(body)}`);
  }

  /** Asks the node for something; the code of the refusal, `undefined` if it was accepted. */
  act(action: string, request?: object): string | undefined {
    const { status, body } = this.ask('POST', `${this.#path}/${action}`, request);
    if (status === 200 || status === 202) return undefined;
    return status === 409 ? (body as { readonly code: string }).code : `${status} ${JSON.stringify(body)}`;
  }

  /** What can be seen of the node, its tasks and the counts of both. */
  look() {
    const node = this.ask('GET', this.#path).body as Record<string, unknown>;
    const { value: tasks } = this.ask('GET', '/jobs/j/tasks?$select=state').body as {
      readonly value: readonly { readonly state: string }[];
    };
    const { value: pools } = this.ask('GET', '/nodecounts').body as {
      readonly value: readonly { readonly dedicated: Readonly<Record<string, number>> }[];
    };
    const { taskCounts } = this.ask('GET', '/jobs/j/taskcounts').body as { readonly taskCounts: object };
    return {
      state: node['state'],
      schedulingState: node['schedulingState'],
      runningTasks: node['runningTasksCount'],
      tasks: tasks.map(({ state }) => state),
      counted: Object.entries(pools[0]?.dedicated ?? {}).filter(([, count]) => count > 0),
      taskCounts,
    };
  }

  ask(method: string, path: string, body?: object): { readonly status: number; readonly body: unknown } {
    const isManagement = path.startsWith('/subscriptions');
    const answer = this.#emulation.answer({
      method,
      url: `${path}${path.includes('?') ? '&' : '?'}api-version=${isManagement ? '2024-07-01' : '2025-06-01'}`,
      headers: {
        host: 'demo.localhost',
        authorization: `Bearer ${isManagement ? MANAGEMENT_TOKEN : BATCH_TOKEN}`,
        ...(body !== undefined && { 'content-type': 'application/json; odata=minimalmetadata' }),
      },
      body: body === undefined ? '' : JSON.stringify(body),
      encrypted: false,
    });
    if (typeof answer === 'string') throw new Error(`${method} ${path}: ${answer}`);
    return { status: answer.status, body: answer.body === undefined ? undefined : JSON.parse(answer.body) };
  }

  #account(): string {
    const [account] = this.#emulation.world.accounts.values();
    return `/subscriptions/${account?.subscriptionId}/resourceGroups/${account?.resourceGroup}/providers/Microsoft.Batch/batchAccounts/${account?.name}`;
  }
}

const MANAGEMENT_TOKEN = tokenFor('https://management.azure.com');
const BATCH_TOKEN = tokenFor('https://batch.core.windows.net');

function always(milliseconds: number) {
  return { median: Temporal.Duration.from({ milliseconds }), sigma: 0 };
}
