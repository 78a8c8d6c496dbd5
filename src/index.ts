import './functions/audit.http.ts';
import './functions/evaluate-pool-poison.queue.ts';
import './functions/evaluate-pool.queue.ts';
import './functions/evaluate-pools.timer.ts';
import './functions/health.http.ts';
import './functions/policies.http.ts';
import './functions/pools.http.ts';
import './functions/schedules.http.ts';
