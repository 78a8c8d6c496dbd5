import { createHmac } from 'node:crypto';
import type { Temporal } from 'temporal-polyfill';
import { type Emulator, type EmulatorOptions, startEmulator } from '../../src/emulator/start-emulator.ts';
import type { JournalEntry } from '../../src/emulator/world/journal.ts';
import type { WireNode, WireNodeState } from '../../src/wire/node.ts';
import type { Contract } from '../emulator/contract/contract.ts';
import { openContract } from '../emulator/contract/open-contract.ts';
import { NOON } from './builders.ts';

/** An answer with its body read. */
export interface Answer<Body = unknown> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

export interface PoolOptions {
  readonly dedicated?: number;
  readonly lowPriority?: number;
  readonly properties?: Record<string, unknown>;
}

export const IMAGE = {
  imageReference: { publisher: 'microsoftcblmariner', offer: 'cbl-mariner', sku: 'cbl-mariner-2', version: 'latest' },
  nodeAgentSkuId: 'batch.node.mariner 2.0',
};

/** Every start takes three minutes and every deallocation one, so that a test can say when something is there. */
const STEADY_LATENCIES = {
  create: { median: minutesOf(1), sigma: 0 },
  start: { median: minutesOf(3), sigma: 0 },
  deallocate: { median: minutesOf(1), sigma: 0 },
};

function minutesOf(count: number): Temporal.Duration {
  return NOON.until(NOON.add({ minutes: count }));
}

/**
 * A Batch account in an emulator of its own, whose clock stands at `NOON` until it is moved, spoken to over HTTP by a
 * client that shares no code with the one under test. Every answer to `call` is held to the published specification, where
 * that is at hand (test/emulator/contract).
 */
export class EmulatedAccount {
  readonly emulator: Emulator;
  version = '2025-06-01';
  readonly #contract: Contract | undefined;

  private constructor(emulator: Emulator, contract: Contract | undefined) {
    this.emulator = emulator;
    this.#contract = contract;
  }

  static async start(options: EmulatorOptions = {}): Promise<EmulatedAccount> {
    const defaults = { port: 0, speed: 0, start: NOON, latencies: STEADY_LATENCIES };
    return EmulatedAccount.on(await startEmulator({ ...defaults, ...options }));
  }

  /** The account of an emulator that runs already. */
  static async on(emulator: Emulator): Promise<EmulatedAccount> {
    return new EmulatedAccount(emulator, await openContract());
  }

  get url(): string {
    return this.emulator.url;
  }

  get resourceId(): string {
    const { subscriptionId, resourceGroup, name } = this.emulator.account;
    return `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.Batch/batchAccounts/${name}`;
  }

  close(): Promise<void> {
    return this.emulator.close();
  }

  /** A signed request to the data plane, or to the management plane where the path begins with /subscriptions. */
  async call<Body = never>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer<Body>> {
    const url = new URL(this.url + path);
    const version = path.startsWith('/subscriptions') ? '2024-07-01' : this.version;
    if (!url.searchParams.has('api-version')) url.searchParams.set('api-version', version);
    const text = body === undefined ? undefined : JSON.stringify(body);
    const sent: Record<string, string> = { 'ocp-date': new Date().toUTCString(), ...headers };
    if (text !== undefined) sent['content-type'] ??= 'application/json; odata=minimalmetadata';
    sent['authorization'] ??= this.#signature(method, url, { sent, text });
    const response = await fetch(url, { method, headers: sent, ...(text !== undefined && { body: text }) });
    const content = await response.text();
    const { status, headers: received } = response;
    const answer = { status, headers: received, body: method === 'HEAD' ? undefined : bodyOf(received, content) };
    this.#contract?.check({ method, url, sent, ...answer });
    return answer as Answer<Body>;
  }

  #signature(
    method: string,
    url: URL,
    { sent, text }: { readonly sent: Record<string, string>; readonly text: string | undefined },
  ): string {
    const { name, key } = this.emulator.account;
    const length = text === undefined ? (method === 'GET' ? '' : '0') : String(Buffer.byteLength(text));
    const query = [...url.searchParams].map(([parameter, value]) => `\n${parameter.toLowerCase()}:${value}`).toSorted();
    const toSign = [
      ...[
        method,
        '',
        '',
        length,
        '',
        sent['content-type'] ?? '',
        '',
        sent['if-modified-since'] ?? '',
        sent['if-match'] ?? '',
        sent['if-none-match'] ?? '',
      ],
      ...[
        sent['if-unmodified-since'] ?? '',
        '',
        ...Object.keys(sent)
          .filter((header) => header.startsWith('ocp-'))
          .toSorted()
          .map((header) => `${header}:${sent[header]}`),
        `/${name}${url.pathname}${query.join('')}`,
      ],
    ].join('\n');
    return `SharedKey ${name}:${createHmac('sha256', Buffer.from(key, 'base64')).update(toSign).digest('base64')}`;
  }

  /** A request to the emulator itself. */
  async control<Body = never>(method: string, name: string, body?: unknown): Promise<Body> {
    const response = await fetch(`${this.url}/_emulator/${name}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const answer = await response.text();
    if (!response.ok) throw new Error(`${method} ${name}: ${response.status} ${answer}`);
    return JSON.parse(answer) as Body;
  }

  async advance(duration: string): Promise<void> {
    await this.control('POST', 'clock', { advance: duration });
  }

  /** Makes a pool through the management plane; its nodes are still being created. */
  async createPool(id: string, { dedicated = 1, lowPriority = 0, properties = {} }: PoolOptions = {}): Promise<Answer> {
    // Cloud services can be asked for up to that version only.
    const version =
      'cloudServiceConfiguration' in Object(properties['deploymentConfiguration']) ? '2024-02-01' : '2024-07-01';
    return this.call('PUT', `${this.resourceId}/pools/${id}?api-version=${version}`, {
      properties: {
        vmSize: 'STANDARD_D2S_V3',
        deploymentConfiguration: { virtualMachineConfiguration: IMAGE },
        scaleSettings: { fixedScale: { targetDedicatedNodes: dedicated, targetLowPriorityNodes: lowPriority } },
        ...properties,
      },
    });
  }

  /** Makes a pool and waits until its nodes are idle: four minutes. */
  async createIdlePool(id: string, options: PoolOptions = {}): Promise<readonly WireNode[]> {
    const { status, body } = await this.createPool(id, options);
    if (status !== 200) throw new Error(`PUT ${id}: ${status} ${JSON.stringify(body)}`);
    await this.advance('PT4M');
    return this.nodes(id);
  }

  async nodes(pool: string): Promise<readonly WireNode[]> {
    const { body } = await this.call<{ value: readonly WireNode[] }>('GET', `/pools/${pool}/nodes`);
    return body.value;
  }

  async node(pool: string, id: string): Promise<WireNode> {
    const { body } = await this.call<WireNode>('GET', `/pools/${pool}/nodes/${id}`);
    return body;
  }

  async states(pool: string): Promise<readonly WireNodeState[]> {
    return (await this.nodes(pool)).map(({ state }) => state);
  }

  async deallocate(pool: string, node: string, option?: string): Promise<Answer<{ code: string }>> {
    return this.call(
      'POST',
      `/pools/${pool}/nodes/${node}/deallocate`,
      option === undefined ? {} : { nodeDeallocateOption: option },
    );
  }

  async createJob(id: string, pool: string, properties: Record<string, unknown> = {}): Promise<void> {
    const { status, body } = await this.call('POST', '/jobs', { id, poolInfo: { poolId: pool }, ...properties });
    if (status !== 201) throw new Error(`POST /jobs: ${status} ${JSON.stringify(body)}`);
  }

  /** Adds tasks that each sleep for some seconds. */
  async addTasks(
    job: string,
    ids: readonly string[],
    seconds: number,
    properties: Record<string, unknown> = {},
  ): Promise<void> {
    const value = ids.map((id) => ({ id, commandLine: `/bin/sh -c "sleep ${seconds}"`, ...properties }));
    const { status, body } = await this.call('POST', `/jobs/${job}/addtaskcollection`, { value });
    if (status !== 200) throw new Error(`addtaskcollection: ${status} ${JSON.stringify(body)}`);
  }

  /** The states of the tasks of a job, as `t1 running`. */
  async tasks(job: string): Promise<readonly string[]> {
    const { body } = await this.call<{ value: readonly { id: string; state: string }[] }>('GET', `/jobs/${job}/tasks`);
    return body.value.map(({ id, state }) => `${id} ${state}`);
  }

  async journal(kind?: JournalEntry['kind']): Promise<readonly JournalEntry[]> {
    const { entries } = await this.control<{ entries: readonly JournalEntry[] }>(
      'GET',
      `journal?limit=100000${kind === undefined ? '' : `&kind=${kind}`}`,
    );
    return entries;
  }
}

/** The body of an answer; the content of a file is a text, also an empty one. */
function bodyOf(headers: Headers, content: string): unknown {
  if (headers.get('content-type')?.startsWith('application/octet-stream')) return content;
  return content === '' ? undefined : JSON.parse(content);
}
