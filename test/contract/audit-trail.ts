import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { findChainFault } from '../../src/core/audit/chain.ts';
import type { AuditRecord } from '../../src/core/audit/record.ts';
import type { AuditQuery, AuditTrail } from '../../src/ports/audit.ts';
import { anEntry, writeEntries } from '../support/audit-entries.ts';
import { NOON } from '../support/builders.ts';
import { type Backend, onEach } from './backend.ts';

/** What every audit log does: pages in both orders that miss nothing, and chains that hold when many write. */
export function auditTrailContract(backend: Backend<AuditTrail>): void {
  let audit: AuditTrail;
  onEach(backend, (port) => {
    audit = port;
  });

  async function reasons(query: Partial<AuditQuery>): Promise<readonly string[]> {
    const { records } = await audit.page({ limit: 10_000, ...query });
    return records.map(({ reason }) => reason);
  }

  async function wholeChain(query: Partial<AuditQuery>): Promise<readonly AuditRecord[]> {
    const { records } = await audit.page({ limit: 10_000, ...query });
    return records.toReversed();
  }

  describe('a record', () => {
    it('comes back as it was written', async () => {
      const entry = anEntry({
        outcome: 'accepted',
        intent: 'p.demo.render.2026-03/7',
        policy: 'render@3f2a',
        before: { windows: [1, 2, { a: null }] },
        after: 'x'.repeat(100_000),
      });
      const [written] = await audit.append([entry]);
      const { records, cursor } = await audit.page({ account: 'demo', pool: 'render', limit: 10 });
      expect(records).toEqual([written]);
      expect(records[0]).toMatchObject({ ...entry, chain: 'p.demo.render.2026-03', number: 1, previous: '' });
      expect(cursor).toBeUndefined();
    });

    it('is found under its pool in any letter case, and not under another', async () => {
      await writeEntries(audit, 3);
      expect(await reasons({ account: 'demo', pool: 'RENDER' })).toEqual(['#0']);
      expect(await reasons({ account: 'demo', pool: 'rend' })).toEqual([]);
      expect(await reasons({ account: 'other', pool: 'render' })).toEqual([]);
    });
  });

  describe('a page', () => {
    it.each(['newest', 'oldest'] as const)(
      'has the records of a node in any letter case, the %s first',
      async (order) => {
        await writeEntries(audit, 12);
        const all = await reasons({ account: 'demo', pool: 'sim', node: 'node-1', order });
        expect(all).toHaveLength(4);
        expect(await reasons({ account: 'demo', pool: 'sim', node: 'NODE-1', order })).toEqual(all);
        expect(await reasons({ node: 'Node-1', order })).toEqual(await reasons({ node: 'node-1', order }));
      },
    );

    it('shows the newest first, whatever is asked for', async () => {
      await writeEntries(audit, 12);
      expect(await reasons({ account: 'demo', pool: 'render' })).toEqual(['#9', '#6', '#3', '#0']);
      expect(await reasons({ account: 'demo', pool: 'sim', node: 'node-1' })).toEqual(['#10', '#7', '#4', '#1']);
      expect(await reasons({ account: 'demo', pool: 'sim', node: 'node-2' })).toEqual([]);
      expect(await reasons({ correlation: 'c1' })).toEqual(['#9', '#5', '#1']);
      expect(await reasons({})).toEqual(Array.from({ length: 12 }, (_, index) => `#${11 - index}`));
      expect(await reasons({ account: 'demo' })).toEqual(['#10', '#9', '#7', '#6', '#4', '#3', '#1', '#0']);
      expect(await reasons({ pool: 'sim' })).toEqual(['#10', '#7', '#4', '#1']);
      expect(await reasons({ node: 'node-1', correlation: 'c0' })).toEqual(['#4', '#0']);
    });

    it('narrows by time, from and up to', async () => {
      await writeEntries(audit, 12);
      const [from, to] = [NOON.add({ minutes: 3 }), NOON.add({ minutes: 9 })];
      expect(await reasons({ from, to })).toEqual(['#8', '#7', '#6', '#5', '#4', '#3']);
      expect(await reasons({ account: 'demo', pool: 'render', from, to })).toEqual(['#6', '#3']);
    });

    it('narrows by action and actor, and takes no value for a filter', async () => {
      await audit.append([
        anEntry({ reason: 'a' }),
        anEntry({ action: 'start', reason: 'b' }),
        anEntry({ actor: "o'neil", reason: 'c' }),
      ]);
      expect(await reasons({ action: 'start' })).toEqual(['b']);
      expect(await reasons({ actor: "o'neil" })).toEqual(['c']);
      expect(await reasons({ actor: "x' or '1' eq '1" })).toEqual([]);
    });

    it('shows the oldest first where that is asked for, exactly the other way round', async () => {
      await writeEntries(audit, 12);
      const filters: readonly Partial<AuditQuery>[] = [
        {},
        { account: 'demo' },
        { pool: 'sim' },
        { account: 'demo', pool: 'render' },
        { account: 'demo', pool: 'render', node: 'node-1' },
        { document: 'schedules/office-hours' },
        { correlation: 'c1' },
        { from: NOON.add({ minutes: 3 }), to: NOON.add({ minutes: 9 }) },
        { account: 'demo', pool: 'sim', from: NOON.add({ minutes: 4 }) },
        { node: 'node-1', to: NOON.add({ minutes: 7 }) },
      ];
      for (const filter of filters) {
        const newest = await reasons(filter);
        expect(newest.length).toBeGreaterThan(0);
        expect(await reasons({ ...filter, order: 'oldest' })).toEqual(newest.toReversed());
      }
    });

    it('shows all records of a moment that has many, the oldest first', async () => {
      const many = Array.from({ length: 130 }, (_, index) => anEntry({ reason: `#${index}` }));
      await audit.append(many);
      const query = { account: 'demo', pool: 'render', order: 'oldest', limit: 30 } as const;
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await audit.page({ ...query, cursor });
        seen.push(...page.records.map(({ reason }) => reason));
        cursor = page.cursor;
      } while (cursor !== undefined);
      expect(seen).toEqual(many.map(({ reason }) => reason));
    });

    it('oldest first, leads to what is added after the last one as well', async () => {
      await writeEntries(audit, 9);
      for (const filter of [{}, { account: 'demo', pool: 'render' }, { correlation: 'c1' }]) {
        const seen: string[] = [];
        const follow = async (start: string | undefined) => {
          let page = { cursor: start, resume: start };
          do {
            const { records, ...next } = await audit.page({
              ...filter,
              order: 'oldest',
              limit: 2,
              cursor: page.cursor,
            });
            seen.push(...records.map(({ reason }) => reason));
            page = next;
          } while (page.cursor !== undefined);
          return page.resume;
        };
        const end = await follow(undefined);
        const before = seen.length;
        await audit.append([anEntry({ at: NOON.add({ hours: 40 }), reason: 'late', correlation: 'c1' })]);
        const later = await follow(end);
        expect(seen.slice(before)).toEqual(['late']);
        expect(seen).toEqual(await reasons({ ...filter, order: 'oldest' }));
        expect(await follow(later)).toBe(later);
        expect(seen.slice(before)).toEqual(['late']);
      }
    });

    it('narrows by outcome, phase and document', async () => {
      await audit.append([
        anEntry({ reason: 'a', phase: 'outcome', outcome: 'accepted' }),
        anEntry({ reason: 'b', phase: 'outcome', outcome: 'refused' }),
        anEntry({ reason: 'c' }),
      ]);
      await audit.append([anEntry({ reason: 'd', phase: 'event', subject: { document: 'schedules/nights' } })]);
      await audit.append([anEntry({ reason: 'e', phase: 'event', subject: { document: "schedules/o'neil" } })]);
      expect(await reasons({ outcome: 'refused' })).toEqual(['b']);
      expect(await reasons({ phase: 'intent' })).toEqual(['c']);
      expect(await reasons({ document: 'schedules/nights' })).toEqual(['d']);
      expect(await reasons({ document: "schedules/o'neil", order: 'oldest' })).toEqual(['e']);
      expect(await reasons({ document: 'schedules/nights', account: 'demo' })).toEqual([]);
    });

    it('goes on where the one before ended, also when new records have come meanwhile', async () => {
      const size = fc.integer({ min: 2, max: 7 });
      const query = fc.constantFrom<Partial<AuditQuery>>(
        {},
        { account: 'demo' },
        { account: 'demo', pool: 'render' },
        { correlation: 'c2' },
      );
      await writeEntries(audit, 14);
      await fc.assert(
        fc.asyncProperty(size, query, async (limit, asked) => {
          const before = await reasons(asked);
          const seen: string[] = [];
          let cursor: string | undefined;
          do {
            const page = await audit.page({ ...asked, limit, cursor });
            expect(page.records.length).toBeLessThanOrEqual(limit);
            seen.push(...page.records.map(({ reason }) => reason));
            cursor = page.cursor;
            await audit.append([anEntry({ at: NOON.add({ hours: 5 }), reason: 'new', correlation: 'c2' })]);
          } while (cursor !== undefined);
          expect(seen).toEqual(before);
        }),
        { numRuns: 8 },
      );
    });

    it('crosses months, and hours without records', async () => {
      for (const month of ['01', '03', '04']) {
        const at = Temporal.Instant.from(`2026-${month}-28T23:59:59Z`);
        await audit.append([anEntry({ at, reason: month })]);
      }
      expect(await reasons({ account: 'demo', pool: 'render' })).toEqual(['04', '03', '01']);
      expect(await reasons({})).toEqual(['04', '03', '01']);
      const { cursor } = await audit.page({ account: 'demo', pool: 'render', limit: 1 });
      expect(await reasons({ account: 'demo', pool: 'render', cursor })).toEqual(['03', '01']);
      const all = await audit.page({ limit: 1 });
      expect(await reasons({ cursor: all.cursor })).toEqual(['03', '01']);
      expect(await reasons({ order: 'oldest', account: 'demo', pool: 'render' })).toEqual(['01', '03', '04']);
      expect(await reasons({ order: 'oldest' })).toEqual(['01', '03', '04']);
      const oldest = await audit.page({ limit: 1, order: 'oldest' });
      expect(await reasons({ cursor: oldest.cursor, order: 'oldest' })).toEqual(['03', '04']);
    });
  });

  describe('a chain', () => {
    const RENDER = { account: 'demo', pool: 'render' };

    async function fault() {
      const records = await wholeChain(RENDER);
      const chain = 'p.demo.render.2026-03';
      const start = { chain, number: 0, hash: '' };
      const { number = 0, hash = '' } = records.at(-1) ?? {};
      return findChainFault(records, { sha256, start, end: { chain, number, hash } });
    }

    it('links every record to the one before it', async () => {
      await audit.append(
        Array.from({ length: 120 }, (_, index) =>
          anEntry({ reason: `#${index}`, subject: { ...RENDER, node: `n${index}` } }),
        ),
      );
      expect((await wholeChain(RENDER)).map(({ number }) => number)).toEqual(
        Array.from({ length: 120 }, (_, index) => index + 1),
      );
      expect(await fault()).toBeUndefined();
    });

    it('keeps its order where the clock goes back', async () => {
      await audit.append([anEntry({ reason: 'a' })]);
      await audit.append([anEntry({ at: NOON.subtract({ minutes: 5 }), reason: 'b' })]);
      expect((await wholeChain(RENDER)).map(({ reason }) => reason)).toEqual(['a', 'b']);
      expect(await fault()).toBeUndefined();
    });

    it('holds when many write to it at the same time', async () => {
      const writers = Array.from({ length: 4 }, () => backend.open());
      await Promise.all(
        writers.flatMap((writer, index) =>
          Array.from({ length: 3 }, (_, turn) => writer.append([anEntry({ reason: `${index}/${turn}` })])),
        ),
      );
      expect(new Set((await wholeChain(RENDER)).map(({ reason }) => reason)).size).toBe(12);
      expect(await fault()).toBeUndefined();
    });

    it('goes on from the last record of the month before', async () => {
      await audit.append([anEntry({ at: Temporal.Instant.from('2026-01-31T12:00:00Z') })]);
      const [march] = await audit.append([anEntry()]);
      const [january] = await wholeChain(RENDER);
      expect(march).toMatchObject({ chain: 'p.demo.render.2026-03', number: 1, previous: january?.hash });
    });

    it('takes the entries of one write all or none', async () => {
      const endless: Record<string, unknown> = {};
      endless['self'] = endless;
      const entries = [anEntry({ reason: 'a' }), anEntry({ reason: 'b', after: endless })];
      await expect(audit.append(entries)).rejects.toThrow();
      expect(await reasons(RENDER)).toEqual([]);
      await audit.append([anEntry({ reason: 'c' })]);
      expect((await wholeChain(RENDER)).map(({ number, reason }) => [number, reason])).toEqual([[1, 'c']]);
    });

    it('is streamed whole, in the order that is asked for', async () => {
      await writeEntries(audit, 9);
      for (const order of ['newest', 'oldest'] as const) {
        const streamed: string[] = [];
        for await (const records of audit.stream({ account: 'demo', order })) {
          streamed.push(...records.map(({ reason }) => reason));
        }
        expect(streamed).toEqual(await reasons({ account: 'demo', order }));
      }
    });
  });
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
