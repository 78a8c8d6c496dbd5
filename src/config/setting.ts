import * as z from 'zod';

/** A text as a value, or what is wrong with it. A problem never repeats the text: it may be a secret in the wrong place. */
export type Parsed<Value> = { readonly value: Value } | { readonly problems: readonly string[] };

/** One app setting: everything that is to be known about it. */
export interface Setting<Value = unknown> {
  readonly name: string;
  /** What is expected, so that `NAME: … is expected` is a sentence. */
  readonly expected: string;
  /** The text that holds where there is none. */
  readonly default?: string;
  /** What holds without the setting, in words, where no text says it. */
  readonly without?: string;
  /** What it is for, in Markdown. */
  readonly meaning: string;
  /** Azure sets it, and people must not. */
  readonly isPlatforms?: true;
  /** Its value is a secret: in Azure it is to be a Key Vault reference. */
  readonly isSecret?: true;
  /** The value of `local.settings.sample.json`, with which `func start` runs beside the emulator. */
  readonly local?: string;
  /** @param text without spaces around it, and never empty */
  parse(text: string): Parsed<Value>;
}

/** What a setting is after it was read: `undefined` is possible only where there is no default. */
export type ValueOf<One extends Setting> =
  One extends Setting<infer Value> ? (One extends { readonly default: string } ? Value : Value | undefined) : never;

/** Any text. */
export function anyText(given: string): Parsed<string> {
  return { value: given };
}

/** A text that a schema accepts. */
export function text<Value>(schema: z.ZodType<Value, string>): (given: string) => Parsed<Value> {
  return (given) => {
    const result = schema.safeParse(given);
    return result.success ? { value: result.data } : { problems: [] };
  };
}

/** JSON that a schema accepts. The problems say where it does not. */
export function json<Value>(schema: z.ZodType<Value>): (given: string) => Parsed<Value> {
  return (given) => {
    let value: unknown;
    try {
      value = JSON.parse(given);
    } catch {
      return { problems: ['it is not JSON'] };
    }
    const result = schema.safeParse(value);
    return result.success ? { value: result.data } : { problems: result.error.issues.map(issueText) };
  };
}

/** A member that is no name of ours may be a secret in the wrong place: it is not repeated. */
function issueText({ path, message }: z.core.$ZodIssue): string {
  const shown = path.map((part) =>
    typeof part === 'string' && !/^(?:[a-z0-9]{3,24}|resourceId|resourceGroup)$/.test(part) ? '…' : part,
  );
  return `${shown.length > 0 ? `${shown.join('.')}: ` : ''}${message}`;
}

/** An http or https address, without a slash at its end. */
export const ADDRESS = z.url({ protocol: /^https?$/ }).transform((address) => address.replace(/\/$/, ''));
