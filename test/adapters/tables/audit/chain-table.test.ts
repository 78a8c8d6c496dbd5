import { auditTable } from '../../../../src/adapters/tables/audit/audit-table.ts';
import { chainTable } from '../../../../src/adapters/tables/audit/chain-table.ts';
import { auditChainsContract } from '../../../contract/audit-chains.ts';
import { onTables } from '../../../contract/backend.ts';

auditChainsContract(
  onTables(['Audit'], (table) => ({ trail: auditTable(table('Audit')), chains: chainTable(table('Audit')) })),
);
