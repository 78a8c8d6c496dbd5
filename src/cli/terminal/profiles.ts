import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { Misuse } from './misuse.ts';

const PROFILE = z.strictObject({ app: z.string(), key: z.string().default('') });
const PROFILES = z.record(z.string(), PROFILE);

/** The address of an app, and a key for it. */
export type Profile = Readonly<z.infer<typeof PROFILE>>;

/** The path of the file of profiles: `LAMPLIGHTER_PROFILES`, or in the configuration folder of the user (XDG). */
export function profilesFile(): string {
  const named = process.env['LAMPLIGHTER_PROFILES'] ?? '';
  if (named !== '') return named;
  const settings = process.env['XDG_CONFIG_HOME'] ?? '';
  return join(settings === '' ? join(homedir(), '.config') : settings, 'lamplighter', 'profiles.json');
}

/** The profiles by their names; none where there is no file. @throws Misuse if the file cannot be read */
export function readProfiles(): Readonly<Record<string, Profile>> {
  const file = profilesFile();
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new Misuse(`${file} could not be read: ${(error as Error).message}`);
  }
  const parsed = PROFILES.safeParse(jsonIn(text));
  if (parsed.success) return parsed.data;
  throw new Misuse(`${file} has no profiles; correct it, or delete it and set them again`);
}

/** Writes the profiles, readable only by the user, because they contain keys. @throws Misuse if the file cannot be written */
export function writeProfiles(profiles: Readonly<Record<string, Profile>>): void {
  const file = profilesFile();
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(file, `${JSON.stringify(profiles, undefined, 2)}\n`, { mode: 0o600 });
  } catch (error) {
    throw new Misuse(`${file} could not be written: ${(error as Error).message}`);
  }
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
