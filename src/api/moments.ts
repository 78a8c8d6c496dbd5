import * as z from 'zod';

/** A moment in UTC, as in responses. */
export const MOMENT = z.string().meta({ format: 'date-time' });
