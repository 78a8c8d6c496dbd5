import { deliveryTable } from '../../../src/adapters/tables/delivery-table.ts';
import { onTables } from '../../contract/backend.ts';
import { deliveriesContract } from '../../contract/deliveries.ts';

deliveriesContract(onTables(['Deliveries'], (table) => deliveryTable(table('Deliveries'))));
