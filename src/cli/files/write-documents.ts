import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Misuse } from '../terminal/misuse.ts';

/** Where the documents that a command has made are written to. */
export interface Target {
  readonly folder: string;
  /** Overwrites files that exist. */
  readonly force: boolean;
}

/** Where the options `--out` and `--force` say. @throws Misuse for `--force` without `--out`, which would have no effect */
export function targetOf(options: {
  readonly out?: string | undefined;
  readonly force?: true | undefined;
}): Target | undefined {
  const { out, force = false } = options;
  if (out !== undefined) return { folder: out, force };
  if (force) throw new Misuse('--force overwrites files in the folder of --out, and --out is missing');
  return undefined;
}

/**
 * Writes a policy as `policy.json` and its schedules as `schedule.json`, `schedule2.json`, … to a folder.
 * @throws Misuse if a file exists already and `force` is not set, with nothing written; or if it cannot be written
 */
export function writeDocuments({ folder, force }: Target, policy: unknown, schedules: readonly unknown[]): void {
  const files = [
    [join(folder, 'policy.json'), policy] as const,
    ...schedules.map((schedule, index) => [join(folder, scheduleName(index)), schedule] as const),
  ];
  const existing = files.map(([file]) => file).filter((file) => existsSync(file));
  if (existing.length > 0 && !force) {
    const exist = existing.length === 1 ? 'exists' : 'exist';
    throw new Misuse(
      `${existing.join(' and ')} ${exist} already, and nothing was written; --force overwrites, --out OTHER-FOLDER does not`,
    );
  }
  for (const [file, document] of files) {
    try {
      writeFileSync(file, `${JSON.stringify(document, undefined, 2)}\n`, { flag: force ? 'w' : 'wx' });
    } catch (error) {
      throw new Misuse(`${file} could not be written: ${(error as Error).message}`);
    }
  }
}

function scheduleName(index: number): string {
  return `schedule${index === 0 ? '' : index + 1}.json`;
}
