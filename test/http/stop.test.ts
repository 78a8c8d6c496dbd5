import { describe, expect, it } from 'vitest';
import { deleteStop, getStop, putStop } from '../../src/http/stop.ts';
import { Story } from '../app/support/story.ts';
import { call } from '../support/http-call.ts';

const story = Story.forEachTest();

function put(reason: string) {
  const headers = { 'content-type': 'application/json' };
  return call(putStop, story.ports, { method: 'PUT', headers, body: { reason } });
}

async function states(): Promise<readonly string[]> {
  return (await story.account.nodes('render')).map(({ state }) => state);
}

describe('the emergency stop', () => {
  it('has every policy observe until it is ended, with a record of both', async () => {
    await story.account.createIdlePool('render', { dedicated: 2 });
    await story.schedule({ windows: [], outside: { min: 0, max: 0 } });
    await story.policy({ schedules: ['hours'] });
    expect(await put('the wrong nodes go off')).toMatchObject({
      status: 200,
      body: { reason: 'the wrong nodes go off' },
    });
    expect((await put('another')).body.reason).toBe('the wrong nodes go off');
    await story.minutes(3);
    expect(await states()).toEqual(['idle', 'idle']);
    expect(await story.recorded()).toContain('plan.observed event');
    expect((await call(getStop, story.ports)).body.actor).toBe('http:function-key');
    expect((await call(deleteStop, story.ports, { method: 'DELETE' })).status).toBe(204);
    await story.minutes(10);
    expect(await states()).toEqual(['deallocated', 'deallocated']);
    const { records } = await story.ports.audit.page({ limit: 200 });
    expect(records.map(({ action }) => action)).toEqual(expect.arrayContaining(['stop', 'stop.end']));
  });

  it('cannot be ended where there is none', async () => {
    expect((await call(deleteStop, story.ports, { method: 'DELETE' })).body.code).toBe('StopNotFound');
    expect((await call(getStop, story.ports)).status).toBe(404);
  });

  it('holds also where its note cannot be read', async () => {
    await put('why');
    await story.ports.overrides.put({
      ...{ account: '*', poolId: '*', id: 'stop', text: 'not JSON' },
      until: (await story.system.now()).add({ hours: 24 }),
    });
    expect((await call(getStop, story.ports)).body).toEqual({
      at: '',
      actor: 'somebody',
      reason: 'the reason cannot be read',
    });
  });
});
