/** What parameters say of themselves that have the same meaning everywhere; a schema can say more. */
export const USUAL_PARAMETERS: Readonly<Record<string, string>> = {
  action: 'What was done, such as `start` or `schedule.put`.',
  actor: 'Who has done it, such as `timer:evaluate-pools` or `entra:anna@contoso.com`.',
  correlation: 'What belongs together: all records of one evaluation or one request have the same.',
  cursor: 'That of the page before; the first page without it.',
  delivery: 'The id of the delivery.',
  id: 'The id of the document.',
  'if-match':
    'The `ETag` of the version that is to be changed, or `*` for whatever is there. A new document needs none.',
  'if-none-match':
    'On a write `*`: nothing may be there yet. On a read the `ETag` of a version that the caller has already.',
  limit: 'The most that one page has.',
  outcome: 'What became of an act.',
  phase: 'Of the record: an act that is about to be tried, what became of it, or something that has happened.',
  source: 'Who sends: `generic`, `azure-monitor`, `event-grid`, or a name of your own.',
  status: 'How far it has come.',
  token: 'The secret in the address; it is used once.',
};
