import { documentTables } from '../../../src/adapters/tables/document-tables.ts';
import { onTables } from '../../contract/backend.ts';
import { documentStoreContract } from '../../contract/document-store.ts';

documentStoreContract(onTables(['Schedules', 'Policies'], documentTables));
