import type { ArmPoolProperties, ArmScaleSettings } from '../../wire/arm-pool.ts';
import { toDataSpelling, toManagementSpelling } from './plane-spelling.ts';

/** Settings of a pool as the data plane takes them, as far as their names matter here. */
export interface DataPlaneSettings {
  readonly virtualMachineConfiguration?: unknown;
  readonly cloudServiceConfiguration?: unknown;
  readonly enableInterNodeCommunication?: boolean | undefined;
  readonly applicationPackageReferences?: unknown;
  readonly certificateReferences?: unknown;
  readonly [other: string]: unknown;
}

/** How a pool is to scale, as the data plane says it. */
export interface DataPlaneScale {
  readonly targetDedicatedNodes?: number | undefined;
  readonly targetLowPriorityNodes?: number | undefined;
  readonly resizeTimeout?: string | undefined;
  readonly autoScaleFormula?: string | undefined;
  readonly autoScaleEvaluationInterval?: string | undefined;
}

/** Settings of the data plane as the world keeps them: as the management plane has them. What is not there is left out. */
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

/** Settings that the world keeps as the data plane shows them, but for those that say how the pool scales. */
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

/** How a pool scales, as the management plane says it. */
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
