import type { ArmPool } from '../../wire/arm-pool.ts';
import { BatchError } from '../http/batch-error.ts';

/**
 * Parses the `$select` of the management plane: "Comma separated list of properties that should be returned. e.g.
 * 'properties/provisioningState'. Only top level properties under properties/ are valid for selection." Without it everything
 * is kept; id, name and type always are.
 * https://learn.microsoft.com/rest/api/batchmanagement/pool/list-by-batch-account (api-version 2025-06-01)
 * @throws BatchError InvalidQueryParameterValue
 */
export function selectProperties(names: string | undefined): (pool: ArmPool) => Partial<ArmPool> {
  if (names === undefined || names.trim() === '') return (pool) => pool;
  const wanted = new Set(names.split(',').map((name) => propertyOf(name.trim(), names)));
  return ({ id, name, type, properties }) => ({
    ...(id !== undefined && { id }),
    ...(name !== undefined && { name }),
    ...(type !== undefined && { type }),
    properties: Object.fromEntries(
      Object.entries(properties).filter(([member]) => wanted.has(member)),
    ) as ArmPool['properties'],
  });
}

function propertyOf(path: string, names: string): string {
  const name = /^properties\/([^/]+)$/.exec(path)?.[1];
  if (name !== undefined) return name;
  throw new BatchError(
    'InvalidQueryParameterValue',
    ['QueryParameterName', '$select'],
    ['QueryParameterValue', names],
    ['Reason', 'Only top level properties under properties/ are valid for selection.'],
  );
}
