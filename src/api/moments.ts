import * as z from 'zod';

/** A moment in UTC, as answers write it. */
export const MOMENT = z.string().meta({ format: 'date-time' });
