import { styleText } from 'node:util';

/** The parts of a terminal that a status line needs. */
export interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Lines that scroll, and a status line below them. Without a terminal there are only the lines. */
export interface StatusLine {
  /** A line that scrolls, with its line break. */
  say(line: string): void;
  /** Sets the status line. */
  show(status: string): void;
}

const USUAL_WIDTH = 80;
const CLEAR = '\r\u001b[2K';

/** A status line on a stream. Colours follow NO_COLOR and the abilities of the terminal. */
export function statusLine(terminal: Terminal): StatusLine {
  if (terminal.isTTY !== true) return { say: (line) => void terminal.write(line), show: () => undefined };
  let shown = '';
  const draw = () => terminal.write(shown === '' ? '' : styleText('dim', shown));
  return {
    say: (line) => {
      terminal.write(`${shown === '' ? '' : CLEAR}${line}`);
      draw();
    },
    show: (status) => {
      if (shown !== '') terminal.write(CLEAR);
      // Some terminals do not report their width.
      shown = status.slice(0, (terminal.columns || USUAL_WIDTH) - 1);
      draw();
    },
  };
}
