import type { Command as CommandLine, OptionValues } from '@commander-js/extra-typings';
import { Misuse } from './misuse.ts';
import { type Profile, readProfiles } from './profiles.ts';

const LOCAL = 'http://127.0.0.1:7071';

/** The profile that is used if none is named. */
const DEFAULT_PROFILE = 'default';

/** Adds the options of a command that calls a running app: its address, its key, and a profile with both. */
export function withApp<Operands extends unknown[], Options extends OptionValues>(
  line: CommandLine<Operands, Options>,
) {
  return line
    .option('--app <address>', `the address of the app (LAMPLIGHTER_APP, else ${LOCAL})`)
    .option('--key <key>', 'a function key (LAMPLIGHTER_KEY)')
    .option('--profile <name>', "a stored address and key, see 'profile set' (LAMPLIGHTER_PROFILE)");
}

/** The options that select an app. */
export interface AppOptions {
  readonly app?: string | undefined;
  readonly key?: string | undefined;
  readonly profile?: string | undefined;
}

/**
 * Resolves the address and the key of an app. The command line takes precedence over the environment, and that over the profile
 * that is used if none is named; without any of them it is the app on this machine. The key of one app is never sent to another.
 * @throws Misuse for an unknown profile or an invalid address
 */
export function appOf({ app, key, profile }: AppOptions): Profile {
  const [envApp, envKey, envProfile] = ['APP', 'KEY', 'PROFILE'].map(environment);
  const kept = profileOf(profile ?? envProfile);
  const named = profile === undefined ? undefined : kept;
  const address = app ?? named?.app ?? envApp ?? kept?.app ?? LOCAL;
  requireAddress(address);
  const keyIn = (from: Profile | undefined) => (from?.app === address && from.key !== '' ? from.key : undefined);
  const environmentKey = envApp === undefined || envApp === address ? envKey : undefined;
  return { app: address, key: key ?? keyIn(named) ?? environmentKey ?? keyIn(kept) ?? '' };
}

/** @throws Misuse unless it is the address of an app: http or https */
export function requireAddress(address: string): void {
  if (['http:', 'https:'].includes(URL.parse('api', address)?.protocol ?? '')) return;
  throw new Misuse(`--app ${address}: an address such as ${LOCAL} is expected`);
}

/** A variable of the environment; `undefined` if it is not set, or empty. */
function environment(name: string): string | undefined {
  return process.env[`LAMPLIGHTER_${name}`] || undefined;
}

function profileOf(name: string | undefined): Profile | undefined {
  const profiles = readProfiles();
  const kept = Object.hasOwn(profiles, name ?? DEFAULT_PROFILE) ? profiles[name ?? DEFAULT_PROFILE] : undefined;
  if (kept === undefined && name !== undefined) {
    throw new Misuse(`there is no profile '${name}'; 'npx lamplighter profile list' shows those that are kept`);
  }
  return kept;
}
