import { countLamps, describeLamps } from '../model/lamps.ts';

/** The most nodes that have a lamp each; more are a bar. */
const MOST_LAMPS = 48;

/** The nodes of a pool as lamps, or as a bar where there are many. */
export function Lamps({
  states,
  nodes,
}: {
  readonly states: Readonly<Record<string, number>>;
  readonly nodes: number;
}) {
  const counts = countLamps(states);
  const single = nodes <= MOST_LAMPS;
  return (
    <span class={single ? 'lamps' : 'bar'} role="img" aria-label={describeLamps(states)}>
      {counts.flatMap(({ lamp, nodes: count }) =>
        single
          ? Array.from({ length: count }, (_, index) => <span key={`${lamp} ${index}`} class={`lamp ${lamp}`} />)
          : [<span key={lamp} class={`part ${lamp}`} style={{ flexGrow: count }} />],
      )}
    </span>
  );
}
