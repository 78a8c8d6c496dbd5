import type { PoolCheckRule } from './pool-check-rule.ts';
import { JSON_SPECIFICATION, KEY_VAULT_WINDOWS_PAGE } from './sources.ts';

export const NOT_JSON: PoolCheckRule = {
  id: 'json',
  severity: 'error',
  says: 'not JSON',
  source: JSON_SPECIFICATION,
};
export const NO_MEMBER_NAME: PoolCheckRule = {
  id: 'json-no-member-name',
  severity: 'error',
  says: 'in an object every value has a name. The example of the Key Vault extension for Windows has an address without one, where "url": "https://…", is meant',
  source: KEY_VAULT_WINDOWS_PAGE,
};
export const MEMBER_TWICE: PoolCheckRule = {
  id: 'json-member-twice',
  severity: 'error',
  says: 'the object has a member of this name already, and which of the two is meant is not guessed',
  source: JSON_SPECIFICATION,
};
export const COMMENT: PoolCheckRule = {
  id: 'json-comment',
  severity: 'warning',
  says: 'JSON has no comments; it is passed over',
  source: JSON_SPECIFICATION,
};
export const TRAILING_COMMA: PoolCheckRule = {
  id: 'json-trailing-comma',
  severity: 'warning',
  says: 'JSON has no comma after the last item; it is passed over',
  source: JSON_SPECIFICATION,
};

export const JSON_RULES = [NOT_JSON, NO_MEMBER_NAME, MEMBER_TWICE, COMMENT, TRAILING_COMMA];
