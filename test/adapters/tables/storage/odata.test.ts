import { odata as odataOfTheSdk } from '@azure/data-tables';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { odata } from '../../../../src/adapters/tables/storage/odata.ts';

it('quotes texts, and doubles the quotes in them', () => {
  expect(odata`PartitionKey eq ${"o'clock"} and RowKey lt ${'b'}`).toBe("PartitionKey eq 'o''clock' and RowKey lt 'b'");
});

it('says of any text what the SDK says', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: fc.constantFrom("'", '\\', '$', '&', 'a') }),
      (a, b) => {
        expect(odata`PartitionKey eq ${a} or (RowKey ge ${b})`).toBe(
          odataOfTheSdk`PartitionKey eq ${a} or (RowKey ge ${b})`,
        );
      },
    ),
  );
});
