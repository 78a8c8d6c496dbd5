import { type Command as CommandLine, Option, type OptionValues } from '@commander-js/extra-typings';
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
    .addOption(new Option('--app <address>', `the address of the app (${LOCAL})`).env('LAMPLIGHTER_APP'))
    .addOption(new Option('--key <key>', 'a function key').env('LAMPLIGHTER_KEY'))
    .addOption(
      new Option('--profile <name>', "a stored address and key, see 'profile set'").env('LAMPLIGHTER_PROFILE'),
    );
}

/** The options that select an app. */
export interface AppOptions {
  readonly app?: string | undefined;
  readonly key?: string | undefined;
  readonly profile?: string | undefined;
}

/**
 * Resolves the address and the key of an app. The command line and the environment take precedence over a profile, and a
 * profile over the app on this machine.
 * @throws Misuse for an unknown profile or an invalid address
 */
export function appOf({ app, key, profile }: AppOptions): Profile {
  const kept = profileOf(profile);
  const address = app ?? kept?.app ?? LOCAL;
  if (!URL.canParse('api', address)) {
    throw new Misuse(`--app ${address}: an address such as ${LOCAL} is expected`);
  }
  // The key of one app is never sent to another.
  const ownKey = app === undefined || app === kept?.app ? kept?.key : undefined;
  return { app: address, key: key ?? ownKey ?? '' };
}

function profileOf(name: string | undefined): Profile | undefined {
  const profiles = readProfiles();
  const kept = Object.hasOwn(profiles, name ?? DEFAULT_PROFILE) ? profiles[name ?? DEFAULT_PROFILE] : undefined;
  if (kept === undefined && name !== undefined) {
    throw new Misuse(`there is no profile '${name}'; 'npx lamplighter profile list' shows those that are kept`);
  }
  return kept;
}
