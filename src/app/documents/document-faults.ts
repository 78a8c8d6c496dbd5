import type { Fault } from '../errors.ts';
import type { DocumentKind, Ports } from '../ports.ts';
import { parsePolicy } from './policy-document.ts';
import { parseSchedule } from './schedule-document.ts';

/** Everything that is wrong with a document: in itself, under the id it is to be saved, and in what it names. */
export async function documentFaults(
  { documents }: Pick<Ports, 'documents'>,
  { kind, id, value }: { readonly kind: DocumentKind; readonly id: string; readonly value: unknown },
): Promise<readonly Fault[]> {
  const parsed = kind === 'schedules' ? parseSchedule(value) : parsePolicy(value);
  if (!parsed.ok) return parsed.faults;
  const faults: Fault[] = [];
  if (parsed.value.id !== id) faults.push({ path: '$.id', message: `the address says '${id}'` });
  if ('schedules' in parsed.value && parsed.value.schedules.length > 0) {
    const existing = new Set((await documents.list('schedules')).map((schedule) => schedule.id));
    for (const [index, schedule] of parsed.value.schedules.entries()) {
      if (!existing.has(schedule))
        faults.push({ path: `$.schedules[${index}]`, message: `there is no schedule '${schedule}'` });
    }
  }
  return faults;
}
