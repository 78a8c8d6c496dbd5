import type { Forecast } from './forecast.ts';

/** A forecast in one sentence without a full stop, with the numbers that decided it. */
export function describeForecast({ nodes, spares, evidence }: Forecast, needed: number): string {
  const spare = spares === 0 ? '' : `, ${spares} of them so that the slowest starts are not waited for`;
  if (nodes <= needed) return `the forecast wants no node beyond the ${needed} that the work needs${unlike(evidence)}`;
  return `the forecast wants ${nodes} nodes where the work needs ${needed}${spare}${like(evidence)}`;
}

function like(evidence: Forecast['evidence']): string {
  return evidence === undefined ? '' : `: ${numbersOf(evidence)}`;
}

function unlike(evidence: Forecast['evidence']): string {
  return evidence === undefined ? '' : `: only ${numbersOf(evidence)}`;
}

function numbersOf({ level, chance, withinMinutes, waitPrice }: Forecast['evidence'] & object): string {
  const times = Math.round(chance * 10);
  const often = times === 0 ? 'less than once in 20' : `${times} of 10`;
  return `${often} times node ${level} is needed within ${withinMinutes} minutes, and a waiting task counts as ${Number(waitPrice.toPrecision(2))} nodes`;
}
