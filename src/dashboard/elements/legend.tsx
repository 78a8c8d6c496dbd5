import { LAMPS, type Lamp } from '../model/lamps.ts';

/** What the lamps mean. */
export const LAMP_SAYS: Readonly<Record<Lamp, string>> = {
  running: 'running tasks',
  idle: 'idle',
  coming: 'starting',
  trouble: 'in trouble',
  off: 'off',
};

/** What the lamps mean. */
export function Legend() {
  return (
    <ul class="legend" aria-label="What the lamps mean">
      {LAMPS.map((lamp) => (
        <li key={lamp}>
          <span class={`lamp ${lamp}`} aria-hidden="true" /> {LAMP_SAYS[lamp]}
        </li>
      ))}
    </ul>
  );
}
