import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

/** How a program ended, and what it said. */
export interface Ran {
  readonly code: number;
  readonly said: string;
}

/** Runs a program to its end, with a text on its standard input. */
export async function run(program: string, parameters: readonly string[], input = ''): Promise<Ran> {
  const child = spawn(program, parameters, { stdio: ['pipe', 'pipe', 'inherit'] });
  // One that does not read to the end closes the pipe.
  child.stdin.on('error', () => undefined).end(input);
  const ended = new Promise<number>((resolve, reject) => {
    child.once('error', reject).once('close', (code) => resolve(code ?? 1));
  });
  const [said, code] = await Promise.all([text(child.stdout), ended]);
  return { code, said };
}
