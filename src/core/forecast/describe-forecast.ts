import { counted } from '../text/counted.ts';
import type { Forecast } from './forecast.ts';

/** A forecast in one sentence without a full stop, with the numbers that decided it. */
export function describeForecast({ nodes, spares, evidence }: Forecast, needed: number): string {
  const spare = spares === 0 ? '' : `, ${spares} of them so that the slowest starts are not waited for`;
  if (nodes <= needed) return `the forecast wants no node beyond the ${needed} that the work needs${unlike(evidence)}`;
  return `the forecast wants ${counted(nodes, 'node')} where the work needs ${needed}${spare}${like(evidence)}`;
}

function like(evidence: Forecast['evidence']): string {
  return evidence === undefined ? '' : `: ${numbersOf(evidence, '')}`;
}

function unlike(evidence: Forecast['evidence']): string {
  return evidence === undefined ? '' : `: ${numbersOf(evidence, 'only ')}`;
}

function numbersOf(
  { level, chance, withinMinutes, waitPrice }: Forecast['evidence'] & object,
  only: '' | 'only ',
): string {
  const times = Math.round(chance * 10);
  const often = times === 0 ? 'fewer than 1 of 20' : `${only}${times} of 10`;
  const price = counted(Number(waitPrice.toPrecision(2)), 'node');
  return `node ${level} is needed within ${withinMinutes} minutes in ${often} cases, and a waiting task counts as ${price}`;
}
