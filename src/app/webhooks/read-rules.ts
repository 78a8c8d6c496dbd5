import type { Rule } from '../../core/rules/rule.ts';
import { parseJson } from '../../documents/fields/parsed.ts';
import { parseRule } from '../../documents/rules/rule-document.ts';
import type { HasDocumentReader } from '../../ports/documents.ts';

/** All rules, ordered by id; for one that cannot be parsed, its first fault. */
export interface ReadRules {
  readonly rules: readonly Rule[];
  readonly unreadable: readonly { readonly rule: string; readonly fault: string }[];
}

/** Reads all rules. */
export async function readRules({ documents }: HasDocumentReader): Promise<ReadRules> {
  const read = (await documents.list('rules')).map(({ id, text }) => {
    const json = parseJson(text);
    return { id, parsed: json.ok ? parseRule(json.value) : json };
  });
  return {
    rules: read.flatMap(({ parsed }) => (parsed.ok ? [parsed.value] : [])),
    unreadable: read.flatMap(({ id, parsed }) =>
      parsed.ok ? [] : [{ rule: id, fault: `${parsed.faults[0]?.path}: ${parsed.faults[0]?.message}` }],
    ),
  };
}
