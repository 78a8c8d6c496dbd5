/** The members of the terminal that a progress line uses. */
export interface ProgressTerminal {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const CLEAR = '\r\u001B[K';

/** Shows progress in one line of standard error, which replaces the one before; does nothing if that is not a terminal. */
export function showProgress(text: string, terminal: ProgressTerminal = process.stderr): void {
  if (terminal.isTTY === true) terminal.write(`${CLEAR}${text}`);
}

/** Clears the progress line. */
export function endProgress(terminal: ProgressTerminal = process.stderr): void {
  showProgress('', terminal);
}
