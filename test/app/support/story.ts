import { QueueClient } from '@azure/storage-queue';
import { Temporal } from 'temporal-polyfill';
import { EVALUATIONS } from '../../../src/adapters/queue/evaluation-queue.ts';
import { toChunks } from '../../../src/adapters/tables/storage/text-chunks.ts';
import { saveDocument } from '../../../src/app/documents/save-document.ts';
import { type EvaluationReport, evaluatePool } from '../../../src/app/evaluation/evaluate-pool.ts';
import { evaluatePools, type TickReport } from '../../../src/app/evaluation/evaluate-pools.ts';
import { takeFence } from '../../../src/app/evaluation/fence.ts';
import type { Ports } from '../../../src/app/ports.ts';
import { actIntended } from '../../../src/core/audit/events.ts';
import type { AuditRecord } from '../../../src/core/audit/record.ts';
import { NO_MEMORY } from '../../../src/core/memory/memory.ts';
import type { Act } from '../../../src/core/pool/act.ts';
import type { PoolName } from '../../../src/core/pool/pool-name.ts';
import type { EmulatorOptions } from '../../../src/emulator/start-emulator.ts';
import type { JournalEntry } from '../../../src/emulator/world/journal.ts';
import type { DocumentKind } from '../../../src/ports/documents.ts';
import { fromEvaluationMessage } from '../../../src/ports/evaluation-message.ts';
import type { EvaluationRequest } from '../../../src/ports/evaluation-queue.ts';
import type { PoolState } from '../../../src/ports/pool-states.ts';
import type { EmulatedAccount } from '../../support/emulated-account.ts';
import { fixture } from '../../support/fixture.ts';
import { TestSystem } from '../../support/test-system.ts';
import type { Gateway } from './gateway.ts';

/** The pool that most stories are about. */
export const RENDER: PoolName = { account: 'demo', poolId: 'render' };

/** A policy that does everything at once, and always as long before as it says. */
const AT_ONCE = { canary: { share: '100%' }, lead: { initial: 'PT6M', margin: 'PT0S', learn: false } };

/** What a tick came to: what the timer did, and what became of each request that came out of the queue. */
export interface Told {
  readonly tick: TickReport;
  readonly reports: readonly (EvaluationReport & { readonly poolId: string })[];
}

/** A request of the app to act on a node, as the emulator's journal tells it. */
export interface SeenAct {
  readonly number: number;
  readonly at: Temporal.Instant;
  readonly action: Act;
  readonly pool: string;
  readonly node: string;
  /** 0 for a connection that was closed without an answer. */
  readonly status: number;
  readonly correlation: string;
  readonly body: unknown;
}

/** A document as people write it. */
interface Document extends Readonly<Record<string, unknown>> {
  readonly id: string;
}

type RequestEntry = JournalEntry & { readonly kind: 'request' };

/** The app over an emulated account and a real storage, told tick by tick. */
export class Story {
  readonly system = new TestSystem();

  /** A story for the tests of a file, or of a block: each of them begins with an account of its own and empty tables. */
  static forEachTest(options: EmulatorOptions = {}): Story {
    return fixture(new Story(), { options, each: true });
  }

  /** A story that the tests of a file, or of a block, share. */
  static forAllTests(options: EmulatorOptions = {}): Story {
    return fixture(new Story(), { options, each: false });
  }

  start(): Promise<void> {
    return this.system.start();
  }

  async begin(options: EmulatorOptions = {}): Promise<void> {
    await this.system.begin(options);
    await this.#queue.createIfNotExists();
    await this.#queue.clearMessages();
  }

  get #queue(): QueueClient {
    return new QueueClient(this.system.storage.connectionString, EVALUATIONS);
  }

  close(): Promise<void> {
    return this.system.close();
  }

  get account(): EmulatedAccount {
    return this.system.account;
  }

  get ports(): Ports {
    return this.system.ports;
  }

  async schedule(value: Partial<Document> = {}): Promise<void> {
    await this.#save('schedules', { id: 'hours', timeZone: 'Etc/UTC', windows: [], outside: { min: 0 }, ...value });
  }

  async policy(value: Partial<Document> = {}): Promise<void> {
    await this.#save('policies', {
      id: 'render',
      pools: ['render'],
      mode: 'enforce',
      ...AT_ONCE,
      ...value,
      lead: { ...AT_ONCE.lead, ...(value['lead'] as object | undefined) },
    });
  }

  async #save(kind: DocumentKind, value: Document): Promise<void> {
    const isThere = (await this.ports.documents.get(kind, value.id)) !== undefined;
    const expected = isThere ? 'any' : 'absent';
    await saveDocument(this.ports, { kind, id: value.id, value, actor: 'test', expected });
  }

  /** A schedule that lets at most so many nodes be allocated, under the policy of `RENDER`. */
  async atMost(max: number, policy: Partial<Document> = {}): Promise<void> {
    await this.schedule({ outside: { min: 0, max } });
    await this.policy({ schedules: ['hours'], ...policy });
  }

  /** Writes a document straight into its table, past every check. */
  async storeUnchecked(table: 'Schedules' | 'Policies' | 'Subscriptions', id: string, text: string): Promise<void> {
    await this.system.storage
      .table(table)
      .upsertEntity({ partitionKey: 'documents', rowKey: id, actor: 'test', ...toChunks('text', text) }, 'Replace');
  }

  /** The timer fires once. */
  async survey(
    ports = this.ports,
  ): Promise<{ readonly tick: TickReport; readonly requests: readonly EvaluationRequest[] }> {
    const tick = await evaluatePools(ports);
    return { tick, requests: await this.receive() };
  }

  /** Takes everything out of the queue, as the host gives it to the function. */
  async receive(): Promise<readonly EvaluationRequest[]> {
    return (await this.messages()).flat();
  }

  /** The same, message by message. */
  async messages(): Promise<readonly (readonly EvaluationRequest[])[]> {
    const messages: (readonly EvaluationRequest[])[] = [];
    for (;;) {
      const { receivedMessageItems } = await this.#queue.receiveMessages({ numberOfMessages: 32 });
      if (receivedMessageItems.length === 0) return messages;
      for (const { messageText, messageId, popReceipt } of receivedMessageItems) {
        const text = Buffer.from(messageText, 'base64').toString('utf8');
        messages.push(fromEvaluationMessage(JSON.parse(text)));
        await this.#queue.deleteMessage(messageId, popReceipt);
      }
    }
  }

  /** The timer fires, and every pool that it asks for is evaluated. */
  async tick(ports = this.ports): Promise<Told> {
    const { tick, requests } = await this.survey(ports);
    const reports: Told['reports'][number][] = [];
    for (const request of requests) {
      const report = await evaluatePool(ports, request);
      reports.push({ ...report, poolId: request.facts.poolId });
    }
    return { tick, reports };
  }

  /** A minute passes, then the timer fires; so many times. Gives what the last one came to. */
  async minutes(count: number): Promise<Told> {
    let told: Told | undefined;
    for (let minute = 0; minute < count; minute += 1) {
      await this.account.advance('PT1M');
      told = await this.tick();
    }
    if (told === undefined) throw new Error('At least one minute has to pass.');
    return told;
  }

  /** The request that a tick makes for one pool. */
  async requestFor(pool = RENDER.poolId): Promise<EvaluationRequest> {
    const { requests } = await this.survey();
    const request = requests.find(({ facts }) => facts.poolId === pool);
    if (request === undefined) throw new Error(`The tick does not ask for ${pool}.`);
    return request;
  }

  /** A process that reaches its account through a gateway. */
  through({ url: endpoint }: Gateway): Ports {
    return this.system.compose({ BATCH_ACCOUNTS: JSON.stringify([{ name: RENDER.account, endpoint }]) });
  }

  async state(pool = RENDER): Promise<PoolState> {
    const fenced = await this.ports.poolStates.get(pool);
    if (fenced === undefined) throw new Error(`Nothing is remembered of ${pool.poolId}.`);
    return fenced.state;
  }

  /** Everything that was recorded of a pool, oldest first. */
  async audit(pool = RENDER): Promise<readonly AuditRecord[]> {
    const { records } = await this.ports.audit.page({ account: pool.account, pool: pool.poolId, limit: 10_000 });
    return records.toReversed();
  }

  /** What was recorded of a pool, as `deallocate intent` or `deallocate outcome accepted`. */
  async recorded(pool = RENDER): Promise<readonly string[]> {
    return (await this.audit(pool)).map(({ action, phase, outcome }) =>
      [action, phase, outcome].filter((word) => word !== undefined).join(' '),
    );
  }

  /** Every request of the app to its account, and none of the test's own: the app names its requests. */
  async requests(): Promise<readonly RequestEntry[]> {
    const entries = await this.account.journal('request');
    return entries.filter((entry) => entry.kind === 'request').filter((entry) => entry.clientRequestId !== undefined);
  }

  /** Every request of the app to act on a node. */
  async acts(): Promise<readonly SeenAct[]> {
    return (await this.requests()).flatMap(seenAct);
  }

  /**
   * A process that takes a pool, writes down what it is about to do, and is never heard of again. Gives the intents that
   * it leaves open.
   */
  async crash(acts: readonly { readonly node: string; readonly action: Act }[]): Promise<readonly AuditRecord[]> {
    const ports = this.system.compose();
    const fenced = await ports.poolStates.get(RENDER);
    const at = await ports.clock.now();
    const bare = {
      ...RENDER,
      fingerprint: '',
      nextLook: undefined,
      acting: undefined,
      memory: NO_MEMORY,
      lastPlan: undefined,
    };
    const correlation = ports.newCorrelation();
    await takeFence(
      ports,
      { correlation, remembered: 0 },
      { state: { ...bare, ...fenced?.state, tick: at }, tag: fenced?.tag },
    );
    const context = { at, actor: 'timer:evaluate-pools', pool: RENDER, correlation, policy: undefined };
    return ports.audit.append(acts.map((act) => actIntended(context, { ...act, reason: 'before the crash' })));
  }
}

function seenAct({
  number,
  at,
  operation,
  path,
  status,
  clientRequestId: correlation = '',
  body,
}: RequestEntry): readonly SeenAct[] {
  if (operation !== 'Nodes_StartNode' && operation !== 'Nodes_DeallocateNode') return [];
  const [, , pool = '', , node = ''] = path.split('/');
  const action = operation === 'Nodes_StartNode' ? 'start' : 'deallocate';
  return [{ number, at: Temporal.Instant.from(at), action, pool, node, status, correlation, body }];
}
