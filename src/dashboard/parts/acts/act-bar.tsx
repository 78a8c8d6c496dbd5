import { useState } from 'preact/hooks';
import type { OverrideInForce } from '../../../api/overrides.ts';
import type { Pool } from '../../../api/pool.ts';
import type { Timeline } from '../../../api/timeline.ts';
import { useAnswer } from '../../data/use-answer.ts';
import { type PoolId, poolPath, type Shown } from '../../elements/shown.ts';
import { ACT_FORMS, type ActInput, type ActName } from '../../model/act-forms.ts';
import { type Closing, closingIn } from '../../model/closing.ts';
import { describeActor } from '../../model/story.ts';
import { formatMoment, type Zone } from '../../model/times.ts';
import { ActDialog } from './act-dialog.tsx';

interface ActBarProps extends PoolId {
  readonly shown: Shown;
  readonly zone: Zone;
  readonly known: Pool | undefined;
}

const USUAL: readonly ActName[] = ['start', 'deallocate', 'announce', 'leave-alone'];

/** The acts that are possible on the pool, and its override. */
export function ActBar({ shown, zone, account, pool, known }: ActBarProps) {
  const [open, setOpen] = useState<ActName | undefined>(undefined);
  const path = poolPath({ account, pool });
  const { answer: holds, error } = useAnswer<OverrideInForce>(shown.ask, {
    question: `${path}/override`,
    version: shown.changes,
    slow: 2,
    endedBy: [404, 409],
  });
  const ahead = useAhead(shown, path);
  // What is stored cannot be read, and the pool is left alone for it.
  const unreadable = error?.status === 409 ? error : undefined;
  const closing = closingIn(ahead, minOf(known));
  const names = [
    'keep-on' as const,
    ...(closing === undefined ? [] : ['skip-closing' as const]),
    ...USUAL,
    ...(holds === undefined && unreadable === undefined ? [] : ['end-override' as const]),
    ...(known?.circuit == null ? [] : ['reset-circuit' as const]),
  ];
  return (
    <div class="acts">
      {holds !== undefined && (
        <p class="override">
          {holds.leaveAlone === true ? 'Left alone' : 'Overridden'} by {describeActor(holds.actor)} until{' '}
          {formatMoment(holds.until, zone)}
          {holds.note === '' ? '' : `: ${holds.note}`}
        </p>
      )}
      <p class="error" aria-live="polite">
        {unreadable?.message}
      </p>
      <fieldset class="tools" aria-label={`Act on ${pool}`}>
        {names.map((name) => (
          <button key={name} type="button" onClick={() => setOpen(name)}>
            {ACT_FORMS[name].title}
          </button>
        ))}
      </fieldset>
      {open !== undefined && (
        <ActDialog
          shown={shown}
          zone={zone}
          account={account}
          pool={pool}
          name={open}
          initial={initialOf(open, { shown, known, closing })}
          isUrgent={open === 'end-override' && unreadable !== undefined}
          onClose={() => setOpen(undefined)}
        />
      )}
    </div>
  );
}

/** The capacity that is requested in the next seven days, from which the next closing is found. */
function useAhead({ ask, now }: Shown, path: string): Timeline['requested'] {
  const hour = now === undefined ? undefined : `${now.slice(0, 13)}:00:00Z`;
  const to = hour === undefined ? '' : new Date(Date.parse(hour) + 7 * 86_400_000).toISOString();
  const { answer } = useAnswer<Timeline>(ask, {
    question: hour === undefined ? undefined : `${path}/timeline?${new URLSearchParams({ from: hour, to })}`,
    slow: 12,
  });
  return answer?.requested.filter(({ at }) => now !== undefined && at > now) ?? [];
}

function minOf(known: Pool | undefined): number {
  return known?.capacity?.now.min ?? 0;
}

interface Known {
  readonly shown: Shown;
  readonly known: Pool | undefined;
  readonly closing: Closing | undefined;
}

function initialOf(name: ActName, { shown: { now }, known, closing }: Known): Partial<ActInput> {
  const soon =
    now === undefined
      ? undefined
      : new Date(Math.ceil(Date.parse(now) / 3_600_000) * 3_600_000 + 3 * 3_600_000).toISOString();
  const min = minOf(known);
  switch (name) {
    case 'keep-on':
      return { nodes: `${Math.max(min, 1)}`, until: soon };
    case 'skip-closing':
      return { nodes: `${min}`, until: closing?.until ?? soon, note: 'the next closing is skipped' };
    case 'announce':
      return { nodes: '10', from: soon };
    case 'leave-alone':
      return { until: soon };
    default:
      return {};
  }
}
