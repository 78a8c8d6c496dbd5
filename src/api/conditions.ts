import * as z from 'zod';

const ENTITY_TAG = '(?:W/)?"[^"]*"';
const ENTITY_TAGS = new RegExp(String.raw`^\s*${ENTITY_TAG}(?:\s*,\s*${ENTITY_TAG})*\s*$`);

/**
 * The versions of which one must exist, or `any`. Tags are compared strongly: a weak tag, which a proxy may have made from
 * ours, is accepted and matches nothing. RFC 9110, sections 8.8.3 and 13.1.1.
 */
const IF_MATCH = z.string().transform((text, context) => {
  if (text.trim() === '*') return 'any' as const;
  if (ENTITY_TAGS.test(text)) return { oneOf: strongTagsIn(text) };
  context.addIssue({ code: 'custom', message: 'the ETag of the last answer is expected, with its quotes, or "*"' });
  return z.NEVER;
});

function strongTagsIn(text: string): readonly string[] {
  return [...text.matchAll(/(W\/)?"([^"]*)"/g)].flatMap(([, weak, tag]) =>
    weak === undefined && tag !== undefined ? [tag] : [],
  );
}

const ABSENT = z.string().transform((text, context) => {
  if (text.trim() === '*') return 'absent' as const;
  context.addIssue({ code: 'custom', message: 'on a write only "*" is understood: nothing may be there yet' });
  return z.NEVER;
});

/** The conditions of a write. */
export const WRITE_CONDITIONS = conditions(
  'The `ETag` of the version that is to be changed, or `*` for any version. A new document needs none.',
);

/** The conditions of a deletion. */
export const DELETE_CONDITIONS = conditions(
  'Needed: the `ETag` of the version that is to be deleted, or `*` for any version.',
);

function conditions(description: string) {
  return z
    .object({
      'if-match': IF_MATCH.describe(description).optional(),
      'if-none-match': ABSENT.describe('`*`: the document must not exist yet.').optional(),
    })
    .refine(({ 'if-match': match, 'if-none-match': none }) => match === undefined || none === undefined, {
      path: ['if-none-match'],
      message: 'only one of it and If-Match can be sent',
    });
}

/** The versions that the caller has already, as entity tags; they are compared weakly. */
export const READ_CONDITIONS = z.object({
  'if-none-match': z
    .string()
    .transform((text) => text.split(',').map((tag) => tag.trim().replace(/^W\//, '')))
    .describe('The `ETag` of a version that the caller has already.')
    .optional(),
});
