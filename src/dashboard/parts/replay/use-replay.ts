import { useEffect, useState } from 'preact/hooks';
import type { Replay } from '../../../api/replays.ts';
import type { ApiError } from '../../data/api.ts';
import { useAnswer } from '../../data/use-answer.ts';
import { type PoolId, poolPath, type Shown } from '../../elements/shown.ts';
import { isUnderWay } from '../../model/replay-words.ts';

/** A replay in its current state. */
export interface KnownReplay {
  readonly replay: Replay | undefined;
  readonly error: ApiError | undefined;
  readonly isWorking: boolean;
  /** There is no such replay. */
  readonly isMissing: boolean;
}

const SLOW_WHEN_OVER = 60;

/** The replay that the address names, else the last one of the pool; requested often only while the app works on it. */
export function useReplay({ ask, now, changes, routing }: Shown, pool: PoolId): KnownReplay {
  const { id } = routing.route.query;
  const [isOver, setOver] = useState(false);
  const { answer: replay, error } = useAnswer<Replay>(ask, {
    question: id === undefined ? `${poolPath(pool)}/replay` : `replays/${encodeURIComponent(id)}`,
    version: changes,
    slow: isOver ? SLOW_WHEN_OVER : 1,
  });
  const isWorking = replay !== undefined && isUnderWay(replay, now ?? replay.requestedAt);
  useEffect(() => setOver(replay !== undefined && !isWorking), [replay, isWorking]);
  return { replay, error, isWorking, isMissing: replay === undefined && error?.status === 404 };
}
