import { describe, expect, it } from 'vitest';
import { FLAG, NUMBER, OBJECT, ONLY_EQUAL, parseFilter, TEXT, TIME } from '../../../src/emulator/odata/filter.ts';

const FILTERABLE = {
  id: TEXT,
  state: ONLY_EQUAL,
  creationTime: TIME,
  enableAutoScale: FLAG,
  'executionInfo/poolId': TEXT,
  'executionInfo/exitCode': NUMBER,
  autoScale: OBJECT,
  size: { ...TEXT, member: 'vmSize' },
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
    executionInfo: { poolId: 'sim', exitCode: 10 },
    autoScale: {},
  },
  {
    id: 'b1',
    state: 'completed',
    creationTime: '2026-03-03T00:00:00.0000000Z',
    enableAutoScale: false,
    executionInfo: { poolId: "o'neil" },
    vmSize: 'large',
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
    ["creationTime gt '2026-03-02T12:00:00Z'", ['b1']],
    ['enableAutoScale eq true', ['a2']],
    // numbers are compared as such, and what is not there is neither greater nor smaller
    ['executionInfo/exitCode gt 9', ['a2']],
    ['executionInfo/exitCode le 10', ['a2']],
    ['executionInfo/exitCode gt -1', ['a2']],
    ['executionInfo/exitCode eq 1e1', ['a2']],
    ['executionInfo/exitCode lt 10.5', ['a2']],
    // a property may be the member of another name
    ["size eq 'large'", ['b1']],
    // what is not there begins with nothing
    ["startswith(size, 'un')", []],
    ['autoScale ne null', ['a2']],
    ['executionInfo/exitCode eq null', ['a1', 'b1']],
    ["(state eq 'active') and (executionInfo/poolId eq 'sim')", ['a2']],
    [`${"(state eq 'active' and ".repeat(100)}id eq 'a2'${')'.repeat(100)}`, ['a2']],
    // a quote inside a literal is doubled
    ["executionInfo/poolId eq 'o''neil'", ['b1']],
  ])('%s lets %j through', (expression, expected) => {
    expect(matching(expression)).toEqual(expected);
  });

  it.each([
    ["id eq 'a1'", ['a1']],
    ["id eq 'a1' or (id eq 'b1' or id eq 'c1')", ['a1', 'b1', 'c1']],
    ["id eq 'a1' or state eq 'active'", undefined],
    ["id eq 'a1' or id gt 'b1'", undefined],
    ["id eq 'a1' and state eq 'active'", undefined],
    ['id eq null', undefined],
  ])('%s names the values %j of a property, and nothing else', (expression, values) => {
    expect(parseFilter(expression, FILTERABLE).equal).toEqual(values && { property: 'id', values: new Set(values) });
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
    ['creationTime lt 5', '5 is not a value for the property.'],
    ['state eq active', 'active is not a value for the property.'],
    ['id gt 3', '3 is not a value for the property.'],
    ["id gt DateTime'2026-03-02'", "DateTime'2026-03-02' is not a value for the property."],
    ["enableAutoScale eq 'true'", "'true' is not a value for the property."],
    ["executionInfo/exitCode eq '1'", "'1' is not a value for the property."],
    ["autoScale eq 'on'", "'on' is not a value for the property."],
    ['startswith(id, 5)', '5 is not a value for the property.'],
    ['startswith(id, null)', 'null is not the beginning of a text.'],
    ['executionInfo/exitCode eq 0x10', '0x10 is not a value for the property.'],
    ['executionInfo/exitCode eq 0b1', '0b1 is not a value for the property.'],
    ['executionInfo/exitCode lt Infinity', 'Infinity is not a value for the property.'],
    ['executionInfo/exitCode eq .5', '.5 is not a value for the property.'],
    ['executionInfo/exitCode eq 5.', '5. is not a value for the property.'],
    [`${'('.repeat(9000)}state eq 'active'`, 'It has more than 100 parentheses within each other.'],
    // names that every object has
    ['constructor eq 1', "The property 'constructor' cannot be filtered by."],
    ['state eq toString', 'toString is not a value for the property.'],
  ])('refuses %s', (expression, reason) => {
    expect(() => parseFilter(expression, FILTERABLE)).toThrowError(
      expect.objectContaining({
        code: 'InvalidQueryParameterValue',
        values: expect.arrayContaining([['Reason', reason]]),
      }),
    );
  });
});
