/** What a progress line asks of the terminal. */
export interface ProgressTerminal {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const CLEAR = '\r\u001B[K';

/** Says how far something is, in one line of standard error that each time takes the place of the one before; nothing where that is no terminal. */
export function showProgress(text: string, terminal: ProgressTerminal = process.stderr): void {
  if (terminal.isTTY === true) terminal.write(`${CLEAR}${text}`);
}

/** Takes the line away, so that what follows stands alone. */
export function endProgress(terminal: ProgressTerminal = process.stderr): void {
  showProgress('', terminal);
}
