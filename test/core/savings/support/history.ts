import { Temporal } from 'temporal-polyfill';
import type { AuditEntry, AuditRecord } from '../../../../src/core/audit/record.ts';
import type { Outcome } from '../../../../src/core/pool/act.ts';

export const MONDAY = Temporal.Instant.from('2026-03-02T00:00:00Z');

/** `18:30` of the Monday, `+1 08:00` of the Tuesday. */
export function at(text: string): Temporal.Instant {
  const [, day = '0', time = ''] = /^(?:\+(\d+) )?(\S+)$/.exec(text) ?? [];
  return Temporal.Instant.from(`2026-03-02T${time}Z`).add({ hours: 24 * Number(day) });
}

/** One record as `18:30 node-1 deallocate intent`, `18:31 node-1 deallocate accepted` or `18:40 node-1 node.deallocated 600`. */
export function history(...lines: readonly string[]): readonly AuditRecord[] {
  return numbered(lines.map(entryOf));
}

/** Records in a chain of one pool, numbered from 1; an outcome belongs to the last intent of the same act on its node. */
export function numbered(entries: readonly AuditEntry[]): readonly AuditRecord[] {
  const records: AuditRecord[] = [];
  for (const entry of entries) {
    const intent = records.findLast(
      ({ phase, action, subject }) =>
        phase === 'intent' && action === entry.action && subject.node === entry.subject.node,
    );
    const link =
      entry.phase === 'outcome' && intent !== undefined ? { intent: `${intent.chain}/${intent.number}` } : {};
    const place = { chain: 'p.demo.render.2026-03', number: records.length + 1, previous: '', hash: '' };
    records.push({ ...entry, ...link, ...place });
  }
  return records;
}

function entryOf(line: string): AuditEntry {
  const [, time = '', node = '', action = '', what = ''] = /^((?:\+\d+ )?\S+) (\S+) (\S+)(?: (\S+))?$/.exec(line) ?? [];
  const isEvent = action.startsWith('node.');
  const phase = isEvent ? 'event' : what === 'intent' ? 'intent' : 'outcome';
  return {
    at: at(time),
    actor: 'timer:evaluate-pools',
    action,
    phase,
    subject: { account: 'demo', pool: 'render', node },
    reason: '',
    correlation: 'c',
    policy: 'render@1',
    ...(phase === 'outcome' && { outcome: what as Outcome }),
    ...(isEvent && what !== '' && { after: /^\d+$/.test(what) ? { seconds: Number(what) } : { state: what } }),
  };
}

/** The records that tell of one deallocation from `from` to `to` and the start after it, which takes ten minutes. */
export function nightOff(from: string, to: string, node = 'node-1'): readonly string[] {
  const ready = at(to).add({ minutes: 10 });
  const days = Math.floor((ready.epochMilliseconds - MONDAY.epochMilliseconds) / 86_400_000);
  return [
    `${from} ${node} deallocate intent`,
    `${from} ${node} deallocate accepted`,
    `${from} ${node} node.deallocated 0`,
    `${to} ${node} start intent`,
    `${to} ${node} start accepted`,
    `+${days} ${ready.toString().slice(11, 16)} ${node} node.started 600`,
  ];
}
