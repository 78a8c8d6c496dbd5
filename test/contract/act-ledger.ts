import { describe, expect, it } from 'vitest';
import type { ActLedger } from '../../src/ports/act-ledger.ts';
import { NOON } from '../support/builders.ts';
import { type Backend, onEach } from './backend.ts';

/** What every ledger of acts does, whatever keeps it. */
export function actLedgerContract(name: string, backend: Backend<ActLedger>): void {
  describe(`${name}: a ledger of acts`, () => {
    let ledger: ActLedger;
    onEach(backend, (opened) => {
      ledger = opened;
    });

    const one = { at: NOON, action: 'start', nodes: 1 } as const;

    it('keeps what was charged to each scope apart, for other processes too', async () => {
      expect(await ledger.read('app')).toEqual([]);
      const result = await ledger.change('account/demo', (spent) => ({ spent: [...spent, one], result: 'charged' }));
      expect(result).toBe('charged');
      expect(await backend.open().read('account/demo')).toEqual([one]);
      expect(await backend.open().read('app')).toEqual([]);
    });

    it('loses no charge of processes that charge at the same moment', async () => {
      const processes = Array.from({ length: 8 }, () => backend.open());
      const charged = await Promise.all(
        processes.map((process) =>
          process.change('app', (spent) => {
            const granted = spent.length < 5;
            return { spent: granted ? [...spent, one] : spent, result: granted };
          }),
        ),
      );
      expect(charged.filter((granted) => granted === true)).toHaveLength(5);
      expect(await ledger.read('app')).toHaveLength(5);
    });
  });
}
