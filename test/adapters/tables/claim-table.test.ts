import { claimTable } from '../../../src/adapters/tables/claim-table.ts';
import { onTables } from '../../contract/backend.ts';
import { claimStoreContract } from '../../contract/claim-store.ts';

claimStoreContract((clock) => onTables(['Claims'], (table) => claimTable(table('Claims'), clock)));
