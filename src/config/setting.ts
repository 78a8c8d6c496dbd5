import * as z from 'zod';
import { repeatedMembers } from '../core/text/json-text.ts';

/** The parsed value of a text, or what is wrong with the text. A problem never quotes the text: it may be a secret in the wrong setting. */
export type Parsed<Value> = { readonly value: Value } | { readonly problems: readonly string[] };

/** One app setting. */
export interface Setting<Value = unknown> {
  readonly name: string;
  /** The valid values, in words that complete the sentence `NAME: … is expected`. */
  readonly expected: string;
  /** The text that is parsed if the setting is missing. */
  readonly default?: string;
  /** What happens without the setting, in words, if `default` does not say it. */
  readonly without?: string;
  /** Its description, in Markdown. */
  readonly meaning: string;
  /** Azure sets it; users must not. */
  readonly isPlatforms?: true;
  /** The value is a secret. In Azure it should be a Key Vault reference. */
  readonly isSecret?: true;
  /** The value in `local.settings.sample.json`, with which `func start` uses the emulator. */
  readonly local?: string;
  /** @param text is trimmed and not empty */
  parse(text: string): Parsed<Value>;
}

/** The type of a parsed setting: `undefined` is possible only if the setting has no default. */
export type ValueOf<One extends Setting> =
  One extends Setting<infer Value> ? (One extends { readonly default: string } ? Value : Value | undefined) : never;

/** Accepts any text. */
export function anyText(given: string): Parsed<string> {
  return { value: given };
}

/** Accepts a text that is valid by a schema. */
export function text<Value>(schema: z.ZodType<Value, string>): (given: string) => Parsed<Value> {
  return (given) => {
    const result = schema.safeParse(given);
    return result.success ? { value: result.data } : { problems: [] };
  };
}

/** Accepts JSON that is valid by a schema. The problems name the invalid members. */
export function json<Value>(schema: z.ZodType<Value>): (given: string) => Parsed<Value> {
  return (given) => {
    let value: unknown;
    try {
      value = JSON.parse(given);
    } catch {
      return { problems: ['it is not JSON'] };
    }
    const repeated = repeatedIn(given);
    if (repeated.length > 0) return { problems: repeated };
    const result = schema.safeParse(value);
    return result.success ? { value: result.data } : { problems: result.error.issues.map(issueText) };
  };
}

/** The most repeated members that are named. */
const MOST_NAMED = 10;

/** Members of JSON that are given more than once: only the last one would have an effect. */
export function repeatedIn(text: string): readonly string[] {
  return [...repeatedMembers(text).take(MOST_NAMED)].map(({ path }) =>
    issueText({ path, message: 'it is given more than once' }),
  );
}

/** Hides members with unknown names: such a name may be a secret in the wrong place. */
function issueText({ path, message }: { readonly path: readonly PropertyKey[]; readonly message: string }): string {
  const shown = path.map((part) =>
    typeof part === 'string' && !/^(?:[a-z0-9]{3,24}|resourceId|resourceGroup)$/.test(part) ? '…' : part,
  );
  return `${shown.length > 0 ? `${shown.join('.')}: ` : ''}${message}`;
}

/** An http or https address; a trailing slash is removed. */
export const ADDRESS = z.url({ protocol: /^https?$/ }).transform((address) => address.replace(/\/$/, ''));
