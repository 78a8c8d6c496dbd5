import uPlot from 'uplot';
import { momentOf } from '../model/replay-window.ts';
import { formatMoment, type Zone } from '../model/times.ts';

/** Looks up a colour in the styles of the page, by name. */
export type Colour = (name: string) => string;

/** The colours that hold for an element. */
export function coloursOf(element: HTMLElement): Colour {
  const style = getComputedStyle(element);
  return (name) => style.getPropertyValue(`--${name}`).trim();
}

/** The style of every axis. */
export function axisStyle(element: HTMLElement): uPlot.Axis {
  const colour = coloursOf(element);
  return {
    stroke: colour('quiet'),
    grid: { stroke: colour('rule'), width: 1 },
    ticks: { stroke: colour('rule'), width: 1, size: 4 },
    font: `12px ${getComputedStyle(element).fontFamily}`,
  };
}

/** The options that show instants in a time zone. */
export function clockOf(zone: Zone): Pick<uPlot.Options, 'tzDate'> {
  if (zone === 'local') return {};
  return { tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), zone === 'UTC' ? 'Etc/UTC' : zone) };
}

/** The series of the instants: the legend shows them as the rest of the page does, and two dashes for none. */
export function momentsIn(zone: Zone): uPlot.Series {
  return {
    label: 'At',
    // The type of uPlot leaves out that there may be no instant.
    value: (_plot, seconds: number | null | undefined) =>
      typeof seconds === 'number' ? formatMoment(momentOf(seconds), zone) : '--',
  };
}

/** Hours and minutes, with the date below where it changes. */
export const CLOCK = [
  [3600 * 24, '{D} {MMM}', null, null, null, null, null, null, 1],
  [3600, '{HH}:{mm}', '\n{D} {MMM}', null, '\n{D} {MMM}', null, null, null, 1],
  [60, '{HH}:{mm}', '\n{D} {MMM}', null, '\n{D} {MMM}', null, null, null, 1],
] as (string | number | null)[][] as uPlot.Axis.Values;
