import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { operationNamed } from '../support/api-description.ts';
import { call } from '../support/http-call.ts';
import { TestSystem } from '../support/test-system.ts';

const PAGE = readFileSync('docs/deploy.md', 'utf8');

/** The requests of the page that send a document: its address and its body. */
function requests(): readonly { readonly kind: string; readonly id: string; readonly body: string }[] {
  const matches = PAGE.matchAll(/\$APP\/api\/(schedules|policies)\/([\w-]+)" -d @- <<'JSON'\n([\s\S]*?)\nJSON\n/g);
  return [...matches].map(([, kind = '', id = '', body = '']) => ({ kind, id, body }));
}

describe('docs/deploy.md', () => {
  const system = TestSystem.forAllTests();
  beforeAll(async () => {
    await system.account.createIdlePool('render');
  });

  it('sends documents that the app accepts, up to the plan that it observes', async () => {
    const put = { schedules: 'put-schedule', policies: 'put-policy' } as Readonly<Record<string, string>>;
    const [schedule, policy] = requests();
    expect([schedule?.kind, policy?.kind]).toEqual(['schedules', 'policies']);
    for (const { kind, id, body } of requests().slice(0, 2)) {
      const answer = await call(operationNamed(put[kind] ?? ''), system.ports, { params: { id }, body });
      expect({ id, status: answer.status }).toEqual({ id, status: 201 });
    }
    const params = { account: 'demo', pool: 'render' };
    const { status, body } = await call(operationNamed('explain-pool'), system.ports, { params });
    expect(status).toBe(200);
    expect(body.policy).toMatchObject({ id: expect.stringMatching(/^render@/), mode: 'observe' });
  });

  it('lists the variables of the templates', () => {
    const { parameters } = JSON.parse(readFileSync('infra/main.parameters.json', 'utf8')) as {
      readonly parameters: Readonly<Record<string, { readonly value: string }>>;
    };
    const variables = Object.values(parameters).map(({ value }) => value.slice(2, -1));
    const asked = ['AZURE_ENV_NAME', 'AZURE_LOCATION'];
    const listed = [...PAGE.matchAll(/^\| `((?:LAMPLIGHTER|VNET)_[A-Z_]+)` \|/gm)].map(([, name]) => name);
    expect(listed.toSorted()).toEqual(variables.filter((name) => !asked.includes(name)).toSorted());
  });

  it('names every action of the roles, and every group that scales', () => {
    const permissions = JSON.parse(readFileSync('infra/batch/permissions.json', 'utf8'));
    for (const level of ['observe', 'operate'])
      for (const action of [...permissions[level].actions, ...(permissions[level].dataActions ?? [])])
        expect(PAGE).toContain(`\`${action}\``);
    const { alwaysReady } = JSON.parse(readFileSync('infra/scale.json', 'utf8'));
    const groups = Object.keys(alwaysReady).filter((group) => !group.endsWith('-poison'));
    for (const group of groups) expect(PAGE).toContain(`\`${group}\``);
  });

  it('looks for the custom roles where they are, which is in the groups of the accounts', () => {
    const commands = [...PAGE.matchAll(/az role definition (?:list|delete) [^`|]*/g)].map(([command]) => command);
    expect(commands.map((command) => / --scope GROUP_ID /.test(command))).toEqual([true, true]);
  });

  it('counts right', () => {
    const minutes = 60 * 730;
    const timers = 3 * minutes;
    const evaluations = (10 * minutes) / 5;
    // sweep-requests every five minutes, sum-up-days each hour, and the three of the night
    const otherTimers = Math.round((12 + 1 + 3 / 24) * 730);
    const gigabyteSeconds = (timers + otherTimers + evaluations) * 2;
    const dollars = (paid: number) => `$${(paid * 0.000_026).toFixed(2)}`;
    for (const text of [
      `${timers.toLocaleString('en')} runs`,
      `${otherTimers.toLocaleString('en')} runs`,
      `${evaluations.toLocaleString('en')} runs`,
      `${(timers + otherTimers + evaluations).toLocaleString('en')} runs`,
      gigabyteSeconds.toLocaleString('en'),
      dollars(gigabyteSeconds - 100_000),
      dollars(gigabyteSeconds / 4 - 100_000),
      `$${(2 * 3600 * 730 * 0.000_004).toFixed(2)}`,
    ])
      expect(PAGE).toContain(text);
  });
});
