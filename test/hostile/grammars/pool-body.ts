import fc from 'fast-check';
import { filled } from '../support/filled.ts';

const MEMBERS = [
  'id',
  'vmSize',
  'properties',
  'deploymentConfiguration',
  'virtualMachineConfiguration',
  'imageReference',
  'extensions',
  'name',
  'publisher',
  'type',
  'typeHandlerVersion',
  'settings',
  'protectedSettings',
  'provisionAfterExtensions',
  'upgradePolicy',
  'mode',
  'automaticOSUpgradePolicy',
  'enableAutomaticOSUpgrade',
  'rollingUpgradePolicy',
  'metadata',
  'applicationHealthSettings',
  'nodeAgentSKUId',
  'targetDedicatedNodes',
  'enableAutoScale',
  'identity',
  'networkConfiguration',
  '__proto__',
  'constructor',
] as const;

/** JSON by the names that pools have, of any shape, and now and then broken. */
const body = () =>
  fc.letrec<{ readonly value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 6, withCrossShrink: true },
      fc.constantFrom<unknown>(
        'HealthExtension',
        'ApplicationHealthLinux',
        'Microsoft.ManagedServices',
        'rolling',
        true,
        3,
        null,
      ),
      fc.array(fc.tuple(fc.constantFrom(...MEMBERS), tie('value')), { maxLength: 6 }).map(Object.fromEntries),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.string({ maxLength: 12 }),
    ),
  })).value;

const named = () => fc.tuple(fc.oneof(fc.constantFrom(...MEMBERS), fc.string({ maxLength: 8 })), body());
const withExtensions = (extensions: unknown) => ({
  properties: { deploymentConfiguration: { virtualMachineConfiguration: { extensions } } },
});
/** Bodies with as many members, or extensions, as there is room for. */
const large = () =>
  fc.oneof(
    filled(named()).map((members) => ({
      properties: Object.fromEntries(members.map(([name, value], index) => [`${name}${index}`, value])),
    })),
    filled(body()).map(withExtensions),
    filled(fc.record({ name: fc.constantFrom('a', 'b'), type: fc.constant('t') })).map((extensions) =>
      withExtensions(
        extensions.map((one, index) => ({
          ...one,
          name: `${one.name}${index}`,
          provisionAfterExtensions: [`a${index - 1}`],
        })),
      ),
    ),
  );
const token = () =>
  fc.constantFrom('{', '}', '[', ']', ',', ':', '"a":', '"', '\\', '//x\n', '/*', '*/', '1', 'null', '\u0000');

/** Texts of bodies, and texts that are none. */
export const bodyText = () =>
  fc.oneof(
    fc
      .tuple(fc.oneof(body(), large()), fc.constantFrom('', ',', '}', '//x\n', '\u0000'))
      .map(([value, tail]) => `${JSON.stringify(value)}${tail}`),
    filled(token()).map((tokens) => tokens.join('')),
  );
