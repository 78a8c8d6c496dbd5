import { InvalidArgumentError } from '@commander-js/extra-typings';
import { command, usage } from '../terminal/command.ts';
import { commandGroup } from '../terminal/command-group.ts';
import { Misuse } from '../terminal/misuse.ts';
import { profilesFile, readProfiles, writeProfiles } from '../terminal/profiles.ts';
import { requireAddress } from '../terminal/running-app.ts';
import { table } from '../terminal/table.ts';

const setUsage = () =>
  usage(
    'profile set',
    'Keeps the address and a key of an app. The profile "default" counts where none is named.',
    'prod --app https://lamps.azurewebsites.net --key "$KEY"',
  )
    .argument('[name]', 'of the profile', profileName, 'default')
    .requiredOption('--app <address>', 'of the app')
    .option('--key <key>', 'a function key', '');

/** Some other names, such as `__proto__`, could be stored and not be found again. */
function profileName(name: string): string {
  if (/^[a-z0-9][\w.-]*$/i.test(name)) return name;
  throw new InvalidArgumentError(
    'Letters, digits, dots, hyphens and underscores are expected, a letter or digit first.',
  );
}

const set = command(setUsage, ({ operands: [name], options: { app, key }, write }) => {
  requireAddress(app);
  writeProfiles({ ...readProfiles(), [name]: { app, key } });
  write(`${name}: ${app}, kept in ${profilesFile()}\n`);
  return 0;
});

const list = command(
  () => usage('profile list', 'Lists the profiles; keys are not shown.', ''),
  ({ write }) => {
    const rows = Object.entries(readProfiles()).map(([name, { app, key }]) => [
      name,
      app,
      key === '' ? 'without a key' : '',
    ]);
    for (const line of table(rows, ['left', 'left', 'left'])) write(`${line}\n`);
    return 0;
  },
);

const removeUsage = () => usage('profile remove', 'Forgets a profile.', 'prod').argument('<name>', 'of the profile');

const remove = command(removeUsage, ({ operands: [name], write }) => {
  const profiles = readProfiles();
  if (!Object.hasOwn(profiles, name)) {
    throw new Misuse(`there is no profile '${name}'; 'npx lamplighter profile list' shows those that are kept`);
  }
  const { [name]: _, ...others } = profiles;
  writeProfiles(others);
  write(`${name}: removed\n`);
  return 0;
});

/** `profile set`, `profile list` and `profile remove`. */
export const profile = commandGroup('profile', {
  set: { summary: 'stores the address and a key of an app under a name', command: set },
  list: { summary: 'lists the profiles', command: list },
  remove: { summary: 'removes a profile', command: remove },
});
