import { command, usage } from '../terminal/command.ts';
import { commandGroup } from '../terminal/command-group.ts';
import { Misuse } from '../terminal/misuse.ts';
import { profilesFile, readProfiles, writeProfiles } from '../terminal/profiles.ts';
import { table } from '../terminal/table.ts';

const setUsage = () =>
  usage(
    'profile set',
    'Keeps the address and a key of an app. The profile "default" counts where none is named.',
    'prod --app https://lamps.azurewebsites.net --key "$KEY"',
  )
    .argument('[name]', 'of the profile', 'default')
    .requiredOption('--app <address>', 'of the app')
    .option('--key <key>', 'a function key', '');

const set = command(setUsage, ({ operands: [name], options: { app, key }, write }) => {
  if (!URL.canParse('api', app)) throw new Misuse(`--app ${app}: an address such as http://127.0.0.1:7071 is expected`);
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
  const { [name]: removed, ...others } = readProfiles();
  if (removed === undefined) throw new Misuse(`there is no profile '${name}'`);
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
