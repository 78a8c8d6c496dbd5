import * as z from 'zod';
import { parseJson } from '../http/parse-json.ts';
import { partsOf, type RawAnswer, type RawRequest } from '../http/raw.ts';
import { ScenarioError } from '../inputs/problem.ts';
import type { World } from '../world/world.ts';
import { readClock, setClock } from './clock.ts';
import type { Control } from './control.ts';
import { addFaults, clearFaults, readFaults } from './faults.ts';
import { addImage, readImages } from './images.ts';
import { readJournal } from './journal.ts';
import { readKnobs, setKnobs } from './knobs.ts';
import { readLatencies, setLatencies } from './latencies.ts';
import { setExtensionOutcome, setHealth } from './machines.ts';
import { setNode } from './nodes.ts';
import { addShortage, clearShortages, readShortages } from './shortages.ts';
import { addStartFault, clearStartFaults, readStartFaults } from './start-faults.ts';

/** The path of the control endpoints, outside the emulated API. */
export const CONTROL_PREFIX = '/_emulator/';

type Controls = Readonly<Record<string, Control>>;

const CONTROLS: Controls = {
  'GET clock': readClock,
  'POST clock': setClock,
  'GET journal': readJournal,
  'GET latencies': readLatencies,
  'PUT latencies': setLatencies,
  'GET knobs': readKnobs,
  'PUT knobs': setKnobs,
  'POST nodes': setNode,
  'GET images': readImages,
  'POST images': addImage,
  'POST health': setHealth,
  'POST extensions': setExtensionOutcome,
  'GET faults': readFaults,
  'POST faults': addFaults,
  'DELETE faults': clearFaults,
  'GET startfaults': readStartFaults,
  'POST startfaults': addStartFault,
  'DELETE startfaults': clearStartFaults,
  'GET shortages': readShortages,
  'POST shortages': addShortage,
  'DELETE shortages': clearShortages,
};

/** The state endpoints are handled where the world can be replaced. */
const NAMES = [...Object.keys(CONTROLS), 'GET state', 'PUT state'];

/** Is this a request to a control endpoint? */
export function isControlRequest({ url }: RawRequest): boolean {
  return url.startsWith(CONTROL_PREFIX);
}

/** Answers a request to a control endpoint, including the endpoints in `more`; reports each problem with its path. */
export function answerControlRequest(world: World, request: RawRequest, more: Controls = {}): RawAnswer {
  const { path, query } = partsOf(request);
  const name = `${request.method} ${path.slice(CONTROL_PREFIX.length)}`;
  const control = more[name] ?? CONTROLS[name];
  if (control === undefined) return json(404, { error: `There is no '${name}' here.`, has: NAMES });
  if (request.isTooLarge) return json(413, { errors: [{ path: '$', message: 'The body is too large.' }] });
  try {
    const body: unknown = request.body === '' ? undefined : parseJson(request.body);
    return json(200, control(world, { query, body }));
  } catch (error) {
    return refusalOf(error);
  }
}

function refusalOf(error: unknown): RawAnswer {
  if (error instanceof z.ZodError) {
    return json(400, {
      errors: error.issues.map((issue) => ({ path: ['$', ...issue.path].join('.'), message: issue.message })),
    });
  }
  if (error instanceof ScenarioError) return json(400, { errors: error.problems });
  if (error instanceof SyntaxError) return json(400, { errors: [{ path: '$', message: error.message }] });
  throw error;
}

function json(status: number, body: unknown): RawAnswer {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
