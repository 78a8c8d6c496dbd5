/** A size of virtual machines that Batch supports. */
export interface VirtualMachineSize {
  readonly ordinal: number;
  readonly name: string;
  readonly family: string;
  readonly cores: number;
  readonly memoryGb: number;
}

/** An excerpt; a pool may have any other size. https://learn.microsoft.com/azure/virtual-machines/sizes */
export const VIRTUAL_MACHINE_SIZES: readonly VirtualMachineSize[] = [
  ['Standard_D2s_v3', 'standardDSv3Family', 2, 8],
  ['Standard_D4s_v3', 'standardDSv3Family', 4, 16],
  ['Standard_D8s_v3', 'standardDSv3Family', 8, 32],
  ['Standard_E4s_v3', 'standardESv3Family', 4, 32],
  ['Standard_F2s_v2', 'standardFSv2Family', 2, 4],
  ['Standard_F8s_v2', 'standardFSv2Family', 8, 16],
  ['Standard_NC6s_v3', 'standardNCSv3Family', 6, 112],
].map(([name, family, cores, memoryGb], index) => ({
  ordinal: index + 1,
  name: String(name),
  family: String(family),
  cores: Number(cores),
  memoryGb: Number(memoryGb),
}));
