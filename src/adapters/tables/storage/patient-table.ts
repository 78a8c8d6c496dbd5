import { AppError } from '../../../ports/errors.ts';
import type { Table } from './table.ts';

/** How long a search may send requests, and the message of the error if it needs longer. */
export interface Patience {
  readonly milliseconds: number;
  readonly tooLong: string;
}

/**
 * A table for one search: a filter that few rows match may have to read all of them, and each request returns in time.
 * @throws AppError AnswerTooLarge from an operation after that time
 */
export function patientTable(table: Table, { milliseconds, tooLong }: Patience): Table {
  const end = performance.now() + milliseconds;
  return {
    run: async (operation) => {
      if (performance.now() > end) throw new AppError('AnswerTooLarge', tooLong);
      return table.run(operation);
    },
  };
}
