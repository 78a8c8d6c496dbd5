/**
 * The longest cell of a CSV file. Excel takes "32,767 characters" and cuts off the rest
 * (https://support.microsoft.com/office/1672b34d-7043-467e-8e27-269d656771c3). The module `csv` of Python refuses a field of
 * more than 131,072 (https://docs.python.org/3/library/csv.html#csv.field_size_limit).
 */
export const LONGEST_CELL = 32_767;

/** How many characters of a long cell are kept; quotes in JSON can double the length. */
const BEGINNING = 16_000;

/** Shortens a long text, and says where all of it is. */
export function shortText(text: string, record: string): string {
  return `${beginningOf(text)}… [the first ${BEGINNING} of ${text.length} characters; all of it: ${pointer(record)}]`;
}

/** Replaces long JSON by JSON with its beginning, and says where all of it is. */
export function shortJson(json: string, record: string): string {
  return JSON.stringify({
    shortened: { characters: json.length, all: pointer(record), begins: beginningOf(json) },
  });
}

/** Cuts between characters, never between the two code units of a surrogate pair. */
function beginningOf(text: string): string {
  return text.slice(0, BEGINNING).replace(/[\ud800-\udbff]$/, '');
}

function pointer(record: string): string {
  return `record ${record} in GET audit/export?format=jsonl`;
}
