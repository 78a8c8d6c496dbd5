import { type Filterable, TEXT, TIME, WORD } from './filter.ts';

/** https://learn.microsoft.com/rest/api/batchservice/odata-filters-in-batch, jobs */
export const JOB_FILTERABLE: Filterable = {
  id: TEXT,
  state: WORD,
  stateTransitionTime: TIME,
  creationTime: TIME,
  lastModified: TIME,
  'executionInfo/startTime': TIME,
  'executionInfo/endTime': TIME,
  'executionInfo/poolId': TEXT,
};
