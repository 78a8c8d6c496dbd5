import { AGENT_PORT, AGENT_URL, type AgentSource } from './ask-agent.ts';
import type { ApplicationSource } from './ask-application.ts';
import type { AnswerKind, CompositeHealth } from './composite.ts';

/** The default port; the Batch node agent has the one before it. */
const DEFAULT_PORT = 29_880;

/** Where the server listens, what it probes, and how. */
export interface NodeHealthOptions {
  readonly application: ApplicationSource;
  /** 29880 by default; 0 is any free port. */
  readonly port?: number;
  /** http://127.0.0.1:29879/ by default. */
  readonly agentUrl?: string | URL;
  /** A regular expression: an agent whose whole response matches it is healthy, as is one with the documented response. */
  readonly agentHealthyPattern?: string;
  /** The time limit of each probe, in milliseconds (10000): less than the 30 s that the extension waits. */
  readonly timeoutMs?: number;
  /** How long a result is reused for later requests, in milliseconds (1000). */
  readonly cacheMs?: number;
  /** `binary` for version 1.0 of the extension (`rich`). */
  readonly answers?: AnswerKind;
  /** Called with the first health, and whenever its state or a reason changes. */
  readonly onChange?: (health: CompositeHealth) => void;
}

/** The validated options, with defaults for those that are absent. */
export interface Settings {
  readonly application: ApplicationSource;
  readonly agent: AgentSource;
  readonly port: number;
  readonly timeoutMs: number;
  readonly cacheMs: number;
  readonly answers: AnswerKind;
}

/** The extension gives up after 30 s (its source, health.go): the response must be sent by then. */
const LONGEST_TIMEOUT_MS = 25_000;
const LONGEST_CACHE_MS = 60_000;
const LONGEST_FILE_AGE_MS = 24 * 3_600_000;

/** Validates the options. @throws Error with a message for the user */
export function settingsOf(options: NodeHealthOptions): Settings {
  const { application, port = DEFAULT_PORT, timeoutMs = 10_000, cacheMs = 1000, answers = 'rich' } = options;
  const agent = agentOf(options);
  requireTime('timeout', timeoutMs, [100, LONGEST_TIMEOUT_MS]);
  requireTime('cache', cacheMs, [0, LONGEST_CACHE_MS]);
  if ('file' in application && application.maxAgeMs !== undefined)
    requireTime('file-max-age', application.maxAgeMs, [100, LONGEST_FILE_AGE_MS]);
  const asked = 'url' in application ? [agent.url, webAddress('url', application.url)] : [agent.url];
  requireOwnPort(port, asked);
  return { application, agent, port, timeoutMs, cacheMs, answers };
}

function agentOf({ agentUrl = AGENT_URL, agentHealthyPattern: pattern }: NodeHealthOptions): AgentSource {
  const url = webAddress('agent-url', agentUrl);
  if (pattern === undefined) return { url };
  try {
    return { url, healthyPattern: new RegExp(`^(?:${pattern})$`, 'i') };
  } catch {
    throw new Error(`agent-healthy-pattern ${pattern}: a regular expression is expected.`);
  }
}

function webAddress(name: string, address: string | URL): URL {
  const url = URL.canParse(String(address)) ? new URL(address) : undefined;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url;
  // An address may contain a password, so it is not repeated.
  throw new Error(`${name}: an address such as http://127.0.0.1:8080/healthz is expected.`);
}

function requireTime(name: string, time: number, [least, most]: readonly [number, number]): void {
  if (time >= least && time <= most) return;
  throw new Error(`${name} ${time / 1000} s: from ${least / 1000} s to ${most / 1000} s is possible.`);
}

/** A server on the port of the agent would block the agent, and one that probes itself would wait for itself. */
function requireOwnPort(port: number, asked: readonly URL[]): void {
  if (port === AGENT_PORT) throw new Error(`port ${AGENT_PORT} is the Batch node agent's; choose another.`);
  if (asked.some((url) => isOnThisMachine(url) && portOf(url) === port))
    throw new Error(`port ${port} is that of an address to be asked; choose another.`);
}

function isOnThisMachine({ hostname }: URL): boolean {
  return ['localhost', '[::1]'].includes(hostname) || hostname.startsWith('127.');
}

function portOf({ port, protocol }: URL): number {
  if (port !== '') return Number(port);
  return protocol === 'https:' ? 443 : 80;
}
