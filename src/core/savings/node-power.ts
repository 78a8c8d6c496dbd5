import type { Temporal } from 'temporal-polyfill';
import { isBefore } from '../time/instants.ts';
import type { Evidence, EvidenceKind } from './evidence.ts';

/** A period in which a node was off because this app had deallocated it. */
export interface OffSpan {
  readonly node: string;
  readonly from: Temporal.Instant;
  /** `undefined` if nothing shows that it has ended. */
  readonly to: Temporal.Instant | undefined;
  /** Does it begin when the node was seen deallocated, or, if nobody saw it, when Batch accepted the deallocation? */
  readonly basis: 'seen' | 'accepted';
  /** The policy that deallocated it. */
  readonly policy: string | undefined;
  readonly records: readonly string[];
}

/** A period in which a node was starting: paid for, but not usable. */
export interface Restart {
  readonly node: string;
  readonly from: Temporal.Instant;
  /** When it was ready, or had failed; `undefined` if no record says so. */
  readonly to: Temporal.Instant | undefined;
  /** The time of the next evidence; a start without a known end had ended by then. */
  readonly before: Temporal.Instant | undefined;
  readonly policy: string | undefined;
  readonly records: readonly string[];
}

/** A period that is not counted although this app had deallocated the node, and why. */
export interface Uncounted {
  readonly node: string;
  readonly from: Temporal.Instant;
  readonly reason: string;
  readonly records: readonly string[];
}

/** When some nodes were off or starting. */
export interface NodePower {
  readonly off: readonly OffSpan[];
  readonly restarts: readonly Restart[];
  readonly uncounted: readonly Uncounted[];
}

/**
 * Follows each node through its evidence. A period off counts only if both its ends are known, or if it continues; if a record
 * must be missing, it does not count. The periods of one node never overlap.
 */
export function powerOf(evidence: readonly Evidence[]): NodePower {
  const lives = [...Map.groupBy(evidence, ({ node }) => node)].map(([node, of]) => new NodeLife(node).live(of));
  return {
    off: lives.flatMap(({ off }) => off),
    restarts: lives.flatMap(({ restarts }) => restarts),
    uncounted: lives.flatMap(({ uncounted }) => uncounted),
  };
}

/** Our deallocation: accepted, and perhaps seen. */
interface Release {
  readonly accepted: Evidence;
  readonly seen: Evidence | undefined;
}

/** Evidence that neither shows the end of a start nor ends it. */
const GOES_ON: ReadonlySet<EvidenceKind> = new Set(['on', 'start-failed', 'start-fell-back', 'found-on']);

class NodeLife {
  readonly off: OffSpan[] = [];
  readonly restarts: Restart[] = [];
  readonly uncounted: Uncounted[] = [];
  readonly #node: string;
  #release: Release | undefined;
  #starting: Evidence | undefined;
  /** After the clock was set back, no hour may count twice. */
  #countedUntil: Temporal.Instant | undefined;

  constructor(node: string) {
    this.#node = node;
  }

  live(evidence: readonly Evidence[]): this {
    for (const one of evidence) {
      if (!GOES_ON.has(one.kind)) this.#endStart(undefined, one);
      this.#on[one.kind](one);
    }
    this.#endStart(undefined, undefined);
    if (this.#release?.seen !== undefined) this.#endOff(this.#release, undefined, []);
    return this;
  }

  readonly #on: Readonly<Record<EvidenceKind, (one: Evidence) => void>> = {
    'wants-off': (one) =>
      this.#refute('we meant to deallocate it again, so it was on, and no record says since when', one),
    'asked-off': (one) => {
      this.#refute('it was deallocated again, and no record says when it was started', one);
      this.#release = { accepted: one, seen: undefined };
    },
    off: (one) => {
      if (this.#release?.seen === undefined && this.#release !== undefined)
        this.#release = { ...this.#release, seen: one };
    },
    'stayed-on': (one) => this.#refute('it was not deallocated in the end', one),
    'asked-on': (one) => this.#start(one),
    on: (one) => this.#started(one),
    'start-failed': (one) => this.#started(one),
    'start-fell-back': (one) => this.#started(one),
    'found-on': (one) => {
      const release = this.#release;
      if (release !== undefined && (release.seen !== undefined || one.wasOff)) this.#start(one);
      this.#release = undefined;
    },
    removed: (one) => this.#close(one),
    'found-off': (one) => this.#refute('somebody else deallocated it, and no record says when it was started', one),
    gone: (one) => this.#refute('it has left the pool, and no record says when', one),
  };

  #start(one: Evidence): void {
    this.#close(one);
    this.#starting = one;
  }

  /** The period off, if there is one, has ended. */
  #close(one: Evidence): void {
    const release = this.#release;
    if (release !== undefined && (release.seen !== undefined || one.wasOff)) this.#endOff(release, one.at, one.records);
    this.#release = undefined;
  }

  #started(one: Evidence): void {
    const took = { milliseconds: Math.round((one.seconds ?? 0) * 1000) };
    if (this.#starting === undefined) this.#start({ ...one, at: one.at.subtract(took) });
    const asked = this.#starting?.at ?? one.at;
    this.#endStart(one.seconds === undefined ? one.at : asked.add(took), one);
  }

  /** Ends the period off; `to` is `undefined` while it continues. */
  #endOff({ accepted, seen }: Release, to: Temporal.Instant | undefined, closing: readonly string[]): void {
    const begun = (seen ?? accepted).at;
    const counted = this.#countedUntil;
    const from = counted !== undefined && isBefore(begun, counted) ? counted : begun;
    if (to !== undefined && !isBefore(from, to)) return;
    this.#countedUntil = to;
    this.off.push({
      node: this.#node,
      from,
      to,
      basis: seen === undefined ? 'accepted' : 'seen',
      policy: accepted.policy,
      records: [...accepted.records, ...(seen?.records ?? []), ...closing],
    });
  }

  #endStart(to: Temporal.Instant | undefined, by: Evidence | undefined): void {
    const start = this.#starting;
    if (start === undefined) return;
    const closing = to === undefined || by === undefined ? [] : by.records;
    this.restarts.push({
      node: this.#node,
      from: start.at,
      to,
      before: by?.at,
      policy: start.policy,
      records: [...new Set([...start.records, ...closing])],
    });
    this.#starting = undefined;
  }

  /** What looked like a period off cannot have been one until its end. */
  #refute(reason: string, { records }: Evidence): void {
    const release = this.#release;
    this.#release = undefined;
    if (release?.seen === undefined) return;
    const { accepted, seen } = release;
    this.uncounted.push({
      node: this.#node,
      from: seen.at,
      reason,
      records: [...accepted.records, ...seen.records, ...records],
    });
  }
}
