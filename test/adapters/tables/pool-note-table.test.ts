import { poolNoteTable } from '../../../src/adapters/tables/pool-note-table.ts';
import { onTables } from '../../contract/backend.ts';
import { poolNotesContract } from '../../contract/pool-notes.ts';

poolNotesContract(onTables(['Overrides'], (table) => poolNoteTable(table('Overrides'), 'override')));
