import type { ArmSupportedSku } from '../../../wire/arm-location.ts';
import type { ArmList } from '../../../wire/list.ts';
import type { Operation } from '../../http/operation.ts';
import { parseFilter, TEXT } from '../../odata/filter.ts';
import { VIRTUAL_MACHINE_SIZES, type VirtualMachineSize } from '../../world/virtual-machine-sizes.ts';

/** "Valid properties for filtering are 'familyName'." */
const FILTERABLE = { familyName: TEXT } as const;

/**
 * GET …/providers/Microsoft.Batch/locations/{locationName}/virtualMachineSkus (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchmanagement/location/list-supported-virtual-machine-skus
 */
export const armListVirtualMachineSizes: Operation = {
  name: 'Location_ListSupportedVirtualMachineSkus',
  plane: 'management',
  method: 'GET',
  path: '/subscriptions/{subscriptionId}/providers/Microsoft.Batch/locations/{locationName}/virtualMachineSkus',
  handle: ({ query }) => {
    const passes = parseFilter(query['$filter'], FILTERABLE);
    const body: ArmList<ArmSupportedSku> = { value: VIRTUAL_MACHINE_SIZES.map(toArmSku).filter(passes) };
    return { status: 200, body };
  },
};

function toArmSku({ name, family, cores, memoryGb }: VirtualMachineSize): ArmSupportedSku {
  const capabilities = [
    { name: 'vCPUs', value: String(cores) },
    { name: 'MemoryGB', value: String(memoryGb) },
  ];
  return { name, familyName: family, capabilities };
}
