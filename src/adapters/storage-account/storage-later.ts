import { later } from '../later.ts';
import { deliveryName } from '../tables/delivery-name.ts';
import type { StorageAccount } from './storage-account.ts';

const NOTES = ['list', 'listOf', 'put', 'putOver', 'delete'] as const;

/** What the storage account keeps, for an account whose code is loaded at the first call. */
export function storageLater(account: () => Promise<StorageAccount>) {
  return {
    documents: later(async () => (await account()).documents, ['list', 'get', 'put', 'delete']),
    overrides: later(async () => (await account()).overrides, NOTES),
    announcements: later(async () => (await account()).announcements, NOTES),
    circuitResets: later(async () => (await account()).circuitResets, NOTES),
    openCreations: later(async () => (await account()).openCreations, ['list', 'put', 'delete']),
    openRequests: later(async () => (await account()).openRequests, ['list', 'put', 'delete']),
    claims: later(async () => (await account()).claims, ['claim', 'get', 'list', 'update', 'forget', 'sweep']),
    deliveries: {
      nameOf: deliveryName,
      ...later(async () => (await account()).deliveries, ['add', 'get', 'update', 'page', 'sweep']),
    },
    ticks: later(async () => (await account()).ticks, ['last', 'start', 'record']),
    actLedger: later(async () => (await account()).actLedger, ['read', 'change']),
    health: later(
      async () => (await account()).health,
      ['listOf', 'get', 'visits', 'put', 'noteFault', 'delete', 'visit', 'expectVisit', 'forget'],
    ),
    evaluations: later(async () => (await account()).evaluations, ['send', 'length', 'longestWait']),
    acts: later(async () => (await account()).acts, ['send']),
    events: later(async () => (await account()).events, ['publish', 'deliver', 'giveUp']),
    replayQueue: later(async () => (await account()).replayQueue, ['send']),
    auditAnchors: later(async () => (await account()).auditAnchors, ['add', 'furthest', 'months']),
    auditArchive: later(async () => (await account()).auditArchive, ['stage', 'commit', 'read']),
    replays: later(async () => (await account()).replays, ['get', 'lastOf', 'create', 'update', 'sweep']),
  };
}
