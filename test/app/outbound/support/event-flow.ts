import { QueueClient } from '@azure/storage-queue';
import { systemClock } from '../../../../src/adapters/clock.ts';
import { claimTable } from '../../../../src/adapters/tables/claim-table.ts';
import { saveDocument } from '../../../../src/app/documents/save-document.ts';
import { deliverEvent } from '../../../../src/app/outbound/deliver-event.ts';
import { publishEvents } from '../../../../src/app/outbound/publish-events.ts';
import { recordGivenUp } from '../../../../src/app/outbound/record-given-up.ts';
import type { Ports } from '../../../../src/app/ports.ts';
import type { AuditRecord } from '../../../../src/core/audit/record.ts';
import type { Delivery } from '../../../../src/ports/deliveries.ts';
import type { DocumentKind } from '../../../../src/ports/documents.ts';
import { fromDeliveryMessage, fromPublicationMessage } from '../../../../src/ports/event-messages.ts';
import type { DeliveryRequest } from '../../../../src/ports/event-queues.ts';
import { begun, fixture } from '../../../support/fixture.ts';
import { Receiver } from '../../../support/receiver.ts';
import { TestSystem } from '../../../support/test-system.ts';

const QUEUES = ['publish-events', 'deliver-event', 'deliver-event-poison', 'evaluate-pool'] as const;
type QueueName = (typeof QUEUES)[number];

export const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

/** The app with a receiver of its events, whose queues are worked off by hand. Signatures and retries go by real time. */
export class EventFlow {
  readonly system = new TestSystem();
  #receiver: Receiver | undefined;
  #ports: Ports | undefined;

  /** A flow for the tests of a file, or of a block: each of them begins with empty tables and queues. */
  static forEachTest(): EventFlow {
    return fixture(new EventFlow(), { each: true });
  }

  get receiver(): Receiver {
    return begun(this.#receiver);
  }

  get ports(): Ports {
    return begun(this.#ports);
  }

  /** Another process of the app takes over. */
  set ports(ports: Ports) {
    this.#ports = ports;
  }

  async start(): Promise<void> {
    await this.system.start();
    this.#receiver = await Receiver.start();
  }

  async begin(): Promise<void> {
    await this.system.begin();
    for (const name of QUEUES) {
      await this.#queue(name).createIfNotExists();
      await this.#queue(name).clearMessages();
    }
    this.receiver.reset();
    this.#ports = this.compose();
  }

  compose(settings: Readonly<Record<string, string>> = {}): Ports {
    const ours = { LAMPLIGHTER_OUTBOUND_HOSTS: this.receiver.host, LAMPLIGHTER_URL: 'https://lamps.example/' };
    const claims = claimTable(this.system.storage.tables('Claims'), systemClock);
    return { ...this.system.compose({ ...ours, ...settings }), wallClock: systemClock, claims };
  }

  async close(): Promise<void> {
    await this.#receiver?.close();
    await this.system.close();
  }

  async save(kind: DocumentKind, value: { readonly id: string } & Readonly<Record<string, unknown>>) {
    const { id } = value;
    return saveDocument(this.ports, { kind, id, value, actor: 'test', expected: undefined });
  }

  subscribe(overrides: Readonly<Record<string, unknown>> = {}) {
    const value = { id: 'ops', url: this.receiver.url, events: ['*'], secret: SECRET, ...overrides };
    return this.save('subscriptions', value);
  }

  /** Takes what is visible in a queue. */
  async take(name: QueueName): Promise<readonly unknown[]> {
    const messages: unknown[] = [];
    for (;;) {
      const { receivedMessageItems } = await this.#queue(name).receiveMessages({ numberOfMessages: 32 });
      if (receivedMessageItems.length === 0) return messages;
      for (const { messageText, messageId, popReceipt } of receivedMessageItems) {
        messages.push(JSON.parse(Buffer.from(messageText, 'base64').toString('utf8')));
        await this.#queue(name).deleteMessage(messageId, popReceipt);
      }
    }
  }

  /** How many messages there are, also those that nobody sees yet. */
  async waiting(name: QueueName): Promise<number | undefined> {
    return (await this.#queue(name).getProperties()).approximateMessagesCount;
  }

  /** Publishes what is to be published, and gives the requests that come of it. */
  async publish(): Promise<readonly DeliveryRequest[]> {
    for (const message of await this.take('publish-events')) {
      await publishEvents(this.ports, fromPublicationMessage(message));
    }
    return (await this.take('deliver-event')).map(fromDeliveryMessage);
  }

  /** Publishes and tries everything once. */
  async run(): Promise<void> {
    for (const request of await this.publish()) await deliverEvent(this.ports, request);
  }

  /** Tries a delivery again, at the time that it waits for. */
  async again({ subscription, id, attempts, attemptsLeftOut }: Delivery) {
    return deliverEvent(this.ports, { subscription, id, attempts: attemptsLeftOut + attempts.length });
  }

  async poison(): Promise<void> {
    for (const message of await this.take('deliver-event-poison')) {
      await recordGivenUp(this.ports, fromDeliveryMessage(message));
    }
  }

  async deliveries(subscription = 'ops'): Promise<readonly Delivery[]> {
    return (await this.ports.deliveries.page({ subscription, limit: 100 })).deliveries;
  }

  /** The only delivery there is. */
  async delivery(): Promise<Delivery> {
    const [delivery, ...others] = await this.deliveries();
    if (delivery === undefined || others.length > 0) throw new Error('One delivery is expected.');
    return delivery;
  }

  /** What the audit log says of one kind of act, oldest first. */
  async recorded(action: string): Promise<readonly AuditRecord[]> {
    const { records } = await this.ports.audit.page({ action, limit: 1000 });
    return records.toReversed();
  }

  #queue(name: QueueName): QueueClient {
    return new QueueClient(this.system.storage.connectionString, name);
  }
}
