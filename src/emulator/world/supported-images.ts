/** An image that the service knows, with the node agent that goes with it. */
export interface SupportedImage {
  readonly ordinal: number;
  /** `publisher:offer:sku`. */
  readonly name: string;
  readonly nodeAgent: string;
  readonly verified: boolean;
  readonly capabilities: readonly string[];
  /** The day from which the service makes no more pools of it. */
  readonly endOfLife: string | undefined;
}

// assumed: an excerpt. Names and node agents are those that public pool definitions use; which of them are verified, what
// they can do and when they end is made up after what the service's list looks like.
const TABLE = `
almalinux:almalinux-x86_64:8-gen2 | batch.node.el 8 | verified |  | 2029-03-01
almalinux:almalinux-x86_64:9-gen2 | batch.node.el 9 | verified |  |
canonical:0001-com-ubuntu-server-focal:20_04-lts | batch.node.ubuntu 20.04 | verified |  | 2025-04-22
canonical:0001-com-ubuntu-server-jammy:22_04-lts | batch.node.ubuntu 22.04 | verified |  | 2027-04-01
canonical:0001-com-ubuntu-server-jammy:22_04-lts-gen2 | batch.node.ubuntu 22.04 | unverified |  | 2027-04-01
canonical:ubuntu-24_04-lts:server | batch.node.ubuntu 24.04 | verified |  |
debian:debian-11:11 | batch.node.debian 11 | verified |  | 2026-08-31
debian:debian-12:12 | batch.node.debian 12 | verified |  |
microsoft-azure-batch:ubuntu-server-container:20-04-lts | batch.node.ubuntu 20.04 | verified | DockerCompatible | 2025-04-22
microsoft-dsvm:ubuntu-hpc:2004 | batch.node.ubuntu 20.04 | verified | DockerCompatible NvidiaTeslaDriverInstalled | 2025-04-22
microsoft-dsvm:ubuntu-hpc:2204 | batch.node.ubuntu 22.04 | verified | DockerCompatible NvidiaTeslaDriverInstalled | 2027-04-01
microsoftcblmariner:cbl-mariner:cbl-mariner-2 | batch.node.mariner 2.0 | verified |  | 2025-07-31
microsoftcblmariner:cbl-mariner:cbl-mariner-2-gen2 | batch.node.mariner 2.0 | unverified |  | 2025-07-31
microsoftwindowsserver:windowsserver:2016-datacenter | batch.node.windows amd64 | verified |  | 2027-01-12
microsoftwindowsserver:windowsserver:2019-datacenter | batch.node.windows amd64 | verified |  |
microsoftwindowsserver:windowsserver:2019-datacenter-smalldisk | batch.node.windows amd64 | verified |  |
microsoftwindowsserver:windowsserver:2022-datacenter | batch.node.windows amd64 | verified |  |
microsoftwindowsserver:windowsserver:2022-datacenter-smalldisk | batch.node.windows amd64 | unverified |  |
`;

/** The images that the emulator lists. Pools may name others: nothing is checked against this list. */
export const SUPPORTED_IMAGES: readonly SupportedImage[] = TABLE.trim()
  .split('\n')
  .map((line, index) => {
    const [name = '', nodeAgent = '', verification, capabilities = '', endOfLife = ''] = line
      .split('|')
      .map((cell) => cell.trim());
    return {
      ordinal: index + 1,
      name,
      nodeAgent,
      verified: verification === 'verified',
      capabilities: capabilities.split(' ').filter((capability) => capability !== ''),
      endOfLife: endOfLife === '' ? undefined : endOfLife,
    };
  });
