import type { Account, Job, JobSchedule, Pool } from './world.ts';

/** The pool of an account with an id in any letter case; `undefined` if there is none. */
export function findPool(account: Account, id: string): Pool | undefined {
  return account.pools.get(id.toLowerCase());
}

/** The job of an account with an id in any letter case; `undefined` if there is none. */
export function findJob(account: Account, id: string): Job | undefined {
  return account.jobs.get(id.toLowerCase());
}

/** The job schedule of an account with an id in any letter case; `undefined` if there is none. */
export function findJobSchedule(account: Account, id: string): JobSchedule | undefined {
  return account.jobSchedules.get(id.toLowerCase());
}
