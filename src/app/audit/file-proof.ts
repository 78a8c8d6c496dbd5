import { type ChainEnd, type ChainFault, contentFault, missingText } from '../../core/audit/chain.ts';
import { stemOfChain } from '../../core/audit/chain-name.ts';
import { type AuditRecord, recordId } from '../../core/audit/record.ts';
import type { FurthestAnchor } from '../../ports/audit-anchors.ts';
import { sha256 } from '../../ports/sha256.ts';
import { cutOffFault, rewrittenFault } from './verify-anchors.ts';

/** The place of a record: a file, and a line of it, counted from 1. */
export interface FileLocation {
  readonly file: string;
  readonly line: number;
}

/** A fault, and where it is. */
export interface FileFault extends Partial<FileLocation> {
  readonly chain: string | undefined;
  readonly number: number;
  readonly record?: string;
  readonly message: string;
}

/** The state of verifying one chain. Its size does not grow with the number of records. */
interface ChainState {
  /** +1 if the oldest records come first, -1 if the newest do, 0 after one record. */
  direction: number;
  lowest: AuditRecord;
  highest: AuditRecord;
  last: AuditRecord;
  fault: FileFault | undefined;
}

/**
 * Verifies the records of any number of chains as they arrive, each chain in either order: each record must have its hash, and
 * the link to the record before it. For each chain it keeps the fault with the smallest number.
 */
export class FileProof {
  readonly #chains = new Map<string, ChainState>();
  readonly #anchors: ReadonlyMap<string, FurthestAnchor>;
  records = 0;

  /** @param anchors heads of chains that were saved in append blobs */
  constructor(anchors: ReadonlyMap<string, FurthestAnchor> = new Map()) {
    this.#anchors = anchors;
  }

  take(record: AuditRecord, place: FileLocation): void {
    this.records += 1;
    const state = this.#chains.get(record.chain);
    const content = this.#contentFault(record);
    if (state === undefined) {
      const fault =
        content === undefined ? undefined : toFault(record, { number: record.number, message: content }, place);
      this.#chains.set(record.chain, { direction: 0, lowest: record, highest: record, last: record, fault });
      return;
    }
    if (state.direction === 0) state.direction = record.number < state.last.number ? -1 : 1;
    const found = content === undefined ? linkFault(state, record) : { number: record.number, message: content };
    if (found !== undefined) note(state, toFault(record, found, place));
    state.last = record;
    if (record.number < state.lowest.number) state.lowest = record;
    if (record.number > state.highest.number) state.highest = record;
  }

  #contentFault(record: AuditRecord): string | undefined {
    const anchor = this.#anchors.get(record.chain);
    return contentFault(record, sha256) ?? rewrittenFault(record, anchor)?.message;
  }

  /** The chains that have appeared. */
  get chains(): readonly string[] {
    return [...this.#chains.keys()];
  }

  /** The first and the last record of a chain that have appeared. */
  span(chain: string): { readonly first: AuditRecord; readonly last: AuditRecord } | undefined {
    const state = this.#chains.get(chain);
    return state === undefined ? undefined : { first: state.lowest, last: state.highest };
  }

  /** Compares the records of a chain with its head. */
  hold(head: ChainEnd): FileFault | undefined {
    const state = this.#chains.get(head.chain);
    if (state === undefined) {
      const message = `${missingText(1, head.number)}: the chain is not there at all, its head says ${head.number}`;
      return { chain: head.chain, number: 1, record: `${head.chain}/1`, message };
    }
    const { number, hash } = state.highest;
    if (number < head.number) {
      note(state, endFault(head, number + 1, `${missingText(number + 1, head.number)}: the head says ${head.number}`));
    } else if (number === head.number && hash !== head.hash) {
      note(state, endFault(head, number, `record ${number} is not the one that the head names`));
    }
    return undefined;
  }

  /** Compares the records with the anchors. If the file should have all chains, an anchor without its chain is a fault too. */
  holdAnchors({ isWhole }: { readonly isWhole: boolean }): readonly FileFault[] {
    const absent: FileFault[] = [];
    for (const anchor of this.#anchors.values()) {
      const state = this.#chains.get(anchor.chain);
      const fault = cutOffFault(state?.highest ?? { chain: anchor.chain, number: 0, hash: '' }, anchor);
      if (fault === undefined) continue;
      if (state !== undefined) note(state, endFault(anchor, fault.number, fault.message));
      else if (isWhole) absent.push(endFault(anchor, fault.number, fault.message));
    }
    return absent;
  }

  /** Reports that the records before the first one of a chain are missing. */
  missBeginning(chain: string): void {
    const state = this.#chains.get(chain);
    if (state === undefined || state.lowest.number === 1) return;
    note(state, endFault(state.lowest, 1, missingText(1, state.lowest.number - 1)));
  }

  /** The first fault of each chain, including the links between months. */
  faults(): readonly FileFault[] {
    for (const months of Map.groupBy(this.#chains.keys(), stemOfChain).values()) this.#checkMonths(months.toSorted());
    return [...this.#chains.values()].map(({ fault }) => fault).filter((fault) => fault !== undefined);
  }

  /** A chain of a subject that begins in the file must continue the last one of an earlier month in it. */
  #checkMonths(months: readonly string[]): void {
    const states = months.map((chain) => this.#chains.get(chain));
    for (const [index, state] of states.entries()) {
      const before = states[index - 1];
      if (state === undefined || before === undefined || state.lowest.number !== 1) continue;
      if (state.lowest.previous === before.highest.hash) continue;
      const message = `record 1 is not linked to the end of ${before.highest.chain}: one of the two was changed, or what was between is missing`;
      note(state, endFault(state.lowest, 1, message));
    }
  }
}

function linkFault(
  { last, direction }: ChainState,
  record: AuditRecord,
): Pick<ChainFault, 'number' | 'message'> | undefined {
  const [before, after] = direction > 0 ? [last, record] : [record, last];
  if (before.number >= after.number) {
    const message = `record ${record.number} is there once more: one of the two was put in`;
    return { number: record.number, message };
  }
  if (before.number + 1 !== after.number) {
    const message = `${missingText(before.number + 1, after.number - 1)}, ${after.number} follows`;
    return { number: before.number + 1, message };
  }
  if (after.previous === before.hash) return undefined;
  return { number: after.number, message: `record ${after.number} is not linked to the record before it` };
}

function note(state: ChainState, fault: FileFault): void {
  if (state.fault === undefined || fault.number < state.fault.number) state.fault = fault;
}

function toFault(
  { chain }: AuditRecord,
  { number, message }: Pick<ChainFault, 'number' | 'message'>,
  place: FileLocation,
): FileFault {
  return { ...place, chain, number, record: recordId({ chain, number }), message };
}

function endFault({ chain }: Pick<ChainEnd, 'chain'>, number: number, message: string): FileFault {
  return { chain, number, record: recordId({ chain, number }), message };
}
