import { readNewSchedule } from '../../app/documents/read-schedule.ts';
import type { Policy } from '../../core/policy/policy.ts';
import type { Schedule } from '../../core/schedule/schedule.ts';
import type { InputFault } from '../../core/text/input-fault.ts';
import { parsePolicy } from '../../documents/policies/policy-document.ts';
import { Misuse } from '../terminal/misuse.ts';
import { calendarsBeside } from './calendars.ts';
import { readValueOf } from './document-file.ts';

/** Reads a policy from a file. @throws Misuse for a file that cannot be read, and for an invalid document */
export async function readPolicyFile(file: string): Promise<Policy> {
  const policy = parsePolicy(await readValueOf('policies', file));
  if (!policy.ok) throw new Misuse(wrong(file, policy.faults));
  return policy.value;
}

/** Reads a schedule from a file. @throws Misuse for a file that cannot be read, and for an invalid document */
export async function readScheduleFile(file: string): Promise<Schedule> {
  const schedule = await readNewSchedule(calendarsBeside(file), await readValueOf('schedules', file));
  if (!schedule.ok) throw new Misuse(wrong(file, schedule.faults));
  return schedule.value;
}

function wrong(file: string, faults: readonly InputFault[]): string {
  return faults.map(({ path, message }) => `${file} ${path} ${message}`).join('; ');
}

/** The schedules that a policy names, of those that were given. @throws Misuse for one that was not given */
export function schedulesOf(policy: Policy, given: readonly Schedule[]): readonly Schedule[] {
  return policy.schedules.map((id) => {
    const schedule = given.find((one) => one.id === id);
    if (schedule === undefined)
      throw new Misuse(`the policy ${policy.id} names the schedule ${id}: give it by --schedule`);
    return schedule;
  });
}
