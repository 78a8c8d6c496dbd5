import Module from 'node:module';
import type { Binding, FunctionApp, ProgrammingModel, RegisteredFunction } from './function-app.ts';

interface Registration {
  readonly name: string;
  readonly bindings: Readonly<Record<string, Binding>>;
}

type Require = (this: unknown, id: string) => unknown;

/**
 * Loads an app as the Node worker does: while its entry points are loaded there is a module `@azure/functions-core`, and
 * what they register with it is the app.
 * @throws Error for what the worker or the host would refuse: no function at all, a name twice, a name that is none
 */
export async function captureFunctions(load: () => Promise<void>): Promise<FunctionApp> {
  const functions = new Map<string, RegisteredFunction>();
  let model: ProgrammingModel | undefined;
  const api = {
    version: '4.0.0',
    hostVersion: '4.0.0',
    setProgrammingModel: (given: ProgrammingModel) => {
      model = given;
    },
    getProgrammingModel: () => model,
    registerFunction: (registration: Registration, callback: RegisteredFunction['callback']) => {
      const registered = toFunction(registration, callback);
      if (functions.has(registered.name)) throw new Error(`There are two functions '${registered.name}'.`);
      functions.set(registered.name, registered);
      return { dispose: () => undefined };
    },
    registerHook: (name: string) => {
      throw new Error(`The local runner knows no hooks, and the app registers '${name}'.`);
    },
    log: () => undefined,
    Disposable: class {},
  };
  await withModule('@azure/functions-core', api, load);
  if (model === undefined || functions.size === 0) throw new Error('The app has registered no function.');
  return { functions: [...functions.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1)), model };
}

async function withModule(name: string, value: unknown, load: () => Promise<void>): Promise<void> {
  const prototype = Module.prototype as unknown as { require: Require };
  const { require } = prototype;
  prototype.require = function (id) {
    return id === name ? value : require.call(this, id);
  };
  try {
    await load();
  } finally {
    prototype.require = require;
  }
}

/** "The function name must be unique … start with a letter": what the host checks after the worker did not. */
const NAME = /^[a-z][a-z0-9_-]{0,127}$/i;

function toFunction({ name, bindings }: Registration, callback: RegisteredFunction['callback']): RegisteredFunction {
  if (!NAME.test(name) || name.toLowerCase() === 'host') throw new Error(`'${name}' is no name for a function.`);
  const entry = Object.entries(bindings).find(([, { type }]) => /trigger$/i.test(type));
  if (entry === undefined) throw new Error(`The function '${name}' has no trigger.`);
  const [triggerName, trigger] = entry;
  return { name, bindings, trigger, triggerName, callback };
}
