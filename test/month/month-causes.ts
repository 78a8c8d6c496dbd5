import type { Span } from './month-witness.ts';

/** The state of a node from a moment on; `null` before it is there. */
export interface Change {
  readonly atS: number;
  readonly node: string;
  readonly to: string | null;
}

/** What paid time of nodes went for, in hours. */
export interface Causes {
  /** Starts of nodes that then ran a task. */
  readonly starting: number;
  readonly running: number;
  /** Idle before the first task, between two, and after the last. */
  readonly early: number;
  readonly between: number;
  readonly late: number;
  readonly stopping: number;
  /** From start to stop of nodes that ran no task. */
  readonly unused: number;
}

type Cause = keyof Causes;

const NOTHING: Causes = { starting: 0, running: 0, early: 0, between: 0, late: 0, stopping: 0, unused: 0 };

interface Stretch {
  readonly state: string;
  readonly seconds: number;
}

/** Tells the paid time of a pool apart by what it went for, from the changes of its nodes in the order of time. */
export function causesOf(changes: readonly Change[], span: Span): Causes {
  const hours = { ...NOTHING };
  for (const ofNode of Map.groupBy(changes, ({ node }) => node).values())
    for (const spell of spellsOf(ofNode, span)) addSpell(hours, spell);
  return hours;
}

/** What a node did from each start of it until it was deallocated. */
function spellsOf(changes: readonly Change[], { fromS, untilS }: Span): readonly (readonly Stretch[])[] {
  const within = (atS: number) => Math.min(untilS, Math.max(fromS, atS));
  const spells: Stretch[][] = [[]];
  for (const [index, { atS, to }] of changes.entries()) {
    const seconds = within(changes[index + 1]?.atS ?? untilS) - within(atS);
    if (to === 'deallocated' || to === null) spells.push([]);
    else spells.at(-1)?.push({ state: to, seconds });
  }
  return spells;
}

function addSpell(hours: Record<Cause, number>, spell: readonly Stretch[]): void {
  const first = spell.findIndex(({ state }) => state === 'running');
  const last = spell.findLastIndex(({ state }) => state === 'running');
  for (const [place, { state, seconds }] of spell.entries()) {
    const cause = first < 0 ? 'unused' : causeOf(state, { place, first, last });
    hours[cause] += seconds / 3600;
  }
}

interface Place {
  readonly place: number;
  readonly first: number;
  readonly last: number;
}

function causeOf(state: string, { place, first, last }: Place): Cause {
  if (state === 'running') return 'running';
  if (state === 'deallocating') return 'stopping';
  if (place < first) return state === 'idle' ? 'early' : 'starting';
  return place < last ? 'between' : 'late';
}
