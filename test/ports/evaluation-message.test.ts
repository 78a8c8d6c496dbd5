import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { fromEvaluationMessage, toEvaluationMessages } from '../../src/ports/evaluation-message.ts';
import type { EvaluationRequest } from '../../src/ports/evaluation-queue.ts';
import { aPoolFacts, NOON } from '../support/builders.ts';

const REQUEST: EvaluationRequest = {
  tick: NOON,
  correlation: '3b9f1a52-8c1e-4f0e-9d3a-0a1b2c3d4e5f',
  fingerprint: '[["active","steady",false,true],[["idle",2]],[]]',
  facts: aPoolFacts({ metadata: new Map([['lamplighter.policy', 'render']]) }),
};

function textOf(request: EvaluationRequest): string {
  return toEvaluationMessages([request])
    .map(({ text }) => text)
    .join();
}

/** The message of a request as the queue hands it over, with some members written over. */
function aMessage(overrides: object = {}): unknown {
  return { ...JSON.parse(textOf(REQUEST)), ...overrides };
}

function withFacts(overrides: object): unknown {
  const { facts } = aMessage() as { facts: object };
  return aMessage({ facts: { ...facts, ...overrides } });
}

function request(): fc.Arbitrary<EvaluationRequest> {
  const text = fc.string({ unit: 'grapheme' });
  return fc.record({
    tick: fc.date({ noInvalidDate: true }).map((date) => Temporal.Instant.fromEpochMilliseconds(date.getTime())),
    correlation: fc.uuid(),
    fingerprint: text,
    facts: fc.record({
      account: fc.stringMatching(/^[a-z0-9]{3,24}$/),
      poolId: fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/),
      state: fc.constantFrom('active', 'deleting', 'unknown'),
      allocationState: fc.constantFrom('steady', 'resizing', 'stopping', 'unknown'),
      autoScale: fc.option(fc.boolean(), { nil: undefined }),
      virtualMachineConfiguration: fc.boolean(),
      taskSlotsPerNode: fc.option(fc.integer({ min: 1, max: 256 }), { nil: undefined }),
      machine: fc.option(fc.record({ size: text, windows: fc.boolean() }), { nil: undefined }),
      metadata: fc.uniqueArray(fc.tuple(text, text), { selector: ([name]) => name }).map((entries) => new Map(entries)),
    }),
  });
}

/** Order does not matter in a map; a metadata item of this name cannot name a policy and may get lost. */
function comparable({ facts, tick, ...rest }: EvaluationRequest) {
  const metadata = [...facts.metadata].filter(([name]) => name !== '__proto__').toSorted();
  return { ...rest, tick: tick.toString(), facts: { ...facts, metadata } };
}

describe('an evaluation message', () => {
  it('is plain JSON', () => {
    expect(aMessage()).toEqual({
      tick: '2026-03-02T12:00:00Z',
      correlation: REQUEST.correlation,
      fingerprint: REQUEST.fingerprint,
      facts: {
        account: 'demo',
        poolId: 'render',
        state: 'active',
        allocationState: 'steady',
        autoScale: false,
        virtualMachineConfiguration: true,
        taskSlotsPerNode: 1,
        metadata: { 'lamplighter.policy': 'render' },
      },
    });
  });

  it('comes back as the request that it was', () => {
    expect(fromEvaluationMessage(aMessage())).toEqual([REQUEST]);
    fc.assert(
      fc.property(request(), (sent) => {
        expect(fromEvaluationMessage(JSON.parse(textOf(sent))).map(comparable)).toEqual([comparable(sent)]);
      }),
    );
  });

  it('keeps that something is not known', () => {
    const message = textOf({
      ...REQUEST,
      facts: aPoolFacts({ autoScale: undefined, taskSlotsPerNode: undefined }),
    });
    expect(fromEvaluationMessage(JSON.parse(message))[0]?.facts).toMatchObject({
      autoScale: undefined,
      taskSlotsPerNode: undefined,
    });
  });

  it.each<readonly [string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a text', textOf(REQUEST)],
    ['a list', [aMessage()]],
    ['an empty object', {}],
    ['no request', { requests: [] }],
    ['a request among others that is none', { requests: [aMessage(), {}] }],
    ['an unknown member', aMessage({ nodes: [] })],
    ['no tick', aMessage({ tick: undefined })],
    ['a tick that is no moment', aMessage({ tick: 'noon' })],
    ['a tick that is a number', aMessage({ tick: 0 })],
    ['a correlation that is no GUID', aMessage({ correlation: 'c-1' })],
    ['no fingerprint', aMessage({ fingerprint: undefined })],
    ['no facts', aMessage({ facts: undefined })],
    ['an unknown fact', withFacts({ nodes: 3 })],
    ['no account', withFacts({ account: '' })],
    ['no pool', withFacts({ poolId: undefined })],
    ['a state that is none', withFacts({ state: 'sleeping' })],
    ['an allocation state that is none', withFacts({ allocationState: 'moving' })],
    ['an autoscale that is no answer', withFacts({ autoScale: 'no' })],
    ['a configuration that is not known', withFacts({ virtualMachineConfiguration: undefined })],
    ['half a task slot', withFacts({ taskSlotsPerNode: 0.5 })],
    ['metadata that is a list', withFacts({ metadata: [['a', 'b']] })],
    ['metadata that is no text', withFacts({ metadata: { a: 5 } })],
  ])('is refused with %s', (_, message) => {
    expect(() => fromEvaluationMessage(message)).toThrow();
  });

  it('is refused where it is garbage', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (message) => {
        expect(() => fromEvaluationMessage(message)).toThrow();
      }),
    );
  });
});

describe('several requests', () => {
  const some = (count: number, metadata: ReadonlyMap<string, string> = new Map()) =>
    Array.from({ length: count }, (_, index) => ({
      ...REQUEST,
      facts: aPoolFacts({ poolId: `pool-${index}`, metadata }),
    }));
  const messagesOf = (requests: readonly EvaluationRequest[]) =>
    toEvaluationMessages(requests).map(({ text }) => fromEvaluationMessage(JSON.parse(text)));

  it('have a message each as long as they are few', () => {
    expect(messagesOf(some(24))).toEqual(some(24).map((request) => [request]));
  });

  it('come eight to a message where they are many, in their order', () => {
    const messages = messagesOf(some(25));
    expect(messages.map(({ length }) => length)).toEqual([8, 8, 8, 1]);
    expect(messages.flat()).toEqual(some(25));
    expect(toEvaluationMessages(some(25)).map(({ requests }) => requests)).toEqual(messages);
  });

  it('share no message that would be too long for the queue', () => {
    const long = some(25, new Map([['note', 'ü'.repeat(10_000)]]));
    const texts = toEvaluationMessages(long).map(({ text }) => text);
    expect(texts.flatMap((text) => fromEvaluationMessage(JSON.parse(text)))).toEqual(long);
    expect(texts).toHaveLength(13);
    for (const text of texts) expect(Buffer.byteLength(text)).toBeLessThanOrEqual(48 * 1024);
  });
});
