import { EdgeChanges } from '../../elements/edge-changes.tsx';
import { type Outlook, outlookChanges } from '../../model/outlook.ts';
import type { Zone } from '../../model/times.ts';
import { saySum } from '../../model/week-difference.ts';

interface OutlookViewProps {
  readonly pool: string;
  readonly before: Outlook;
  readonly after: Outlook;
  readonly zone: Zone;
}

/** The effect of a change on a pool in the next eight days: hours, money, and the edges that differ. */
export function OutlookView({ pool, before, after, zone }: OutlookViewProps) {
  const changes = outlookChanges(before, after, zone);
  return (
    <details class="outlook">
      <summary>
        At least <strong>{saySum(after, after.currency)}</strong> in the next eight days, in place of{' '}
        {saySum(before, before.currency)}
      </summary>
      <EdgeChanges changes={changes} label={`Edges of ${pool} that differ`} />
    </details>
  );
}
