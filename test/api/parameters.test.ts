import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { ACCOUNT, DOCUMENT_ID, NODE, POOL, pageLimit, wholeNumber } from '../../src/api/parameters.ts';
import * as azure from '../../src/documents/fields/azure-names.ts';
import * as fields from '../../src/documents/fields/fields.ts';

const NAMES = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9_.-]{0,70}$/),
  fc.stringMatching(/^[a-z0-9]{2,25}$/),
  fc.string({ maxLength: 210 }),
);

describe('a name in an address', () => {
  it.each<readonly [string, z.ZodType, z.ZodType]>([
    ['of an account', ACCOUNT, azure.ACCOUNT],
    ['of a pool', POOL, azure.POOL],
    ['of a node', NODE, azure.NODE],
    ['of a document', DOCUMENT_ID, fields.DOCUMENT_ID],
  ])('%s is one in a document, and the other way round', (_, inAddress, inDocument) => {
    fc.assert(
      fc.property(NAMES, (name) => {
        const [one, other] = [inAddress.safeParse(name), inDocument.safeParse(name)];
        expect(one.error?.issues.map(({ message }) => message)).toEqual(
          other.error?.issues.map(({ message }) => message),
        );
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a whole number in an address', () => {
  it('is written in decimal digits', () => {
    const number = wholeNumber(400, 7);
    expect(['1', '007', '400', undefined].map((text) => number.parse(text))).toEqual([1, 7, 400, 7]);
  });

  it.each(['0', '401', '-1', '+1', '1.0', '1e2', '0x10', '0b1', ' 5', '5 ', '', 'x', '٣', '9'.repeat(400)])(
    'is not %j',
    (text) => {
      const message = 'a number from 1 to 400 is expected';
      expect(pageLimit(400, 7).safeParse(text).error?.issues).toMatchObject([{ message }]);
    },
  );
});
