import { styleText } from 'node:util';

/** The colours that the commands use. */
export type Colour = 'dim' | 'green' | 'red' | 'yellow';

/** The members of the terminal that `paint` reads. */
export interface Terminal {
  readonly isTTY?: boolean;
  hasColors?(): boolean;
}

/**
 * A text in a colour if standard output is a terminal that has colours; unchanged in files and pipes, and if NO_COLOR is set
 * (https://no-color.org).
 */
export function paint(colour: Colour, text: string, terminal: Terminal = process.stdout): string {
  const isPlain = terminal.isTTY !== true || terminal.hasColors?.() !== true;
  return isPlain ? text : styleText(colour, text, { validateStream: false });
}
