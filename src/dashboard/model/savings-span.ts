import { fromInput, type Zone } from './times.ts';

/** The lengths, in days, that can be chosen. */
export const SPANS = ['7', '30', '90'] as const;

/** The bounds of a span, and the name of a file about it. */
export interface SavingsSpan {
  readonly bounds: { readonly from: string; readonly to?: string };
  readonly name: string;
}

/** A month such as `2026-02`, from midnight to midnight in a time zone; or a number of days up to now, from a full hour on. */
export function savingsSpan(
  { month, days: named }: { readonly month?: string | undefined; readonly days?: string | undefined },
  now: string,
  zone: Zone,
): SavingsSpan {
  const [from, to] = month === undefined ? [] : [fromInput(`${month}-01T00:00`, zone), endOf(month, zone)];
  if (from !== undefined && to !== undefined) return { bounds: { from, to }, name: month ?? '' };
  const days = SPANS.find((one) => one === named) ?? '30';
  const hour = Math.floor(Date.parse(now) / 3_600_000) * 3_600_000;
  const begin = new Date(hour - Number(days) * 86_400_000).toISOString();
  return { bounds: { from: begin }, name: `last-${days}-days` };
}

function endOf(month: string, zone: Zone): string | undefined {
  const [year = 0, number = 0] = month.split('-').map(Number);
  const next = number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`;
  return fromInput(`${next}-01T00:00`, zone);
}
