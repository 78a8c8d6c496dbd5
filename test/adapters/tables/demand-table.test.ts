import { demandTable } from '../../../src/adapters/tables/demand-table.ts';
import { onTables } from '../../contract/backend.ts';
import { demandRecordsContract } from '../../contract/demand-records.ts';

demandRecordsContract(onTables(['Demand'], (table) => demandTable(table('Demand'))));
