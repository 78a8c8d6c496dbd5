import { styleText } from 'node:util';

/** A terminal, as far as a status line needs it. */
export interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Lines that scroll, and one below them that stays. Where nobody looks at a terminal there are only the lines. */
export interface StatusLine {
  /** A line that scrolls, with its end. */
  say(line: string): void;
  /** What stands below. */
  show(status: string): void;
}

const USUAL_WIDTH = 80;
const CLEAR = '\r\u001b[2K';

/** A status line on a stream. Colours follow NO_COLOR and what the terminal can. */
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
      // Some terminals do not know how wide they are.
      shown = status.slice(0, (terminal.columns || USUAL_WIDTH) - 1);
      draw();
    },
  };
}
