import fc from 'fast-check';

const part = () =>
  fc.oneof(
    fc.constantFrom(
      '*',
      '*/15',
      '0',
      '59',
      '60',
      '1-5',
      '5-1',
      '1,2,3',
      '*/0',
      'MON',
      'SUN-SAT',
      'L',
      '#2',
      '?',
      '-',
      '',
    ),
    fc.integer({ min: -1, max: 100 }).map(String),
    fc.string({ maxLength: 8 }),
  );
const sound = () => fc.constantFrom('*', '*/15', '1', '1-5', '1,2,3', '5/2');
/** Cron expressions, most of them sound. */
export const cron = () =>
  fc
    .oneof(
      fc.array(sound(), { minLength: 5, maxLength: 5 }),
      fc.tuple(sound(), sound(), part(), sound(), part()),
      fc.array(part(), { minLength: 3, maxLength: 7 }),
    )
    .map((parts) => parts.join(' '));
