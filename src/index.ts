import { app } from '@azure/functions';
import { wantsHttpStream } from './config.ts';
import { followForwardedRequests } from './http/answers-under-way.ts';
import './functions/accounts.http.ts';
import './functions/act-on-pool-poison.queue.ts';
import './functions/act-on-pool.queue.ts';
import './functions/acts.http.ts';
import './functions/audit.http.ts';
import './functions/collect-health.timer.ts';
import './functions/dashboard.http.ts';
import './functions/deliver-event-poison.queue.ts';
import './functions/deliver-event.queue.ts';
import './functions/deliveries.http.ts';
import './functions/evaluate-pool-poison.queue.ts';
import './functions/evaluate-pool.queue.ts';
import './functions/evaluate-pools.timer.ts';
import './functions/health.http.ts';
import './functions/links.http.ts';
import './functions/notice-windows.timer.ts';
import './functions/openapi.http.ts';
import './functions/os-upgrade.http.ts';
import './functions/policies.http.ts';
import './functions/pool-creation.http.ts';
import './functions/pool-health.http.ts';
import './functions/pool-notes.http.ts';
import './functions/pool-timeline.http.ts';
import './functions/pools.http.ts';
import './functions/publish-events-poison.queue.ts';
import './functions/publish-events.queue.ts';
import './functions/savings.http.ts';
import './functions/schedules.http.ts';
import './functions/schemas.http.ts';
import './functions/subscriptions.http.ts';
import './functions/tidy.timer.ts';

if (wantsHttpStream(process.env)) {
  app.setup({ enableHttpStream: true });
  followForwardedRequests();
}
