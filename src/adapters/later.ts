type Names<Port, Result> = {
  readonly [Name in keyof Port]: Port[Name] extends (...given: never[]) => Result ? Name : never;
}[keyof Port];

type Call = (...given: readonly unknown[]) => unknown;

/** Loads an adapter at the first call, so that a cold start does not pay for adapters that it does not call. A failed load is tried again. */
export function loadedOnce<Port>(load: () => Promise<Port>): () => Promise<Port> {
  let loaded: Promise<Port> | undefined;
  return () => {
    loaded ??= load().catch((error: unknown) => {
      loaded = undefined;
      throw error;
    });
    return loaded;
  };
}

/** Functions of a port whose adapter is loaded at the first call of one of them. They are listed by name, so that the object can be spread. */
export function later<Port, Name extends Names<Port, Promise<unknown>>>(
  port: () => Promise<Port>,
  names: readonly Name[],
): Pick<Port, Name> {
  const functions = names.map((name) => [
    name,
    async (...given: readonly unknown[]) => ((await port())[name] as Call)(...given),
  ]);
  return Object.fromEntries(functions);
}

/** The same for functions that return an async iterable. */
export function streamsLater<Port, Name extends Names<Port, AsyncIterable<unknown>>>(
  port: () => Promise<Port>,
  names: readonly Name[],
): Pick<Port, Name> {
  const functions = names.map((name) => [
    name,
    async function* stream(...given: readonly unknown[]) {
      yield* ((await port())[name] as Call)(...given) as AsyncIterable<unknown>;
    },
  ]);
  return Object.fromEntries(functions);
}
