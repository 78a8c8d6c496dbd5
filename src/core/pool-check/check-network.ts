import type { PoolCheck } from './context.ts';
import { isThere, isWholeNumber, itemsOf, type LocatedValue, member, memberAt, textOf } from './located-value.ts';
import { found, type PoolCheckFinding, type PoolCheckRule, when } from './pool-check-rule.ts';
import { POOL_SPECIFICATION } from './sources.ts';

const TOO_MANY: PoolCheckRule = {
  id: 'endpoint-count',
  severity: 'error',
  says: 'a pool has at most five inbound NAT pools, as a list',
  source: POOL_SPECIFICATION,
};
const BACKEND: PoolCheckRule = {
  id: 'endpoint-backend-port',
  severity: 'error',
  says: 'a backend port is from 1 to 65535; 29876 and 29877 are reserved',
  source: POOL_SPECIFICATION,
};
const BACKEND_TWICE: PoolCheckRule = {
  id: 'endpoint-backend-twice',
  severity: 'error',
  says: 'the backend port must be unique within the pool',
  source: POOL_SPECIFICATION,
};
const FRONTEND: PoolCheckRule = {
  id: 'endpoint-frontend-range',
  severity: 'error',
  says: 'frontend ports are from 1 to 65534, the first not after the last; 50000 to 55000 are reserved',
  source: POOL_SPECIFICATION,
};
const OVERLAP: PoolCheckRule = {
  id: 'endpoint-frontend-overlap',
  severity: 'error',
  says: 'the ranges of frontend ports within a pool must be distinct and cannot overlap',
  source: POOL_SPECIFICATION,
};
const SMALL: PoolCheckRule = {
  id: 'endpoint-frontend-small',
  severity: 'error',
  says: 'each range must contain at least 40 frontend ports',
  source: 'https://learn.microsoft.com/rest/api/batchservice/pools/create-pool#inboundnatpool',
};
const AGENT: PoolCheckRule = {
  id: 'endpoint-agent-port',
  severity: 'warning',
  says: 'the health server of the Batch agent has port 29879 and listens on 127.0.0.1 only: nothing comes through to it from outside',
  source: 'https://learn.microsoft.com/azure/batch/create-pool-extensions',
};
const NAME: PoolCheckRule = {
  id: 'endpoint-name',
  severity: 'error',
  says: 'the name of an endpoint is unique within the pool; it has up to 77 letters, digits, underscores, periods and hyphens, and begins and ends with a letter or digit (or ends with an underscore)',
  source: POOL_SPECIFICATION,
};

export const NETWORK_RULES = [TOO_MANY, BACKEND, BACKEND_TWICE, FRONTEND, OVERLAP, SMALL, AGENT, NAME];

const RESERVED_BACKEND: readonly unknown[] = [29_876, 29_877];
const AGENT_PORT = 29_879;
const MOST_ENDPOINTS = 5;
const LEAST_PORTS = 40;

/** Checks the endpoints of nodes. */
export const checkNetwork: PoolCheck = ({ properties }) => {
  const list = memberAt(properties, 'networkConfiguration', 'endpointConfiguration', 'inboundNatPools');
  const endpoints = itemsOf(list);
  const isWrong = isThere(list) && (!Array.isArray(list.value) || endpoints.length > MOST_ENDPOINTS);
  return [
    ...when(isWrong, () => found(TOO_MANY, list)),
    ...endpoints.slice(0, MOST_ENDPOINTS).flatMap((endpoint, index) => {
      const others = endpoints.slice(0, index);
      return [...checkName(endpoint, others), ...checkBackend(endpoint, others), ...checkFrontend(endpoint, others)];
    }),
  ];
};

function checkName(endpoint: LocatedValue, others: readonly LocatedValue[]): readonly PoolCheckFinding[] {
  const name = member(endpoint, 'name');
  const isGood = /^[A-Za-z0-9]([\w.-]{0,75}\w)?$/.test(textOf(name) ?? '');
  const isTwice = others.some((other) => member(other, 'name').value === name.value);
  return when(!isGood || isTwice, () => found(NAME, name));
}

function checkBackend(endpoint: LocatedValue, others: readonly LocatedValue[]): readonly PoolCheckFinding[] {
  const port = member(endpoint, 'backendPort');
  const isGood = isWholeNumber(port.value, 1, 65_535) && !RESERVED_BACKEND.includes(port.value);
  return [
    ...when(!isGood, () => found(BACKEND, port)),
    ...when(isGood && others.some((other) => member(other, 'backendPort').value === port.value), () =>
      found(BACKEND_TWICE, port),
    ),
    ...when(port.value === AGENT_PORT, () => found(AGENT, port)),
  ];
}

function checkFrontend(endpoint: LocatedValue, others: readonly LocatedValue[]): readonly PoolCheckFinding[] {
  const range = rangeOf(endpoint);
  const at = member(endpoint, 'frontendPortRangeStart');
  if (range === undefined) return [found(FRONTEND, at)];
  const { first, last } = range;
  const overlaps = others.some((other) => {
    const { first: start, last: end } = rangeOf(other) ?? { first: 0, last: -1 };
    return start <= last && end >= first;
  });
  return [
    ...when(first <= 55_000 && last >= 50_000, () => found(FRONTEND, at)),
    ...when(last - first + 1 < LEAST_PORTS, () => found(SMALL, at)),
    ...when(overlaps, () => found(OVERLAP, at)),
  ];
}

function rangeOf(endpoint: LocatedValue): { readonly first: number; readonly last: number } | undefined {
  const first = member(endpoint, 'frontendPortRangeStart').value;
  const last = member(endpoint, 'frontendPortRangeEnd').value;
  const isGood = isWholeNumber(first, 1, 65_534) && isWholeNumber(last, Number(first), 65_534);
  return isGood ? { first: Number(first), last: Number(last) } : undefined;
}
