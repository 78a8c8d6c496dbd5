import { AGENT_PORT, AGENT_URL, type AgentSource } from './ask-agent.ts';
import type { ApplicationSource } from './ask-application.ts';
import type { AnswerKind, CompositeHealth } from './composite.ts';

/** The port where nothing else is said; the Batch node agent has the one before it. */
const DEFAULT_PORT = 29_880;

/** Where the server listens, whom it asks, and how. */
export interface NodeHealthOptions {
  readonly application: ApplicationSource;
  /** 29880; 0 is any free one. */
  readonly port?: number;
  /** http://127.0.0.1:29879/ */
  readonly agentUrl?: string | URL;
  /** A regular expression: an agent that answers with it, and nothing else, is healthy, beside one that says so. */
  readonly agentHealthyPattern?: string;
  /** How long each side has, in milliseconds (10000): less than the 30 s that the extension waits. */
  readonly timeoutMs?: number;
  /** How long an answer is good for who asks next, in milliseconds (1000). */
  readonly cacheMs?: number;
  /** `binary` for version 1.0 of the extension (`rich`). */
  readonly answers?: AnswerKind;
  /** Called with the first health and whenever its state or a reason is another one. */
  readonly onChange?: (health: CompositeHealth) => void;
}

/** The options, checked, with what was not said. */
export interface Settings {
  readonly application: ApplicationSource;
  readonly agent: AgentSource;
  readonly port: number;
  readonly timeoutMs: number;
  readonly cacheMs: number;
  readonly answers: AnswerKind;
}

/** The extension gives up after 30 s (its source, health.go): an answer of ours must be on its way by then. */
const LONGEST_TIMEOUT_MS = 25_000;
const LONGEST_CACHE_MS = 60_000;
const LONGEST_FILE_AGE_MS = 24 * 3_600_000;

/** Checks the options. @throws Error in words for people */
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
  // An address may hold a password; it is not repeated.
  throw new Error(`${name}: an address such as http://127.0.0.1:8080/healthz is expected.`);
}

function requireTime(name: string, time: number, [least, most]: readonly [number, number]): void {
  if (time >= least && time <= most) return;
  throw new Error(`${name} ${time / 1000} s: from ${least / 1000} s to ${most / 1000} s is possible.`);
}

/** A server at the agent's port would keep the agent from its own, and one that asks itself waits for itself. */
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
