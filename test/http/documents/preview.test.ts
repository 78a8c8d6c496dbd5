import { beforeAll, describe, expect, it } from 'vitest';
import { previewSchedule, previewUnsavedSchedule } from '../../../src/http/documents/schedules.ts';
import { operationNamed } from '../../support/api-description.ts';
import { GERMAN_HOLIDAYS } from '../../support/calendar-text.ts';
import { call } from '../../support/http-call.ts';
import { TestSystem } from '../../support/test-system.ts';

const system = TestSystem.forAllTests();
beforeAll(async () => {
  const body = {
    id: 'office',
    timeZone: 'Europe/Berlin',
    windows: [{ name: 'weekdays', days: ['MON-FRI'], from: '08:00', to: '18:30', capacity: { min: '50%' } }],
  };
  const saved = await call(operationNamed('put-schedule'), system.ports, {
    method: 'PUT',
    params: { id: 'office' },
    headers: { 'content-type': 'application/json' },
    body,
  });
  expect(saved).toMatchObject({ status: 201 });
});

function preview(query: Readonly<Record<string, string>>, id = 'office') {
  return call(previewSchedule, system.ports, { params: { id }, query });
}

describe('GET schedules/{id}/preview', () => {
  it('shows what the schedule will do, from midnight in its zone', async () => {
    expect(await preview({ from: '2026-03-28', days: '3', nodes: '10' })).toMatchObject({
      status: 200,
      body: {
        timeZone: 'Europe/Berlin',
        edges: [
          { at: '2026-03-30T06:00:00Z', window: 'weekdays', edge: 'open', capacity: { min: '50%', max: null } },
          { at: '2026-03-30T16:30:00Z', window: 'weekdays', edge: 'close' },
        ],
        nodeHours: 52.5,
        clockChanges: [{ at: '2026-03-29T01:00:00Z', before: '+01:00', after: '+02:00', timeZone: 'Europe/Berlin' }],
      },
    });
  });

  it('shows the events of a calendar in the schedule', async () => {
    const exceptions = [{ calendar: GERMAN_HOLIDAYS, name: 'holidays', capacity: { max: 0 } }];
    const saved = await call(operationNamed('put-schedule'), system.ports, {
      method: 'PUT',
      params: { id: 'holidays' },
      headers: { 'content-type': 'application/json' },
      body: { id: 'holidays', timeZone: 'Europe/Berlin', windows: [], exceptions },
    });
    expect(saved.status).toBe(201);
    const { body } = await preview({ from: '2026-04-01', days: '30' }, 'holidays');
    expect(body.edges).toMatchObject([
      { at: '2026-04-02T22:00:00Z', window: 'exception Karfreitag (holidays)', edge: 'open', capacity: { max: 0 } },
      { at: '2026-04-03T22:00:00Z', window: 'exception Karfreitag (holidays)', edge: 'close' },
      { at: '2026-04-05T22:00:00Z', window: 'exception Ostermontag (holidays)', edge: 'open' },
      { at: '2026-04-06T22:00:00Z', window: 'exception Ostermontag (holidays)', edge: 'close' },
    ]);
  });

  it('shows each day, and what it costs at the price of a policy', async () => {
    const price = { nodeHour: 1, deallocatedNodeHour: 0.1, currency: 'EUR' };
    for (const [id, policy] of Object.entries({ paid: { price }, unpaid: {} })) {
      const text = JSON.stringify({ id, ...policy });
      await system.ports.documents.put({ kind: 'policies', id, text, actor: 'me' }, 'absent');
    }
    const query = { from: '2026-03-29', days: '2', nodes: '10' };
    expect((await preview({ ...query, policy: 'paid' })).body).toMatchObject({
      days: [
        { date: '2026-03-29', nodeHours: 0, cost: 23 },
        { date: '2026-03-30', nodeHours: 52.5, cost: 71.25 },
      ],
      nodeHours: 52.5,
      cost: 94.25,
      alwaysOn: { nodeHours: 470, cost: 470 },
      currency: 'EUR',
      findings: [],
    });
    const unpaid = await preview({ ...query, policy: 'unpaid' });
    expect(unpaid.body).toMatchObject({ findings: [{ severity: 'advice', rule: 'no-price' }] });
    expect(unpaid.body).not.toHaveProperty('cost');
    expect(await preview({ policy: 'nobody' })).toMatchObject({ status: 404, body: { code: 'DocumentNotFound' } });
    await system.ports.documents.put({ kind: 'policies', id: 'torn', text: '{', actor: 'me' }, 'absent');
    expect(await preview({ policy: 'torn' })).toMatchObject({ status: 400, body: { code: 'InvalidDocument' } });
  });

  it('begins today and shows a week, if nothing is said', async () => {
    const { body } = await preview({});
    expect(body.edges.map(({ at }: { at: string }) => at.slice(0, 10))).toEqual(
      ['02', '03', '04', '05', '06'].flatMap((day) => [`2026-03-${day}`, `2026-03-${day}`]),
    );
  });

  it.each([
    [{ days: '0' }, 'days'],
    [{ days: '401' }, 'days'],
    [{ days: 'x' }, 'days'],
    [{ from: 'tomorrow' }, 'from'],
    [{ nodes: '1.5' }, 'nodes'],
    [{ until: '2026-03-02' }, 'until'],
    [{ policy: 'a b' }, 'policy'],
  ])('refuses %j', async (query, path) => {
    expect(await preview(query)).toMatchObject({ status: 400, body: { errors: [{ path }] } });
  });

  it('knows only schedules that are there and can be read', async () => {
    expect(await preview({}, 'none')).toMatchObject({ status: 404, body: { code: 'DocumentNotFound' } });
    await system.ports.documents.put({ kind: 'schedules', id: 'broken', text: '{"id":', actor: 'me' }, 'absent');
    expect(await preview({}, 'broken')).toMatchObject({ status: 400, body: { code: 'InvalidDocument' } });
  });
});

describe('POST schedules/{id}/preview', () => {
  const post = (body: unknown) =>
    call(previewUnsavedSchedule, system.ports, {
      method: 'POST',
      params: { id: 'office' },
      query: { from: '2026-03-02', days: '1', nodes: '10' },
      headers: { 'content-type': 'application/json' },
      body,
    });
  const schedule = {
    id: 'office',
    timeZone: 'Europe/Berlin',
    windows: [{ name: 'longer', days: ['MON-FRI'], from: '07:00', to: '19:00', capacity: { min: 10 } }],
  };

  it('shows what a text that is not saved would do, and saves nothing', async () => {
    expect(await post(schedule)).toMatchObject({
      status: 200,
      body: { nodeHours: 120, edges: [{ window: 'longer' }, {}] },
    });
    expect((await preview({ from: '2026-03-02', days: '1', nodes: '10' })).body.nodeHours).toBe(52.5);
  });

  it('names every fault of a text that is none', async () => {
    const wrong = await post({ ...schedule, timeZone: 'Mars', windows: [{ name: 'w', from: '99:00' }] });
    expect(wrong).toMatchObject({ status: 400, body: { code: 'InvalidDocument' } });
    expect(wrong.body.errors.length).toBeGreaterThan(1);
  });
});
