import * as api from '../../api/announcements.ts';
import {
  effectOfAnnouncement,
  effectOfWithdrawal,
  warningsOfAnnouncement,
} from '../../app/effects/directive-effects.ts';
import { answerOnce } from '../../app/idempotency/answer-once.ts';
import {
  announceWork as announce,
  listAnnouncements as findAnnouncements,
  withdrawAnnouncement as withdraw,
} from '../../app/pools/announcements.ts';
import { withMomentsWrittenOut } from '../../app/pools/moments-in-words.ts';
import { toAnnouncement } from '../../documents/announcements/announcement-document.ts';
import { toEffectView } from '../serving/effect-view.ts';
import { type Operation, operation } from '../serving/operation.ts';
import { toPoolKey, toPoolName } from './pool-name.ts';

export const announceWork = operation(api.announceWork).by(
  async ({ path, query, headers, body: written, caller }, ports) => {
    const { actor } = caller;
    const pool = toPoolName(path);
    const value = await withMomentsWrittenOut(ports, pool, { value: written, members: ['by', 'until'] });
    if (query.dryRun)
      return { status: 200, body: toEffectView(await effectOfAnnouncement(ports, { pool, value, actor })) };
    const request = { key: headers['idempotency-key'], actor, what: { announce: toPoolKey(path), value: written } };
    const announcement = await answerOnce(ports, request, (correlation) =>
      announce(ports, { pool, value, actor, correlation }),
    );
    const location = `/api/accounts/${path.account}/pools/${path.pool}/announcements/${announcement.id}`;
    const warnings = await warningsOfAnnouncement(ports, toAnnouncement(announcement, pool));
    const body = { ...announcement, ...(warnings.length > 0 && { warnings }) };
    return { status: 201, headers: { location }, body };
  },
);

export const listAnnouncements = operation(api.listAnnouncements).by(async ({ path }, ports) => {
  const { announcements, unreadable } = await findAnnouncements(ports, toPoolName(path));
  return { status: 200, body: { announcements, ...(unreadable.length > 0 && { unreadable }) } };
});

export const withdrawAnnouncement = operation(api.withdrawAnnouncement).by(
  async ({ path, query: { dryRun }, caller }, ports) => {
    if (dryRun) return { status: 200, body: toEffectView(await effectOfWithdrawal(ports, toPoolName(path), path.id)) };
    await withdraw(ports, toPoolName(path), { id: path.id, actor: caller.actor });
    return { status: 204 };
  },
);

/** The operations on announcements. */
export const ANNOUNCEMENTS: readonly Operation[] = [announceWork, listAnnouncements, withdrawAnnouncement];
