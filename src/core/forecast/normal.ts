/**
 * The standard normal deviate that a share `q` of draws does not exceed, to about 1 in 10^9; `q` between 0 and 1.
 * P. J. Acklam, An algorithm for computing the inverse normal cumulative distribution function, 2003.
 */
export function normalDeviate(q: number): number {
  if (q > 0.5) return -normalDeviate(1 - q);
  if (q < 0.02425) {
    const tail = Math.sqrt(-2 * Math.log(q));
    return polynomial(TAIL_OVER, tail) / (polynomial(TAIL_UNDER, tail) * tail + 1);
  }
  const centre = q - 0.5;
  const square = centre * centre;
  return (polynomial(CENTRE_OVER, square) * centre) / (polynomial(CENTRE_UNDER, square) * square + 1);
}

const CENTRE_OVER = [
  -39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716, 2.506628277459239,
];
const CENTRE_UNDER = [-54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572];
const TAIL_OVER = [
  -0.007784894002430293, -0.3223964580411365, -2.400758277161838, -2.549732539343734, 4.374664141464968,
  2.938163982698783,
];
const TAIL_UNDER = [0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416];

/** Coefficients from the highest power down. */
function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0);
}
