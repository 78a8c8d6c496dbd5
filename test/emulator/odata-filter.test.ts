import { describe, expect, it } from 'vitest';
import { ONLY_EQUAL, ORDERED, parseFilter, TEXT } from '../../src/emulator/odata/filter.ts';

const FILTERABLE = {
  id: TEXT,
  state: ONLY_EQUAL,
  creationTime: ORDERED,
  enableAutoScale: ['eq', 'ne'],
  'executionInfo/poolId': TEXT,
} as const;

const ITEMS = [
  {
    id: 'a1',
    state: 'active',
    creationTime: '2026-03-01T00:00:00.0000000Z',
    enableAutoScale: false,
    executionInfo: { poolId: 'render' },
  },
  {
    id: 'a2',
    state: 'active',
    creationTime: '2026-03-02T12:00:00.0000000Z',
    enableAutoScale: true,
    executionInfo: { poolId: 'sim' },
  },
  {
    id: 'b1',
    state: 'completed',
    creationTime: '2026-03-03T00:00:00.0000000Z',
    enableAutoScale: false,
    executionInfo: { poolId: "o'neil" },
  },
];

function matching(expression: string | undefined): readonly string[] {
  return ITEMS.filter(parseFilter(expression, FILTERABLE)).map(({ id }) => id);
}

describe('parseFilter', () => {
  it.each([
    [undefined, ['a1', 'a2', 'b1']],
    ['', ['a1', 'a2', 'b1']],
    ["state eq 'active'", ['a1', 'a2']],
    ["id ne 'a1'", ['a2', 'b1']],
    ["id gt 'a1' and id lt 'b1'", ['a2']],
    ["startswith(id, 'a')", ['a1', 'a2']],
    // `and` binds closer than `or`
    ["id eq 'b1' or state eq 'active' and id eq 'a2'", ['a2', 'b1']],
    ["(id eq 'b1' or state eq 'active') and id eq 'a2'", ['a2']],
    ["creationTime ge DateTime'2026-03-02T12:00:00Z'", ['a2', 'b1']],
    ["creationTime lt datetime'2026-03-02'", ['a1']],
    ['enableAutoScale eq true', ['a2']],
    ["(state eq 'active') and (executionInfo/poolId eq 'sim')", ['a2']],
    // a quote inside a literal is doubled
    ["executionInfo/poolId eq 'o''neil'", ['b1']],
  ])('%s lets %j through', (expression, expected) => {
    expect(matching(expression)).toEqual(expected);
  });

  it.each([
    ['isDedicated eq true', "The property 'isDedicated' cannot be filtered by."],
    ["state ne 'active'", "The property 'state' does not support 'ne'."],
    ["state like 'active'", "The property 'state' does not support 'like'."],
    ["startswith(state, 'a')", "The property 'state' does not support 'startswith'."],
    ["state eq 'active' and", 'The expression ends too early.'],
    ["(state eq 'active'", "')' is missing."],
    ["state eq 'active' id", "'id' was not expected."],
    ["state eq 'active", 'The expression is not valid.'],
    ["creationTime lt DateTime'soon'", "'soon' is not a date and time."],
  ])('refuses %s', (expression, reason) => {
    expect(() => parseFilter(expression, FILTERABLE)).toThrowError(
      expect.objectContaining({
        code: 'InvalidQueryParameterValue',
        values: expect.arrayContaining([['Reason', reason]]),
      }),
    );
  });
});
