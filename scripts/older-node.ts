/**
 * What the decision uses and Node 20 lacks, for the bundle that simulations load: whoever runs one has the Node that is there.
 * Iterator helpers came with Node 22, Map.groupBy with Node 21 (https://node.green).
 */
type Walk = Iterable<unknown>;
type Step = (value: unknown, index: number) => unknown;

const HELPERS: Readonly<Record<string, (this: Walk, ...rest: readonly never[]) => unknown>> = {
  reduce(this: Walk, step: (sum: unknown, value: unknown, index: number) => unknown, ...initial: readonly unknown[]) {
    return initial.length === 0 ? [...this].reduce(step) : [...this].reduce(step, initial[0]);
  },
  take(this: Walk, count: number) {
    return [...this].slice(0, count).values();
  },
  map(this: Walk, step: Step) {
    return [...this].map(step).values();
  },
  filter(this: Walk, step: Step) {
    return [...this].filter(step).values();
  },
  some(this: Walk, step: Step) {
    return [...this].some(step);
  },
  toArray(this: Walk) {
    return [...this];
  },
};

const prototype: object = Object.getPrototypeOf(Object.getPrototypeOf([].values()));
for (const [name, helper] of Object.entries(HELPERS)) {
  if (!(name in prototype))
    Object.defineProperty(prototype, name, { value: helper, writable: true, configurable: true });
}

if (!('groupBy' in Map)) {
  Object.defineProperty(Map, 'groupBy', {
    value: (items: Walk, keyOf: Step) => {
      const groups = new Map<unknown, unknown[]>();
      let index = 0;
      for (const item of items) {
        const key = keyOf(item, index++);
        const group = groups.get(key);
        if (group === undefined) groups.set(key, [item]);
        else group.push(item);
      }
      return groups;
    },
    writable: true,
    configurable: true,
  });
}
