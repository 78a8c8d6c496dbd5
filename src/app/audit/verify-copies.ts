import { chainText } from '../../core/audit/chain.ts';
import type { AuditRecord } from '../../core/audit/record.ts';
import type { AuditChains, KeptRecord } from '../../ports/audit-chains.ts';
import { sha256 } from '../../ports/sha256.ts';
import type { Budget } from './verify-budget.ts';

const MODULUS = 1n << 256n;

/**
 * Adds digests to a sum. The sums of the wanted and the existing copies can be compared in any order and without keeping the
 * copies.
 */
export function addDigests(sum: bigint, keys: readonly string[]): bigint {
  return keys.reduce((total, key) => (total + BigInt(`0x${sha256(key)}`)) % MODULUS, sum);
}

/** Digests of the copies that records must have; a record without a node has none. */
export function wantedCopies(records: readonly KeptRecord[]): readonly string[] {
  return records.flatMap(({ record, key }) => {
    const { node } = record.subject;
    return node === undefined ? [] : [`${node}.${key} ${record.hash}`];
  });
}

/** Digests of existing copies. Each is computed from the content, and must equal the hash that the copy carries. */
export function keptCopies(copies: readonly KeptRecord[]): readonly string[] {
  return copies.map(({ record, key }) => `${key} ${isAsHashed(record) ? record.hash : 'changed'}`);
}

/** A fault of a copy, and the number of its record. */
export interface CopyFault {
  readonly number: number;
  readonly message: string;
}

const UNKNOWN: CopyFault = { number: 0, message: 'the copies under nodes do not agree with their records' };

/**
 * Finds the first record whose copy is wrong, after the sums have shown that there is one. In a chain that is too long for what
 * is left of the budget, the place is not found: that there is a fault must be said before the host ends the function.
 */
export async function findCopyFault(chains: AuditChains, chain: string, budget: Budget): Promise<CopyFault> {
  const faults: CopyFault[] = [];
  for await (const { records } of chains.rows(chain, 'copies')) {
    if (await budget.isSpent()) return UNKNOWN;
    faults.push(...(await Promise.all(records.map((copy) => faultOf(chains, chain, copy)))).flat());
  }
  for await (const { records } of chains.rows(chain, 'records')) {
    if (await budget.isSpent()) return UNKNOWN;
    faults.push(...(await Promise.all(records.map((record) => faultWithout(chains, chain, record)))).flat());
  }
  const [first] = faults.toSorted((a, b) => a.number - b.number);
  return first ?? UNKNOWN;
}

async function faultOf(chains: AuditChains, chain: string, { record, key }: KeptRecord): Promise<readonly CopyFault[]> {
  const { number, hash } = record;
  const [count = '', time = '', ...node] = key.split('.').toReversed();
  const original = await chains.row(chain, 'records', `${time}.${count}`);
  const name = node.toReversed().join('.');
  if (original?.subject.node !== name) {
    return [{ number, message: `the copy of record ${number} under ${name} is of no record: it was put in` }];
  }
  const isSame = isAsHashed(record) && hash === original.hash;
  return isSame
    ? []
    : [{ number: original.number, message: `the copy of record ${original.number} under its node was changed` }];
}

async function faultWithout(
  chains: AuditChains,
  chain: string,
  { record, key }: KeptRecord,
): Promise<readonly CopyFault[]> {
  const { number, subject } = record;
  if (subject.node === undefined) return [];
  const copy = await chains.row(chain, 'copies', `${subject.node}.${key}`);
  return copy === undefined ? [{ number, message: `the copy of record ${number} under its node is missing` }] : [];
}

function isAsHashed(record: AuditRecord): boolean {
  return record.hash === sha256(chainText(record));
}
