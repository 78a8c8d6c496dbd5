import { BatchError } from '../http/batch-error.ts';

/** "An automatic scaling formula is too long. The maximum length is 8192 characters" (constants of the .NET client). */
const LONGEST_FORMULA = 8192;

/**
 * Refuses an autoscale formula that is too long. On purpose, nothing else is checked: a formula is stored and not evaluated.
 * @throws BatchError AutoScaleFormulaTooLong
 */
export function checkFormula(formula: string | undefined): void {
  if ((formula ?? '').length > LONGEST_FORMULA) throw new BatchError('AutoScaleFormulaTooLong');
}
