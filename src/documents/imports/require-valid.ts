import { parsePolicy } from '../policies/policy-document.ts';
import { parseSchedule } from '../schedules/schedule-document.ts';
import { type Imported, ImportFault } from './imported.ts';

/**
 * An import whose documents can be saved.
 * @throws ImportFault with every fault: the other tool may accept names, days and numbers that the documents do not
 */
export function requireValid(imported: Imported): Imported {
  const documents = [
    ['policy', parsePolicy(imported.policy)] as const,
    ...imported.schedules.map((schedule) => [`schedule ${schedule.id}`, parseSchedule(schedule)] as const),
  ];
  const faults = documents.flatMap(([document, parsed]) =>
    parsed.ok ? [] : parsed.faults.map(({ path, message }) => `${document}, ${path}: ${message}`),
  );
  if (faults.length > 0) throw new ImportFault(`the result could not be saved: ${faults.join('; ')}`);
  return imported;
}
