import type { HasActLedger } from '../ports/act-ledger.ts';
import type { HasActQueue } from '../ports/act-queue.ts';
import type { HasAttempts } from '../ports/attempts.ts';
import type { AuditTrail } from '../ports/audit.ts';
import type { HasAuditAnchors } from '../ports/audit-anchors.ts';
import type { HasAuditArchive } from '../ports/audit-archive.ts';
import type { HasAuditChains } from '../ports/audit-chains.ts';
import type { Batch } from '../ports/batch.ts';
import type { HasBatchCalls } from '../ports/batch-calls.ts';
import type { HasBlobService } from '../ports/blob-service.ts';
import type { HasDashboard } from '../ports/built-page.ts';
import type { HasCalendars } from '../ports/calendars.ts';
import type { HasClaims } from '../ports/claim-store.ts';
import type { HasClock, HasPause, HasWallClock } from '../ports/clock.ts';
import type { HasDayFigures } from '../ports/day-figures.ts';
import type { HasDeliveries } from '../ports/deliveries.ts';
import type { HasDemandRecords } from '../ports/demand-records.ts';
import type { HasDocumentFiles, HasDocumentStore } from '../ports/documents.ts';
import type { HasEvaluationQueue } from '../ports/evaluation-queue.ts';
import type { HasEventQueues } from '../ports/event-queues.ts';
import type { HasHealthRecords } from '../ports/health-records.ts';
import type { HasNamedFiles } from '../ports/named-files.ts';
import type { HasNewCorrelation, HasNewToken } from '../ports/names.ts';
import type { HasOpenCreations } from '../ports/open-creations.ts';
import type { HasOpenRequests } from '../ports/open-requests.ts';
import type { HasAnnouncements, HasCircuitResets, HasOverrides } from '../ports/pool-notes.ts';
import type { HasPoolStates } from '../ports/pool-states.ts';
import type { HasReceivers } from '../ports/receivers.ts';
import type { HasRefusals } from '../ports/refusals.ts';
import type { HasReplayQueue } from '../ports/replay-queue.ts';
import type { HasReplays } from '../ports/replays.ts';
import type { HasRetailPrices } from '../ports/retail-prices.ts';
import type { HasSettings } from '../ports/settings.ts';
import type { HasThrottle } from '../ports/throttle.ts';
import type { HasTicks } from '../ports/ticks.ts';
import type { HasUnknownSettings } from '../ports/unknown-settings.ts';
import type { HasTickDocuments } from './documents/unchanged-documents.ts';
import type { HasCountsInTurn } from './evaluation/count-in-turn.ts';
import type { HasDocumentsAt } from './evaluation/documents-at.ts';
import type { HasJobsAt } from './evaluation/jobs-at.ts';
import type { HasLooksInTurn } from './evaluation/large-pools.ts';
import type { HasSurveysInTime } from './evaluation/survey-in-time.ts';
import type { HasForecastModels } from './forecast/forecast-models.ts';
import type { HasHealthMemory } from './health-memory.ts';
import type { HasDeliveryShares } from './outbound/delivery-shares.ts';
import type { HasToldNotices } from './outbound/told-notices.ts';

/** All ports of the use cases: `composition.ts` builds them, and the functions pass them on. */
export interface Ports
  extends HasAttempts,
    HasClock,
    HasWallClock,
    HasPause,
    HasBatchCalls,
    HasBlobService,
    HasHealthMemory,
    HasNamedFiles,
    HasUnknownSettings,
    HasThrottle,
    HasDayFigures,
    HasDemandRecords,
    HasForecastModels,
    HasDocumentStore,
    HasDocumentFiles,
    HasDocumentsAt,
    HasTickDocuments,
    HasJobsAt,
    HasCountsInTurn,
    HasLooksInTurn,
    HasSurveysInTime,
    HasOverrides,
    HasAnnouncements,
    HasCircuitResets,
    HasOpenCreations,
    HasOpenRequests,
    HasCalendars,
    HasPoolStates,
    HasTicks,
    HasHealthRecords,
    HasAuditChains,
    HasAuditAnchors,
    HasAuditArchive,
    HasEvaluationQueue,
    HasActLedger,
    HasActQueue,
    HasClaims,
    HasReceivers,
    HasDeliveries,
    HasDeliveryShares,
    HasEventQueues,
    HasRefusals,
    HasReplayQueue,
    HasReplays,
    HasRetailPrices,
    HasToldNotices,
    HasDashboard,
    HasNewCorrelation,
    HasNewToken,
    HasSettings {
  readonly batch: Batch;
  readonly audit: AuditTrail;
}
