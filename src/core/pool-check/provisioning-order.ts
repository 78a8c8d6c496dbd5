import type { Extension } from './extension.ts';
import { itemsOf, member, textOf } from './located-value.ts';

/** In which order the extensions of a pool can be provisioned. */
export interface ProvisioningOrder {
  /** Does an earlier extension have the same name? */
  readonly isSecondOfItsName: (extension: Extension) => boolean;
  /** Does the named extension exist, and does it not wait for the waiting one, directly or through others? */
  readonly canWaitFor: (waiting: Extension, name: string | undefined) => boolean;
}

/** Reads the dependencies once, in a number of steps linear in the names, whatever the chains. */
export function provisioningOrder(extensions: readonly Extension[]): ProvisioningOrder {
  const first = new Map<string, Extension>();
  for (const extension of extensions) {
    const key = keyOf(extension.name);
    if (key !== '' && !first.has(key)) first.set(key, extension);
  }
  const inRings = namesInRings(first);
  return {
    isSecondOfItsName: (extension) => (first.get(keyOf(extension.name)) ?? extension) !== extension,
    canWaitFor: (waiting, name) => {
      const [from, to] = [keyOf(waiting.name), keyOf(name)];
      return first.has(to) && !(inRings.has(from) && inRings.has(to));
    },
  };
}

/**
 * The names in a cycle, or between two cycles: those that are left after repeatedly removing names that wait for none, and then
 * names for which none waits.
 */
function namesInRings(extensions: ReadonlyMap<string, Extension>): ReadonlySet<string> {
  const waits = new Map([...extensions].map(([key, one]) => [key, new Set(waitsFor(one, extensions))]));
  const left = withoutEnds(waits);
  return new Set(withoutEnds(reversed(left)).keys());
}

type Waits = ReadonlyMap<string, ReadonlySet<string>>;

function withoutEnds(waits: Waits): Waits {
  const waiters = reversed(waits);
  const open = new Map([...waits].map(([key, others]) => [key, others.size]));
  const ends = [...open].filter(([, count]) => count === 0).map(([key]) => key);
  for (const end of ends) {
    open.delete(end);
    for (const waiter of waiters.get(end) ?? []) {
      const count = (open.get(waiter) ?? 0) - 1;
      open.set(waiter, count);
      if (count === 0) ends.push(waiter);
    }
  }
  const inside = ([key, others]: readonly [string, ReadonlySet<string>]): [string, ReadonlySet<string>] => [
    key,
    new Set([...others].filter((other) => open.has(other))),
  ];
  return new Map([...waits].filter(([key]) => open.has(key)).map(inside));
}

function reversed(waits: Waits): Waits {
  const back = new Map<string, Set<string>>([...waits.keys()].map((key) => [key, new Set()]));
  for (const [key, others] of waits) for (const other of others) back.get(other)?.add(key);
  return back;
}

function waitsFor({ place }: Extension, extensions: ReadonlyMap<string, Extension>): readonly string[] {
  const names = itemsOf(member(place, 'provisionAfterExtensions')).map((one) => keyOf(textOf(one)));
  return names.filter((name) => extensions.has(name));
}

function keyOf(name: string | undefined): string {
  return name?.toLowerCase() ?? '';
}
