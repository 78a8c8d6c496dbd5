/**
 * What a cell of a CSV file may hold: Excel takes "32,767 characters" and cuts the rest
 * (https://support.microsoft.com/office/1672b34d-7043-467e-8e27-269d656771c3); the module `csv` of Python refuses a field of more than
 * 131,072 (https://docs.python.org/3/library/csv.html#csv.field_size_limit).
 */
export const LONGEST_CELL = 32_767;

/** How much of a cell that is too long is left at its beginning; quotes in JSON can double it. */
const BEGINNING = 16_000;

/** So much of a long text that every program takes it, with where the rest of it is. */
export function shortText(text: string, record: string): string {
  return `${beginningOf(text)}… [the first ${BEGINNING} of ${text.length} characters; all of it: ${pointer(record)}]`;
}

/** JSON that says how long JSON begins, and where the rest of it is. */
export function shortJson(json: string, record: string): string {
  return JSON.stringify({
    shortened: { characters: json.length, all: pointer(record), begins: beginningOf(json) },
  });
}

/** Half of a character that is two code units is none. */
function beginningOf(text: string): string {
  return text.slice(0, BEGINNING).replace(/[\ud800-\udbff]$/, '');
}

function pointer(record: string): string {
  return `record ${record} in GET audit/export?format=jsonl`;
}
