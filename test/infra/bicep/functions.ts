import { createHash } from 'node:crypto';
import { isList, isRecord, listOf, recordOf, type Scope, textOf, type Value } from './value.ts';

/** A function that takes values. Those that take names or files are in the evaluator. */
type Pure = (...given: readonly Value[]) => Value;

/** Every function of Bicep that the templates may call. Text made by Azure alone, such as `uniqueString`, is made up here. */
export const FUNCTIONS: Readonly<Record<string, Pure>> = {
  concat: (...lists) => lists.flatMap((list) => listOf(list, 'concat')),
  contains: (container, item) =>
    isList(container)
      ? container.includes(item ?? null)
      : textOf(container, 'contains').includes(textOf(item, 'contains')),
  empty: (value) => isEmpty(value),
  flatten: (lists) => listOf(lists, 'flatten').flatMap((list) => listOf(list, 'flatten')),
  guid: (...seeds) => uuidOf(JSON.stringify(seeds)),
  items: (record) =>
    Object.entries(recordOf(record, 'items'))
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => ({ key, value })),
  join: (list, separator) =>
    listOf(list, 'join')
      .map((one) => textOf(one, 'join'))
      .join(textOf(separator, 'join')),
  last: (list) => listOf(list, 'last').at(-1) ?? null,
  length: (value) => (isList(value) ? value.length : textOf(value, 'length').length),
  split: (text, separator) => textOf(text, 'split').split(textOf(separator, 'split')),
  string: (value) => (typeof value === 'string' ? value : JSON.stringify(value)),
  toLower: (text) => textOf(text, 'toLower').toLowerCase(),
  union: (...values) =>
    isList(values[0])
      ? [...new Set(values.flatMap((list) => listOf(list, 'union')))]
      : Object.assign({}, ...values.map((record) => recordOf(record, 'union'))),
  uniqueString: (...seeds) => createHash('sha256').update(JSON.stringify(seeds)).digest('hex').slice(0, 13),
};

/** Functions about where the template is deployed to. */
export function scopeFunctions({ subscription, group }: Scope): Readonly<Record<string, Pure>> {
  const subscriptionScope = `/subscriptions/${subscription}`;
  return {
    environment: () => ({
      suffixes: { storage: 'core.windows.net' },
      authentication: { loginEndpoint: 'https://login.microsoftonline.com/' },
    }),
    subscription: () => ({ id: subscriptionScope, subscriptionId: subscription }),
    subscriptionResourceId: (type, name) =>
      `${subscriptionScope}/providers/${textOf(type, 'subscriptionResourceId')}/${textOf(name, 'subscriptionResourceId')}`,
    tenant: () => ({ tenantId: uuidOf('tenant') }),
    ...(group !== undefined && {
      resourceGroup: () => ({ id: `${subscriptionScope}/resourceGroups/${group}`, name: group }),
    }),
  };
}

export function uuidOf(seed: string): string {
  const hex = createHash('sha256').update(seed).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}

function isEmpty(value: Value | undefined): boolean {
  if (value === null || value === undefined || value === '') return true;
  if (isList(value)) return value.length === 0;
  return isRecord(value) && Object.keys(value).length === 0;
}
