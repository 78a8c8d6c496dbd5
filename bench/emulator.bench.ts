import { Temporal } from 'temporal-polyfill';
import { type Emulation, openEmulation } from '../src/emulator/emulation.ts';
import type { RawAnswer } from '../src/emulator/http/raw.ts';
import { startEmulator } from '../src/emulator/start-emulator.ts';
import { type Benchmark, resultOf } from './benchmark.ts';
import { race } from './measure.ts';

const NODES = 100_000;
const PAGE = 1000;
const START = Temporal.Instant.from('2026-03-27T12:00:00Z');
const ACCOUNT_PATH =
  '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/demo/providers/Microsoft.Batch/batchAccounts/demo';

/** A token whose signature nobody checks. */
function bearer(audience: string): string {
  const claims = { aud: audience, exp: Math.floor(Date.now() / 1000) + 86_400 };
  return `Bearer e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.e30`;
}

const DATA = { authorization: bearer('https://batch.core.windows.net') };
const MANAGEMENT = { authorization: bearer('https://management.azure.com'), 'content-type': 'application/json' };

/** A request in process: no socket is timed with it. */
function ask(emulation: Emulation, method: string, url: string, body?: object): string {
  const headers = { host: 'localhost', ...(url.startsWith('/subscriptions') ? MANAGEMENT : DATA) };
  const text = body === undefined ? '' : JSON.stringify(body);
  const answer = emulation.answer({ method, url, headers, body: text, encrypted: false }) as RawAnswer;
  if (answer.status >= 300) throw new Error(`${method} ${url}: ${answer.status} ${answer.body}`);
  return answer.body ?? '';
}

function advance(emulation: Emulation, duration: string): void {
  ask(emulation, 'POST', '/_emulator/clock', { advance: duration });
}

/** A pool of so many nodes, all of them idle. */
function emulationWith(nodes: number): Emulation {
  const emulation = openEmulation({ start: START, speed: 0 });
  const imageReference = { publisher: 'microsoftcblmariner', offer: 'cbl-mariner', sku: 'cbl-mariner-2' };
  ask(emulation, 'PUT', `${ACCOUNT_PATH}/pools/render?api-version=2024-07-01`, {
    properties: {
      vmSize: 'STANDARD_D2S_V3',
      deploymentConfiguration: {
        virtualMachineConfiguration: { imageReference, nodeAgentSkuId: 'batch.node.mariner 2.0' },
      },
      scaleSettings: { fixedScale: { targetDedicatedNodes: nodes } },
    },
  });
  advance(emulation, 'PT6H');
  return emulation;
}

/** The last full page, so that the place in the list counts too. */
function lastPage(emulation: Emulation): string {
  let page = '/pools/render/nodes?api-version=2025-06-01';
  for (;;) {
    const next = (JSON.parse(ask(emulation, 'GET', page)) as { 'odata.nextLink'?: string })['odata.nextLink'];
    if (next === undefined) return page;
    page = next.replace('http://localhost', '');
  }
}

async function startOnce(): Promise<number> {
  await (await startEmulator({ port: 0 })).close();
  return 1;
}

const START_MEANS = 'A test can have an emulator of its own.';
const PAGE_MEANS = 'The emulator makes a page of nodes about as fast as it can be serialised.';
const PLACE_MEANS = 'The last page of a long list costs no more than the first.';
const CLOCK_MEANS = 'The clock jumps over a day in which nothing happens, however many nodes there are.';

export const emulator: Benchmark = {
  name: 'emulator',
  run: async () => {
    const full = emulationWith(NODES);
    const small = emulationWith(PAGE);
    const page = lastPage(full);
    const data: unknown = JSON.parse(ask(full, 'GET', page));
    const starts = await race(
      [
        { name: 'startEmulator and close', run: startOnce },
        { name: '50 ms', run: () => new Promise((resolve) => setTimeout(resolve, 50, 1)) },
      ],
      15,
    );
    const pages = await race(
      [
        { name: `the last ${PAGE} of ${NODES} nodes`, run: () => ask(full, 'GET', page).length && PAGE },
        { name: 'JSON.stringify of that page', run: () => JSON.stringify(data).length && PAGE },
      ],
      101,
    );
    const places = await race(
      [
        { name: `the last ${PAGE} of ${NODES} nodes`, run: () => ask(full, 'GET', page).length && PAGE },
        {
          name: `the only ${PAGE} nodes`,
          run: () => ask(small, 'GET', '/pools/render/nodes?api-version=2025-06-01').length && PAGE,
        },
      ],
      101,
    );
    const day = (emulation: Emulation) => () => {
      advance(emulation, 'P1D');
      return 1;
    };
    const days = await race(
      [
        { name: `a day over ${NODES} idle nodes`, run: day(full) },
        { name: `a day over ${PAGE} idle nodes`, run: day(small) },
      ],
      101,
    );
    return [
      resultOf(
        { benchmark: 'emulator: start', means: START_MEANS, unit: 'starts', goal: { kind: 'milliseconds', most: 50 } },
        starts,
      ),
      resultOf(
        { benchmark: 'emulator: page of nodes', means: PAGE_MEANS, unit: 'nodes', goal: { kind: 'speed', least: 0.5 } },
        pages,
      ),
      resultOf(
        {
          benchmark: 'emulator: place of a page',
          means: PLACE_MEANS,
          unit: 'nodes',
          goal: { kind: 'speed', least: 0.9 },
        },
        places,
      ),
      resultOf(
        { benchmark: 'emulator: clock', means: CLOCK_MEANS, unit: 'days', goal: { kind: 'speed', least: 0.5 } },
        days,
      ),
    ];
  },
};
