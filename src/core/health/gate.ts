import { matchesGlob } from '../glob.ts';
import type { ExtensionHealth } from './extension.ts';

/** The result of a gate for a started node: it may be used, it has to wait, or something is wrong with it. */
export interface GateReading {
  readonly verdict: 'passed' | 'waiting' | 'failed';
  /** One sentence for people. */
  readonly reason: string;
}

/** The extensions that must be healthy before a started node counts as ready: names, with `*` for any characters. */
export interface GateNames {
  readonly extensions: readonly string[];
}

/**
 * Evaluates the gate of a node. Every named extension must have succeeded, and if it reports the application's health, that
 * must be `Healthy`. A name without `*` must exist. Batch's own extension is ignored. An unknown state means waiting.
 */
export function readGate({ extensions: names }: GateNames, found: readonly ExtensionHealth[] | undefined): GateReading {
  if (found === undefined) return { verdict: 'waiting', reason: 'its extensions could not be read' };
  const ours = found.filter(({ ofBatch }) => !ofBatch);
  const missing = names.filter((name) => !name.includes('*') && !ours.some((one) => matches(name, one)));
  const readings = ours.filter((one) => names.some((name) => matches(name, one))).map(readingOf);
  const failed = readings.find(({ verdict }) => verdict === 'failed');
  if (failed !== undefined) return failed;
  if (missing.length > 0) return { verdict: 'waiting', reason: `the extension "${missing[0]}" is not there` };
  const waiting = readings.find(({ verdict }) => verdict === 'waiting');
  return waiting ?? { verdict: 'passed', reason: `${readings.length} extensions are well` };
}

function readingOf({ name, state, message, applicationHealth }: ExtensionHealth): GateReading {
  const said = message === '' ? '' : `: ${message}`;
  if (state === 'failed') return { verdict: 'failed', reason: `the extension "${name}" has failed${said}` };
  if (state !== 'succeeded') return { verdict: 'waiting', reason: `the extension "${name}" is ${state}${said}` };
  if (applicationHealth !== undefined && applicationHealth !== 'Healthy') {
    return { verdict: 'waiting', reason: `the extension "${name}" reports ${applicationHealth}` };
  }
  return { verdict: 'passed', reason: `the extension "${name}" is well` };
}

function matches(pattern: string, { name, otherName }: ExtensionHealth): boolean {
  return matchesGlob(pattern, name) || (otherName !== undefined && matchesGlob(pattern, otherName));
}
