import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CONTRACTS } from '../../../src/api/contracts.ts';
import { apiTools } from '../../../src/cli/tools/api-tool.ts';
import { toolCaller } from '../../../src/cli/tools/call-tool.ts';
import { WebServer } from '../../support/web-server.ts';

let app: WebServer;
beforeEach(async () => {
  app = await WebServer.start();
  app.answer = () => ({ text: '{}' });
});
afterEach(() => app.close());

const TOOLS = apiTools(CONTRACTS, true);

function caller() {
  const call = toolCaller({ app: `http://${app.host}`, key: 'k' });
  return (name: string, given: Readonly<Record<string, unknown>>) => {
    const tool = TOOLS.find((one) => one.name === name);
    if (tool === undefined) throw new Error(name);
    return call(tool, given);
  };
}

const POOL = { account: 'demo', pool: 'render' };

describe('a call of a tool', () => {
  it.each<[string, string, object, readonly string[]]>([
    ['without a name in its address', 'get-pool', { account: 'demo' }, ['pool']],
    ['with names that lead elsewhere', 'get-pool', { account: '..', pool: '.' }, ['account', 'pool']],
    [
      'with an argument that there is not',
      'explain-pool',
      { ...POOL, nodes: 'x', confirm: true },
      ['nodes', 'confirm'],
    ],
    ['with a list in an address', 'get-pool', { account: ['demo'], pool: { id: 'render' } }, ['account', 'pool']],
    ['without a body', 'start-nodes', POOL, ['body']],
    ['with an odd parameter', 'get-pool-health', { ...POOL, minHealthy: '5 of 6' }, ['minHealthy']],
  ])('%s sends nothing, and says what is wrong', async (_, name, given, wrong) => {
    const { text, isError } = await caller()(name, { ...given });
    expect(isError).toBe(true);
    const [heading, ...faults] = text.split('\n  ');
    expect(heading).toBe('The arguments are not valid.');
    expect(faults.map((fault) => fault.split(':')[0])).toEqual(wrong);
    expect(app.requests).toEqual([]);
  });

  it('may have numbers and flags in its address', async () => {
    expect(await caller()('list-audit-records', { limit: 5, order: 'oldest' })).toMatchObject({ isError: false });
    expect(app.requests).toMatchObject([{ url: '/api/audit?order=oldest&limit=5' }]);
  });

  it('can be confirmed as long as only a hundred others were tried since', async () => {
    const call = caller();
    const start = (count: number, confirm = false) =>
      call('start-nodes', { ...POOL, body: { count, reason: 'work' }, confirm });
    for (let count = 1; count <= 101; count += 1) await start(count);
    expect(await start(1, true)).toMatchObject({ isError: true });
    expect(await start(2, true)).toMatchObject({ isError: false });
  });
});
