/** How moments are shown: in UTC, or as clocks show them where the reader is. */
export type Zone = 'UTC' | 'local';

/** `Mon 2 Mar 07:48`, in English and with 24 hours. */
export function formatMoment(moment: string, zone: Zone): string {
  const parts = partsOf(moment, zone, { weekday: 'short', day: 'numeric', month: 'short' });
  return parts === undefined ? moment : `${parts} ${formatTime(moment, zone)}`;
}

/** `07:48` */
export function formatTime(moment: string, zone: Zone): string {
  return partsOf(moment, zone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }) ?? moment;
}

function partsOf(moment: string, zone: Zone, options: Intl.DateTimeFormatOptions): string | undefined {
  const milliseconds = Date.parse(moment);
  if (Number.isNaN(milliseconds)) return undefined;
  const format = new Intl.DateTimeFormat('en-GB', { ...options, ...(zone === 'UTC' && { timeZone: 'UTC' }) });
  return format.format(milliseconds).replaceAll(',', '');
}

/** How far a moment is from now: `in 12 min`, `3 h ago`. */
export function formatDistance(moment: string, now: string): string {
  const minutes = Math.round((Date.parse(moment) - Date.parse(now)) / 60_000);
  const size = Math.abs(minutes);
  if (Number.isNaN(size)) return '';
  const text =
    size < 60 ? `${size} min` : size < 48 * 60 ? `${Math.round(size / 60)} h` : `${Math.round(size / 1440)} d`;
  if (size === 0) return 'now';
  return minutes > 0 ? `in ${text}` : `${text} ago`;
}
