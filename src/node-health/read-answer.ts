import type { HealthState } from './signal.ts';

/** The health that a text states; without a state if it states none. */
export interface ReadAnswer {
  readonly state?: HealthState;
  readonly metrics?: Readonly<Record<string, unknown>>;
}

/**
 * Parses a Rich Health State, or the bare word `healthy`, `unhealthy` or `unknown`, with or without quotes, in any case. A rich
 * state with any other word, or with contradicting states, is unknown. Words within a longer text do not count: "unhealthy"
 * contains "healthy".
 */
export function readAnswer(text: string): ReadAnswer {
  const value = parsed(text.replace(/^\uFEFF/, '').trim());
  if (typeof value === 'string') {
    const state = stateOf(value);
    return state === undefined ? {} : { state };
  }
  return isObject(value) ? readRichState(value) : {};
}

function readRichState(answer: Readonly<Record<string, unknown>>): ReadAnswer {
  // The extension ignores the case of its keys.
  const states = membersNamed(answer, 'applicationhealthstate').map((value) =>
    typeof value === 'string' ? (stateOf(value) ?? 'Unknown') : 'Unknown',
  );
  const [first] = states;
  if (first === undefined) return {};
  const metrics = metricsOf(membersNamed(answer, 'custommetrics')[0]);
  return { state: states.every((state) => state === first) ? first : 'Unknown', ...(metrics && { metrics }) };
}

function metricsOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  const metrics = typeof value === 'string' ? parsed(value) : undefined;
  return isObject(metrics) ? metrics : undefined;
}

function membersNamed(answer: Readonly<Record<string, unknown>>, name: string): readonly unknown[] {
  return Object.entries(answer).flatMap(([key, value]) => (key.toLowerCase() === name ? [value] : []));
}

const STATES: Readonly<Record<string, HealthState>> = {
  healthy: 'Healthy',
  unhealthy: 'Unhealthy',
  unknown: 'Unknown',
};

function stateOf(word: string): HealthState | undefined {
  const name = word.trim().toLowerCase();
  return Object.hasOwn(STATES, name) ? STATES[name] : undefined;
}

/** Parses JSON; any other text is returned as it is. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
