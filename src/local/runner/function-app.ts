/** One input or output of a function, as the library tells the worker. */
export interface Binding {
  readonly type: string;
  readonly direction: string;
  readonly [setting: string]: unknown;
}

/** A function that an app has registered. */
export interface RegisteredFunction {
  readonly name: string;
  readonly bindings: Readonly<Record<string, Binding>>;
  /** The binding that wakes it. */
  readonly trigger: Binding;
  readonly triggerName: string;
  readonly callback: (...inputs: unknown[]) => unknown;
}

/** What the library needs of the worker for one invocation. */
export interface CoreContext {
  readonly invocationId: string;
  readonly metadata: Pick<RegisteredFunction, 'name' | 'bindings'>;
  readonly request: InvocationRequest;
  readonly log: (level: string, category: string, message: string) => void;
  readonly state: string | undefined;
}

export interface InvocationRequest {
  readonly inputData: readonly { readonly name: string; readonly data: object }[];
  readonly triggerMetadata?: Readonly<Record<string, object>>;
}

/** The part of the library that turns a request of the host into a call of the function, and back. */
export interface InvocationModel {
  getArguments(): Promise<{ readonly context: unknown; readonly inputs: unknown[] }>;
  invokeFunction(context: unknown, inputs: unknown[], callback: RegisteredFunction['callback']): Promise<unknown>;
  getResponse(context: unknown, result: unknown): Promise<InvocationResponse>;
}

export interface InvocationResponse {
  readonly returnValue?: { readonly http?: HttpReturn } | null;
  /** What the function has set for its output bindings, by name; only texts are supported. */
  readonly outputData?: readonly { readonly name: string; readonly data: { readonly string?: string } }[];
}

export interface HttpReturn {
  readonly statusCode?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: { readonly bytes?: Uint8Array; readonly string?: string } | null;
}

export interface ProgrammingModel {
  /** What the app can do, beside what its worker can: `HttpUri` is where it takes forwarded requests. Asked once, after it was loaded. */
  getCapabilities(ofWorker: Record<string, string>): Promise<Readonly<Record<string, string>>>;
  getInvocationModel(context: CoreContext): InvocationModel;
}

/** An app after its entry points were loaded. */
export interface FunctionApp {
  readonly functions: readonly RegisteredFunction[];
  readonly model: ProgrammingModel;
}

/** Takes a line that a function says: the level is that of the library, such as `information`. */
export type FunctionLog = (level: string, message: string, functionName: string) => void;
