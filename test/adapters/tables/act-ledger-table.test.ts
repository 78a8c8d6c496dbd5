import { actLedgerTable } from '../../../src/adapters/tables/act-ledger-table.ts';
import { actLedgerContract } from '../../contract/act-ledger.ts';
import { onTables } from '../../contract/backend.ts';

actLedgerContract(
  'Azure Table Storage',
  onTables(['PoolState'], (table) => actLedgerTable(table('PoolState'))),
);
