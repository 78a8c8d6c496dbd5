import * as z from 'zod';
import { type Parsed, repeatedIn } from './setting.ts';

/** The secrets of each webhook source. Each secret of a source is accepted, so that a secret can be rotated. */
export type WebhookSecrets = ReadonlyMap<string, readonly string[]>;

/** Sources that cannot sign: they send the secret itself, and the app compares it. */
const UNSIGNED: ReadonlySet<string> = new Set(['azure-monitor', 'event-grid']);

/** The name of a source is a segment of a path. */
const SOURCE = /^[a-z0-9-]{1,40}$/;

/** Shorter keys can be guessed; the standard recommends 24 to 64 bytes. https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md */
const LEAST_BYTES = 16;

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

const SECRETS = z.lazy(() => z.record(z.string(), z.array(z.string()).min(1).max(10)));

/** Parses `WEBHOOK_SECRETS`. The problems never quote a secret. */
export function parseWebhookSecrets(text: string): Parsed<WebhookSecrets> {
  const parsed = SECRETS.safeParse(jsonIn(text));
  if (!parsed.success) return { problems: ['each source has a list of 1 to 10 secrets'] };
  const repeated = repeatedIn(text);
  if (repeated.length > 0) return { problems: repeated };
  const sources = Object.entries(parsed.data);
  const problems = sources.flatMap(([source, secrets]) => problemsOf(source, secrets));
  return problems.length > 0 ? { problems } : { value: new Map(sources) };
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** An invalid source name is not quoted: it may be a secret in the wrong place. */
function problemsOf(source: string, secrets: readonly string[]): readonly string[] {
  if (!SOURCE.test(source)) return ['the name of a source has 1 to 40 lower-case letters, digits and hyphens'];
  const isFit = UNSIGNED.has(source) ? isText : isKey;
  const what = UNSIGNED.has(source)
    ? 'must have 16 to 200 characters without spaces'
    : `must be whsec_ and at least ${LEAST_BYTES} bytes in Base64, such as "whsec_$(openssl rand -base64 32)" makes`;
  return secrets.flatMap((secret, index) => (isFit(secret) ? [] : [`${source}[${index}] ${what}`]));
}

function isText(secret: string): boolean {
  return /^[\x21-\x7e]{16,200}$/.test(secret);
}

function isKey(secret: string): boolean {
  const key = /^whsec_(.{1,200})$/.exec(secret)?.[1];
  return key !== undefined && BASE64.test(key) && Buffer.from(key, 'base64').length >= LEAST_BYTES;
}
