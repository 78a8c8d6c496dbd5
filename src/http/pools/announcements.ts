import * as api from '../../api/announcements.ts';
import { answerOnce } from '../../app/idempotency/answer-once.ts';
import {
  announceWork as announce,
  listAnnouncements as findAnnouncements,
  withdrawAnnouncement as withdraw,
} from '../../app/pools/pool-notes.ts';
import { type Operation, operation } from '../serving/operation.ts';
import { toPoolKey, toPoolName } from './pool-name.ts';

export const announceWork = operation(api.announceWork).by(async ({ path, headers, body: value, caller }, ports) => {
  const { actor } = caller;
  const request = { key: headers['idempotency-key'], actor, what: { announce: toPoolKey(path), value } };
  const announcement = await answerOnce(ports, request, (correlation) =>
    announce(ports, { pool: toPoolName(path), value, actor, correlation }),
  );
  const location = `/api/accounts/${path.account}/pools/${path.pool}/announcements/${announcement.id}`;
  return { status: 201, headers: { location }, body: announcement };
});

export const listAnnouncements = operation(api.listAnnouncements).by(async ({ path }, ports) => ({
  status: 200,
  body: { announcements: await findAnnouncements(ports, toPoolName(path)) },
}));

export const withdrawAnnouncement = operation(api.withdrawAnnouncement).by(async ({ path, caller }, ports) => {
  await withdraw(ports, toPoolName(path), { id: path.id, actor: caller.actor });
  return { status: 204 };
});

/** The operations on announcements. */
export const ANNOUNCEMENTS: readonly Operation[] = [announceWork, listAnnouncements, withdrawAnnouncement];
