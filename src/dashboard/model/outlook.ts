import type { EffectAnswer } from '../../api/effects.ts';
import { formatMoment, type Zone } from './times.ts';
import { describeCapacity } from './words.ts';

type State = EffectAnswer['pools'][number]['before'];

/** The capacity that is requested for a pool in the days ahead. */
export type Outlook = NonNullable<State['outlook']>;

/** A requested capacity that is new or no longer requested, from an instant on. */
export interface OutlookChange {
  readonly kind: 'added' | 'removed';
  readonly at: string;
  readonly says: string;
}

/** The differences between two outlooks, in order of time. */
export function outlookChanges(before: Outlook, after: Outlook, zone: Zone): readonly OutlookChange[] {
  const keyOf = ({ at, min, max }: Outlook['edges'][number]) => `${at} ${min} ${max}`;
  const only = ({ edges }: Outlook, other: Outlook, kind: OutlookChange['kind']) => {
    const others = new Set(other.edges.map(keyOf));
    return edges
      .filter((edge) => !others.has(keyOf(edge)))
      .map(
        (edge): OutlookChange => ({
          kind,
          at: edge.at,
          says: `${formatMoment(edge.at, zone)} ${describeCapacity(edge)}`,
        }),
      );
  };
  return [...only(before, after, 'removed'), ...only(after, before, 'added')].toSorted((a, b) =>
    a.at.localeCompare(b.at),
  );
}
