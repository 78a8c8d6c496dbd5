import * as z from 'zod';
import type { ArmPoolProperties } from '../../wire/arm-pool.ts';
import { invalidProperty } from './invalid-property.ts';

/** The validated part of a network; everything else is stored as received. */
const NETWORK = z.looseObject({
  endpointConfiguration: z
    .looseObject({
      inboundNatPools: z.array(
        z.looseObject({
          backendPort: z.int(),
          frontendPortRangeStart: z.int(),
          frontendPortRangeEnd: z.int(),
        }),
      ),
    })
    .optional(),
});

type Endpoint = NonNullable<z.infer<typeof NETWORK>['endpointConfiguration']>['inboundNatPools'][number];

const PATH = 'networkConfiguration.endpointConfiguration.inboundNatPools';
/** "Acceptable values are between 1 and 65535 except for 29876 and 29877" (2025-06-01). */
const RESERVED_PORTS = [29_876, 29_877];
/** Up to 2024-02-01 also these: since 2024-07-01 an endpoint of the pool maps them (pool-endpoint-configuration). */
const REMOTE_ACCESS_PORTS = [22, 3389];
const RESERVED_RANGE = { first: 50_000, last: 55_000 };
const LEAST_PORTS = 40;

/**
 * Refuses settings of a pool whose inbound endpoints use ports that they may not have: "If any reserved or overlapping
 * values are provided the request fails with HTTP status code 400".
 * https://learn.microsoft.com/azure/templates/microsoft.batch/batchaccounts/pools#inboundnatpool (api-version 2025-06-01)
 * @throws BatchError InvalidPropertyValue
 */
export function checkEndpoints({ networkConfiguration }: ArmPoolProperties, mapsRemoteAccess: boolean): void {
  if (networkConfiguration === undefined) return;
  const { data, error } = NETWORK.safeParse(networkConfiguration);
  const issue = error?.issues[0];
  if (issue !== undefined) throw invalidProperty(['networkConfiguration', ...issue.path].join('.'), issue.message);
  const endpoints = data?.endpointConfiguration?.inboundNatPools ?? [];
  for (const [index, endpoint] of endpoints.entries()) {
    const reason =
      wrongPorts(endpoint, mapsRemoteAccess ? RESERVED_PORTS : [...REMOTE_ACCESS_PORTS, ...RESERVED_PORTS]) ??
      taken(endpoint, endpoints.slice(0, index));
    if (reason !== undefined) throw invalidProperty(`${PATH}.${index}`, reason);
  }
}

function wrongPorts(
  { backendPort, frontendPortRangeStart: first, frontendPortRangeEnd: last }: Endpoint,
  reserved: readonly number[],
) {
  if (backendPort < 1 || backendPort > 65_535 || reserved.includes(backendPort)) {
    return `backendPort: acceptable values are between 1 and 65535 except for ${reserved.join(', ')}.`;
  }
  const isReserved = first <= RESERVED_RANGE.last && last >= RESERVED_RANGE.first;
  if (first < 1 || last > 65_534 || isReserved) {
    return 'frontendPortRange: acceptable values range between 1 and 65534 except ports from 50000 to 55000.';
  }
  return last - first + 1 < LEAST_PORTS ? `Each range must contain at least ${LEAST_PORTS} ports.` : undefined;
}

function taken(endpoint: Endpoint, others: readonly Endpoint[]): string | undefined {
  if (others.some(({ backendPort }) => backendPort === endpoint.backendPort)) {
    return 'backendPort must be unique within a Batch pool.';
  }
  const overlaps = ({ frontendPortRangeStart: first, frontendPortRangeEnd: last }: Endpoint) =>
    first <= endpoint.frontendPortRangeEnd && last >= endpoint.frontendPortRangeStart;
  return others.some(overlaps) ? 'All ranges within a pool must be distinct and cannot overlap.' : undefined;
}
