import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';

/** Who follows a page: where they are, and what is in their environment. */
export interface Walker {
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Runs commands as a page has them; `npx lamplighter` is that of this project. */
export async function walk(
  block: string,
  { folder, env }: Walker,
): Promise<{ readonly code: number | null; readonly said: string }> {
  const command = `npx() { shift; '${process.execPath}' '${resolve('bin/lamplighter.mjs')}' "$@"; }\n${block}`;
  const shell = spawn('bash', ['-euo', 'pipefail', '-c', command], {
    cwd: folder,
    env: { PATH: process.env['PATH'], HOME: folder, LAMPLIGHTER_PROFILES: `${folder}/profiles.json`, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const closed = once(shell, 'close') as Promise<[number | null]>;
  const [out, error] = await Promise.all([text(shell.stdout), text(shell.stderr)]);
  return { code: (await closed)[0], said: `${out}${error}` };
}

/** The shell blocks of a page, in their order, each with the heading that it stands under. */
export function shellBlocks(page: string): readonly { readonly section: string; readonly block: string }[] {
  return page.split(/^## /m).flatMap((section) =>
    [...section.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block = '']) => ({
      section: section.split('\n')[0] ?? '',
      block,
    })),
  );
}
