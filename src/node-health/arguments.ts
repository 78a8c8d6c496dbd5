import { parseArgs } from 'node:util';
import type { ApplicationSource } from './ask-application.ts';
import { parseDuration } from './duration.ts';
import type { NodeHealthOptions } from './options.ts';

export const USAGE = `Usage: node node-health.mjs <application> [options]
  Serves the health of a Batch node at /health, for the Application Health extension. The node is healthy only if the
  Batch node agent and the application are.

The application, one of
  --url URL             2xx is healthy, 5xx unhealthy, any other status unknown; or the body is a Rich Health State
  --command COMMAND     runs in a shell: exit code 0 is healthy, 1 unhealthy, any other unknown
  --file FILE           contains healthy or unhealthy, and is rewritten regularly
  --file-max-age TIME   an older file is unknown (1m)

Options
  --port N              the port on 127.0.0.1 and ::1; 0 is any free port (29880); 29879 is the port of the agent
  --agent-url URL       the URL of the health of the Batch node agent (http://127.0.0.1:29879/)
  --agent-healthy-pattern REGEXP
                        matches the whole response of a healthy agent, if it is not the word healthy
  --timeout TIME        the time limit of each check; a later result is unknown (10s, at most 25s)
  --cache TIME          how long a result is reused for further requests (1s)
  --binary              for version 1.0 of the extension, which reads only the status: 200 if healthy, else 503
  --json                prints one line of JSON when it is ready, and nothing else on standard output
  --help                this text

A time is a number with ms, s, m or h.

Example:
  node node-health.mjs --url http://127.0.0.1:8080/healthz
`;

const OPTIONS = {
  url: { type: 'string' },
  command: { type: 'string' },
  file: { type: 'string' },
  'file-max-age': { type: 'string' },
  port: { type: 'string' },
  'agent-url': { type: 'string' },
  'agent-healthy-pattern': { type: 'string' },
  timeout: { type: 'string' },
  cache: { type: 'string' },
  binary: { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

type Given = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values'];

/** The parsed command line. */
export type Arguments =
  | { readonly help: true }
  | { readonly help: false; readonly json: boolean; readonly options: NodeHealthOptions };

/** Parses the command line. @throws Error with a message for the user */
export function readArguments(parameters: readonly string[]): Arguments {
  const { values } = parseArgs({ args: [...parameters], options: OPTIONS });
  if (values.help) return { help: true };
  return { help: false, json: values.json === true, options: optionsOf(values) };
}

function optionsOf(given: Given): NodeHealthOptions {
  return {
    application: applicationOf(given),
    ...(given.port !== undefined && { port: portOf(given.port) }),
    ...(given['agent-url'] !== undefined && { agentUrl: given['agent-url'] }),
    ...(given['agent-healthy-pattern'] !== undefined && { agentHealthyPattern: given['agent-healthy-pattern'] }),
    ...(given.timeout !== undefined && { timeoutMs: timeOf('timeout', given.timeout) }),
    ...(given.cache !== undefined && { cacheMs: timeOf('cache', given.cache) }),
    ...(given.binary && { answers: 'binary' as const }),
  };
}

function applicationOf({ url, command, file, 'file-max-age': maxAge }: Given): ApplicationSource {
  const sources = [
    ...(url !== undefined ? [{ url }] : []),
    ...(command !== undefined ? [{ command }] : []),
    ...(file !== undefined
      ? [{ file, ...(maxAge !== undefined && { maxAgeMs: timeOf('file-max-age', maxAge) }) }]
      : []),
  ];
  const [source, ...more] = sources;
  if (source === undefined || more.length > 0) throw new Error('One of --url, --command and --file is needed.');
  if (maxAge !== undefined && file === undefined) throw new Error('--file-max-age belongs to --file.');
  return source;
}

function portOf(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new Error(`--port ${text}: a whole number from 0 to 65535 is expected.`);
}

function timeOf(name: string, text: string): number {
  const time = parseDuration(text);
  if (time === undefined) throw new Error(`--${name} ${text}: a time such as 500ms, 10s or 2m is expected.`);
  return time;
}
