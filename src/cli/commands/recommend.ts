import type { Replay } from '../../api/replays.ts';
import { targetOf, writeDocuments } from '../files/write-documents.ts';
import { command, usage } from '../terminal/command.ts';
import { poolReplay } from '../terminal/pool-replay.ts';
import { Refusal } from '../terminal/refusal.ts';
import { withApp } from '../terminal/running-app.ts';
import { visible } from '../terminal/visible.ts';
import { wholeNumber } from '../terminal/whole-number.ts';
import { describeReplay } from './describe-replay.ts';

const recommendUsage = () =>
  withApp(
    usage(
      'recommend',
      'Proposes a policy and a schedule for a pool from its recorded demand, with their replay.',
      '--pool demo/render --time-zone Europe/Berlin --out .',
    ),
  )
    .requiredOption('--pool <account/pool>', 'the pool')
    .option('--days <number>', 'the number of past days', wholeNumber(1, 28), 28)
    .option('--time-zone <zone>', 'of the schedule', 'UTC')
    .option('--out <folder>', 'writes the documents to this folder')
    .option('--force', 'overwrites files in the folder that exist')
    .option('--json', 'prints the response of the app as JSON');

/**
 * `recommend --pool ACCOUNT/POOL`: proposes a policy and, if the pool has work at the same times every week, a schedule.
 * Compares their cost and waits with those of other policies. Nothing is saved in the app.
 */
export const recommend = command(recommendUsage, async ({ options, write }) => {
  const { pool, days, timeZone } = options;
  const target = targetOf(options);
  const body = { days, timeZone, recommend: true };
  const found = await poolReplay({ ...options, pool, body });
  const { recommendation } = found;
  if (recommendation === null) throw new Refusal('nothing could be proposed');
  write(options.json ? `${JSON.stringify(found)}\n` : `${describeReplay(visible(found))}${documents(recommendation)}`);
  // After the result is shown: if the files cannot be written, the replay was not in vain.
  if (target !== undefined) writeDocuments(target, recommendation.policy, recommendation.schedules);
  return 0;
});

type Recommendation = NonNullable<Replay['recommendation']>;

function documents({ policy, schedules }: Recommendation): string {
  return [policy, ...schedules].map((document) => `${JSON.stringify(document, undefined, 2)}\n`).join('\n');
}
