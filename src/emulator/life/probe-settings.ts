import { type ExtensionSettings, type PoolExtension, settingsOf, whyUnreadable } from '../world/pool-extension.ts';

/** The whole numbers among the settings of the Application Health extension, each with its bounds. */
const BOUNDS = {
  port: [1, 65_535],
  intervalInSeconds: [5, 60],
  numberOfProbes: [1, 24],
  gracePeriod: [5, 14_400],
} as const satisfies Readonly<Record<string, readonly [least: number, most: number]>>;

const NAMES = ['protocol', 'requestPath', 'vmWatchSettings', ...Object.keys(BOUNDS)];
const PROTOCOLS = ['http', 'https', 'tcp'];
const LONGEST_SETTLE_SECONDS = 240;

/**
 * Why the Application Health extension does not start with its settings; `undefined` if it does. Batch does not look at
 * them: it is the extension that fails, at each node (extension source, main/schema.go and main/handlersettings.go;
 * https://learn.microsoft.com/azure/virtual-machine-scale-sets/virtual-machine-scale-sets-health-extension).
 */
export function whyNotProbing({ settings, protectedSettings }: PoolExtension): string | undefined {
  const unreadable = whyUnreadable({ settings } as PoolExtension);
  if (unreadable !== undefined) return unreadable;
  const given = settingsOf(settings);
  const unknown = Object.keys(given).find((name) => !NAMES.includes(name));
  if (unknown !== undefined) return `Additional property ${unknown} is not allowed`;
  if (Object.keys(settingsOf(protectedSettings)).length > 0) return 'protectedSettings must be empty';
  return outOfBounds(given) ?? contradiction(given);
}

function outOfBounds(settings: ExtensionSettings): string | undefined {
  const { protocol } = settings;
  if (protocol !== undefined && !PROTOCOLS.includes(String(protocol))) {
    return `protocol must be one of the following: ${PROTOCOLS.join(', ')}`;
  }
  for (const [name, [least, most]] of Object.entries(BOUNDS)) {
    const value = settings[name];
    const fits = Number.isInteger(value) && Number(value) >= least && Number(value) <= most;
    if (value !== undefined && !fits) return `${name} must be a whole number from ${least} to ${most}`;
  }
  return undefined;
}

function contradiction({ protocol, port, requestPath, ...settings }: ExtensionSettings): string | undefined {
  if (protocol === 'tcp' && port === undefined) return "'port' must be specified when using 'tcp' protocol";
  if (protocol === 'tcp' && requestPath !== undefined && requestPath !== '') {
    return "'requestPath' cannot be specified when using 'tcp' protocol";
  }
  const settle = Number(settings['intervalInSeconds'] ?? 5) * Number(settings['numberOfProbes'] ?? 1);
  return settle > LONGEST_SETTLE_SECONDS
    ? `Probe settle time (intervalInSeconds * numberOfProbes) cannot exceed ${LONGEST_SETTLE_SECONDS} seconds`
    : undefined;
}
