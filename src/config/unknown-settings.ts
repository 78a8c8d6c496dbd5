import { SETTINGS } from './settings.ts';

/** Variables of the commands, which the app may find in its environment as well. */
const OF_COMMANDS = [
  'LAMPLIGHTER_APP',
  'LAMPLIGHTER_DEBUG',
  'LAMPLIGHTER_KEY',
  'LAMPLIGHTER_PROFILE',
  'LAMPLIGHTER_PROFILES',
  'LAMPLIGHTER_SCREENSHOTS',
];

const KNOWN: ReadonlySet<string> = new Set([...Object.values(SETTINGS).map(({ name }) => name), ...OF_COMMANDS]);

/** The names in an environment that only this app would read, and that it does not read: they are misspelled, or of another version. */
export function unknownSettings(environment: Readonly<Record<string, string | undefined>>): readonly string[] {
  return Object.entries(environment)
    .filter(([name, value]) => name.startsWith('LAMPLIGHTER_') && !KNOWN.has(name) && (value ?? '').trim() !== '')
    .map(([name]) => name)
    .toSorted();
}
