import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { type AuditRecord, PHASES, recordId } from '../core/audit/record.ts';
import { OUTCOMES } from '../core/pool/act.ts';

/** A record as JSON, for pages and files; fields that do not apply are left out. */
export function toAuditView(record: AuditRecord) {
  const { at, subject, phase, outcome, chain, number, previous, hash, ...rest } = record;
  const { account, pool, node, document } = subject;
  return {
    id: recordId(record),
    at: at.toString(),
    subject: document ?? [account, pool, node].filter((part) => part !== undefined).join('/'),
    ...subject,
    phase,
    ...(outcome !== undefined && { outcome }),
    ...rest,
    chain,
    number,
    previous,
    hash,
  };
}

const OPTIONAL = z.string().optional();

const VIEW = z.lazy(() =>
  z.object({
    id: z.string(),
    at: z.string().transform((text, context) => {
      try {
        return Temporal.Instant.from(text);
      } catch {
        context.addIssue({ code: 'custom', message: 'a moment is expected' });
        return z.NEVER;
      }
    }),
    account: OPTIONAL,
    pool: OPTIONAL,
    node: OPTIONAL,
    document: OPTIONAL,
    phase: z.enum(PHASES),
    outcome: z.enum(OUTCOMES).optional(),
    actor: z.string(),
    action: z.string(),
    reason: z.string(),
    correlation: z.string(),
    intent: OPTIONAL,
    policy: OPTIONAL,
    before: z.unknown().optional(),
    after: z.unknown().optional(),
    chain: z.string().regex(/^[\w.-]+\.\d{4}-\d\d$/, 'the name of a chain is expected'),
    number: z.int().min(1),
    previous: z.string(),
    hash: z.string(),
  }),
);

/** The record in JSON; `undefined` if the value is not a record. */
export function fromAuditView(value: unknown): AuditRecord | undefined {
  const parsed = VIEW.safeParse(value);
  if (!parsed.success) return undefined;
  const { id, account, pool, node, document, ...rest } = parsed.data;
  const subject = { account, pool, node, document };
  const record = { ...rest, subject };
  return id === recordId(record) ? record : undefined;
}
