/**
 * The names that differ between the planes in the settings of a pool, by the member that holds them: first on the data plane,
 * then on the management plane. Found by comparing both specifications (2024-02-01.19.0 and 2024-02-01).
 */
const NAMES: ReadonlyMap<string, readonly (readonly [data: string, management: string])[]> = mapOf({
  virtualMachineConfiguration: [['nodeAgentSKUId', 'nodeAgentSkuId']],
  imageReference: [['virtualMachineImageId', 'id']],
  userIdentity: [['username', 'userName']],
  cifsMountConfiguration: [['username', 'userName']],
  networkConfiguration: [['dynamicVNetAssignmentScope', 'dynamicVnetAssignmentScope']],
  endpointConfiguration: [['inboundNATPools', 'inboundNatPools']],
  applicationPackageReferences: [['applicationId', 'id']],
});

/**
 * Enumeration values in the spelling of the management plane; the data plane writes the first letter, or all of them, in lower
 * case.
 */
const WORDS: ReadonlyMap<string, readonly string[]> = mapOf({
  access: ['Allow', 'Deny'],
  caching: ['None', 'ReadOnly', 'ReadWrite'],
  elevationLevel: ['NonAdmin', 'Admin'],
  jobDefaultOrder: ['None', 'CreationTime'],
  loginMode: ['Batch', 'Interactive'],
  nodeFillType: ['Spread', 'Pack'],
  placement: ['CacheDisk'],
  policy: ['Regional', 'Zonal'],
  protocol: ['TCP', 'UDP'],
  provision: ['BatchManaged', 'UserManaged', 'NoPublicIPAddresses'],
  scope: ['Task', 'Pool'],
  storageAccountType: ['Standard_LRS', 'Premium_LRS', 'StandardSSD_LRS'],
  targetNodeCommunicationMode: ['Default', 'Classic', 'Simplified'],
  targets: ['OsDisk', 'TemporaryDisk'],
  type: ['DockerCompatible', 'CriCompatible'],
  workingDirectory: ['TaskWorkingDirectory', 'ContainerImageDefault'],
});

/** Enumerations whose values have only the first letter in lower case on the data plane. */
const CAMEL_CASE = new Set(['type', 'workingDirectory']);

/** Members whose content belongs to the user. */
const FOREIGN = new Set(['settings', 'protectedSettings', 'metadata', 'resourceTags', 'environmentSettings', 'tags']);

/** A setting in the spelling of the management plane; `holder` is the name of the member that holds it. */
export function toManagementSpelling(value: unknown, holder = ''): unknown {
  return respell(value, holder, {
    name: (within, name) => NAMES.get(within)?.find(([data]) => data === name)?.[1] ?? name,
    word: (_, word) => word,
  });
}

/** A setting in the spelling of the data plane; `holder` is the name of the member that holds it. */
export function toDataSpelling(value: unknown, holder = ''): unknown {
  return respell(value, holder, {
    name: (within, name) => NAMES.get(within)?.find(([, management]) => management === name)?.[0] ?? name,
    word: (name, word) =>
      CAMEL_CASE.has(name) ? `${word.charAt(0).toLowerCase()}${word.slice(1)}` : word.toLowerCase(),
  });
}

interface Spelling {
  readonly name: (within: string, name: string) => string;
  /** Converts an enumeration value of the management plane. */
  readonly word: (name: string, word: string) => string;
}

function respell(value: unknown, name: string, spelling: Spelling): unknown {
  if (FOREIGN.has(name)) return value;
  if (Array.isArray(value)) return value.map((item) => respell(item, name, spelling));
  if (typeof value === 'string') return respellWord(value, name, spelling);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([member, inner]) => [
    spelling.name(name, member),
    respell(inner, member, spelling),
  ]);
  return Object.fromEntries(members);
}

function respellWord(text: string, name: string, spelling: Spelling): string {
  const known = WORDS.get(name)?.find((word) => word.toLowerCase() === text.toLowerCase());
  return known === undefined ? text : spelling.word(name, known);
}

/** Names of members come from outside, and those of an object's own prototype are among them. */
function mapOf<Value>(members: Readonly<Record<string, Value>>): ReadonlyMap<string, Value> {
  return new Map(Object.entries(members));
}
