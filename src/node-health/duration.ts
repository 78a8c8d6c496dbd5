const MILLISECONDS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const;

/** The milliseconds of `500ms`, `1.5s`, `2m`, `1h` or, in seconds, `10`; `undefined` for any other text. */
export function parseDuration(text: string): number | undefined {
  const [, number, unit = 's'] = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text) ?? [];
  return number === undefined ? undefined : Number(number) * MILLISECONDS[unit as keyof typeof MILLISECONDS];
}
