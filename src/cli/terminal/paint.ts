import { styleText } from 'node:util';

/** The colours that the commands use. */
export type Colour = 'dim' | 'green' | 'red' | 'yellow';

/** What `paint` asks of the terminal. */
export interface Terminal {
  readonly isTTY?: boolean;
  hasColors?(): boolean;
}

/**
 * A text in a colour, where standard output is a terminal that has colours; as it is in files, pipes and where NO_COLOR is set
 * (https://no-color.org).
 */
export function paint(colour: Colour, text: string, terminal: Terminal = process.stdout): string {
  const isPlain = terminal.isTTY !== true || terminal.hasColors?.() !== true;
  return isPlain ? text : styleText(colour, text, { validateStream: false });
}
