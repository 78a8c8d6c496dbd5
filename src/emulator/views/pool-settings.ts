import type { ArmPoolProperties, ArmScaleSettings } from '../../wire/arm-pool.ts';
import { toDataSpelling, toManagementSpelling } from './plane-spelling.ts';

/** The settings of a pool on the data plane, as far as their names matter here. */
export interface DataPlaneSettings {
  readonly virtualMachineConfiguration?: unknown;
  readonly cloudServiceConfiguration?: unknown;
  readonly enableInterNodeCommunication?: boolean | undefined;
  readonly applicationPackageReferences?: unknown;
  readonly certificateReferences?: unknown;
  readonly [other: string]: unknown;
}

/** The scale of a pool on the data plane. */
export interface DataPlaneScale {
  readonly targetDedicatedNodes?: number | undefined;
  readonly targetLowPriorityNodes?: number | undefined;
  readonly resizeTimeout?: string | undefined;
  readonly autoScaleFormula?: string | undefined;
  readonly autoScaleEvaluationInterval?: string | undefined;
}

/** Converts settings of the data plane to those of the management plane, which the world stores. Missing members are omitted. */
export function toPoolSettings(settings: DataPlaneSettings): Partial<ArmPoolProperties> {
  const {
    virtualMachineConfiguration,
    cloudServiceConfiguration,
    enableInterNodeCommunication,
    applicationPackageReferences,
    certificateReferences,
    ...rest
  } = settings;
  const deployment = { virtualMachineConfiguration, cloudServiceConfiguration };
  const interNodeCommunication = enableInterNodeCommunication ? 'Enabled' : 'Disabled';
  return withoutUndefined({
    ...(toManagementSpelling(rest) as object),
    deploymentConfiguration: Object.values(deployment).every((given) => given === undefined)
      ? undefined
      : withoutUndefined(toManagementSpelling(deployment) as object),
    interNodeCommunication: enableInterNodeCommunication === undefined ? undefined : interNodeCommunication,
    applicationPackages: toManagementSpelling(applicationPackageReferences, 'applicationPackageReferences'),
    certificates: certificateReferences,
  }) as Partial<ArmPoolProperties>;
}

/** Converts the settings that the world stores to those of the data plane, without the scale. */
export function toDataPlaneSettings(settings: ArmPoolProperties): Readonly<Record<string, unknown>> {
  const {
    deploymentConfiguration,
    scaleSettings: _,
    interNodeCommunication,
    applicationPackages,
    certificates,
    ...rest
  } = settings;
  return withoutUndefined({
    ...(toDataSpelling({ ...rest, ...deploymentConfiguration }) as object),
    enableInterNodeCommunication: interNodeCommunication === 'Enabled',
    applicationPackageReferences: toDataSpelling(applicationPackages, 'applicationPackageReferences'),
    certificateReferences: certificates,
  });
}

/** Converts the scale of the data plane to that of the management plane. */
export function toScaleSettings(scale: DataPlaneScale): ArmScaleSettings {
  const { autoScaleFormula: formula, autoScaleEvaluationInterval: evaluationInterval } = scale;
  if (formula !== undefined) {
    return { autoScale: { formula, ...(evaluationInterval !== undefined && { evaluationInterval }) } };
  }
  const { targetDedicatedNodes = 0, targetLowPriorityNodes = 0, resizeTimeout } = scale;
  return {
    fixedScale: { targetDedicatedNodes, targetLowPriorityNodes, ...(resizeTimeout !== undefined && { resizeTimeout }) },
  };
}

function withoutUndefined(members: object): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
