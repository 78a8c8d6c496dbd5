import { app } from '@azure/functions';
import { wantsHttpStream } from './config/http-stream.ts';
import { followForwardedRequests } from './http/answers-under-way.ts';
import './functions/act-on-pool.queue.ts';
import './functions/archive-audit.timer.ts';
import './functions/check-audit.timer.ts';
import './functions/cleanup.timer.ts';
import './functions/collect-health.timer.ts';
import './functions/deliver-event.queue.ts';
import './functions/evaluate-pool.queue.ts';
import './functions/evaluate-pools.timer.ts';
import './functions/http.ts';
import './functions/notice-windows.timer.ts';
import './functions/poison.queue.ts';
import './functions/publish-events.queue.ts';
import './functions/run-replay.queue.ts';
import './functions/sum-up-days.timer.ts';
import './functions/sweep-requests.timer.ts';

if (wantsHttpStream(process.env)) {
  app.setup({ enableHttpStream: true });
  followForwardedRequests();
}
