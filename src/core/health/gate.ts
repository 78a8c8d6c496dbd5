import { matchesGlob } from '../glob.ts';
import type { ExtensionHealth } from './extension.ts';

/** What the extensions of a node that was started say of it: it may be used, it has to wait, or something is wrong with it. */
export interface GateReading {
  readonly verdict: 'passed' | 'waiting' | 'failed';
  /** One sentence for people. */
  readonly reason: string;
}

/** What must be well before a started node counts as ready: names of extensions, with `*` for any run of characters. */
export interface GateNames {
  readonly extensions: readonly string[];
}

/**
 * Reads the gate of a node. Every extension that is named must have succeeded, and where it reports the application's health
 * that must be Healthy; one that is named without `*` must be there. Batch's own extension is none of ours. What cannot be
 * told waits: unknown is never well.
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
