/** The state of a node at a glance. */
export type Lamp = 'running' | 'idle' | 'coming' | 'trouble' | 'off';

/** All lamps, the brightest first. */
export const LAMPS: readonly Lamp[] = ['running', 'idle', 'coming', 'trouble', 'off'];

const LAMP_OF: ReadonlyMap<string, Lamp> = new Map(
  Object.entries({
    running: 'running',
    idle: 'idle',
    creating: 'coming',
    starting: 'coming',
    waitingforstarttask: 'coming',
    rebooting: 'coming',
    reimaging: 'coming',
    upgradingos: 'coming',
    deallocated: 'off',
    deallocating: 'off',
    leavingpool: 'off',
    preempted: 'off',
  } satisfies Readonly<Record<string, Lamp>>),
);

/** The lamp for a state as Azure Batch writes it; an unknown state is trouble. */
export function lampOf(state: string): Lamp {
  return LAMP_OF.get(state) ?? 'trouble';
}

/** The lamp for a health status; an unknown status is trouble. */
export function lampOfStatus(status: string): Lamp {
  if (status === 'pass') return 'running';
  return status === 'warn' ? 'idle' : 'trouble';
}

/** The number of nodes of each lamp, without lamps that have none. */
export function countLamps(
  states: Readonly<Record<string, number>>,
): readonly { readonly lamp: Lamp; readonly nodes: number; readonly states: readonly string[] }[] {
  const entries = Object.entries(states).filter(([, nodes]) => nodes > 0);
  return LAMPS.map((lamp) => {
    const own = entries.filter(([state]) => lampOf(state) === lamp);
    return { lamp, nodes: own.reduce((sum, [, nodes]) => sum + nodes, 0), states: own.map(([state]) => state) };
  }).filter(({ nodes }) => nodes > 0);
}

/** The states of a pool in a sentence: `3 running, 1 idle, 6 off`. */
export function describeLamps(states: Readonly<Record<string, number>>): string {
  const counts = countLamps(states);
  return counts.length === 0 ? 'no nodes' : counts.map(({ lamp, nodes }) => `${nodes} ${lamp}`).join(', ');
}
