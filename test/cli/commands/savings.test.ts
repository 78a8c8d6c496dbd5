import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { main } from '../../../src/cli/main.ts';
import { WebServer } from '../../support/web-server.ts';

let app: WebServer;
beforeEach(async () => {
  app = await WebServer.start();
});
afterEach(() => app.close());

it('says below the table which months are not counted', async () => {
  const total = { nodeHoursOff: 0, restarts: 0, restartNodeHours: 0, unpricedNodeHours: 0, money: [] };
  const span = { from: '2026-01-01T00:00:00Z', to: '2026-03-01T00:00:00Z' };
  app.answer = { text: JSON.stringify({ ...span, group: 'pool', groups: [], total, archived: ['2026-01'] }) };
  let out = '';
  const line = ['savings', '--app', `http://${app.host}`, '--key', 'k'];
  await main(line, { out: (text) => (out += text), error: () => undefined });
  expect(out).toMatch(/\nnot counted, as their records are in the archive: 2026-01\n$/);
});

it('writes CSV whose columns add up: groups without a price too, and hours once', async () => {
  const totals = { nodeHoursOff: 2, restarts: 1, restartNodeHours: 0.1, unpricedNodeHours: 0 };
  const money = ['EUR', 'USD'].map((currency) => ({ currency, nodes: 3, disks: 1, restarts: 0.5, saved: 1.5 }));
  const groups = [
    { ...totals, day: '2026-03-02', money },
    { ...totals, day: '2026-03-03', money: [] },
  ];
  app.answer = { text: JSON.stringify({ group: 'day', groups }) };
  let out = '';
  const line = ['savings', '--format', 'csv', '--app', `http://${app.host}`, '--key', 'k'];
  await main(line, { out: (text) => (out += text), error: () => undefined });
  expect(out.trim().split('\r\n')).toEqual([
    'day,node_hours_off,restart_count,nodes,disks,restarts,saved,currency',
    '2026-03-02,2,1,3,1,0.5,1.5,EUR',
    '2026-03-02,,,3,1,0.5,1.5,USD',
    '2026-03-03,2,1,,,,,',
  ]);
});

it('says of a pool that there is none of its name, which may be misspelt', async () => {
  const total = { nodeHoursOff: 0, restarts: 0, restartNodeHours: 0, unpricedNodeHours: 0, money: [] };
  const span = { from: '2026-01-01T00:00:00Z', to: '2026-03-01T00:00:00Z' };
  const answer = { ...span, group: 'pool', groups: [{ ...total, account: 'demo', pool: 'rendr' }], total };
  app.answer = ({ url }) =>
    url?.includes('/pools/rendr') ? { status: 404, text: '{}' } : { text: JSON.stringify(answer) };
  const notes = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const line = ['savings', '--account', 'demo', '--pool', 'rendr', '--app', `http://${app.host}`, '--key', 'k'];
  expect(await main(line, { out: () => undefined, error: () => undefined })).toBe(0);
  expect(notes.mock.calls).toEqual([['there is no pool demo/rendr now\n']]);
  notes.mockRestore();
});
