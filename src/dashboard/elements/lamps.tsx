import { countLamps, describeLamps } from '../model/lamps.ts';

/** The nodes of a pool as a bar, with a part for each lamp. */
export function Lamps({ states }: { readonly states: Readonly<Record<string, number>> }) {
  return (
    <span class="bar" role="img" aria-label={describeLamps(states)}>
      {countLamps(states).map(({ lamp, nodes }) => (
        <span key={lamp} class={`part ${lamp}`} style={{ flexGrow: nodes }} />
      ))}
    </span>
  );
}
