import type { Extension } from './extension.ts';
import { itemsOf, member, textOf } from './located-value.ts';

/** In which order the extensions of a pool can be provisioned. */
export interface ProvisioningOrder {
  /** Has an extension before it the same name? */
  readonly isSecondOfItsName: (extension: Extension) => boolean;
  /** Is the one that is waited for among them, and does it not wait for the one that waits, itself or through others? */
  readonly canWaitFor: (waiting: Extension, name: string | undefined) => boolean;
}

/** Reads who waits for whom once, in steps that grow with the names that are written, whatever the chains. */
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
 * The names that wait for each other in a ring, or stand between two rings: what is left when those that wait for nobody are
 * taken away again and again, and then those that nobody waits for.
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
