import {
  closeSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';

/** A file of lines in JSON, each of which is there as a whole or not at all. Lines are given without their line breaks. */
export interface LineFile<Line> {
  /** The lines that the file had when it was opened. */
  readonly lines: readonly Line[];
  /**
   * Writes lines to the operating system, so that they survive a killed process. Those that cannot be written now are written
   * before the next ones.
   * @throws Error that names the file
   */
  append(lines: readonly string[]): void;
  /**
   * Writes a line in the place of the last one, if that was appended since and is as long; otherwise appends it.
   * @throws Error that names the file
   */
  replaceLast(line: string): void;
  /** The lines that the file has now, with those that could not be written yet. */
  read(): readonly Line[];
  /** Replaces all lines. If that fails, the file stays as it is. @throws Error that names the file */
  replace(lines: Iterable<string>): void;
  /** Tries once more to write what could not be written, and closes the file. */
  close(): void;
}

/** How a file begins, even if it was cut off there, and how its lines are read. */
export interface LineFormat<Line> {
  readonly beginning: string;
  /** @throws Error for an invalid line */
  readonly read: (line: string) => Line;
}

/**
 * Opens a file of lines in JSON, or creates it. A last line without a line break was cut off by a crash, and is removed.
 * @throws Error that names the file, and the line that is invalid; the file is not changed then
 */
export function openLineFile<Line>(file: string, format: LineFormat<Line>): LineFile<Line> {
  let descriptor = openSync(file, 'a+');
  const bytes = readFileSync(file);
  let lines: readonly Line[];
  try {
    checkBeginning(file, bytes, format.beginning);
    lines = linesIn(file, bytes, format.read);
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
  const end = bytes.lastIndexOf(BREAK) + 1;
  if (end < bytes.length) ftruncateSync(descriptor, end);
  let waiting = '';
  /** The length of the line that was appended last, in bytes. */
  let last = 0;
  const write = () => {
    told(file, () => writeWhole(descriptor, waiting));
    waiting = '';
  };
  const append = (more: readonly string[]) => {
    waiting += toText(more);
    last = Buffer.byteLength(toText(more.slice(-1)));
    write();
  };
  return {
    lines,
    append,
    replaceLast: (line) => {
      const bytes = Buffer.from(toText([line]));
      if (waiting !== '' || bytes.length !== last) append([line]);
      else told(file, () => overwriteEnd(file, bytes));
    },
    read: () => linesIn(file, Buffer.concat([wholeOf(descriptor), Buffer.from(waiting)]), format.read),
    replace: (others) => {
      const next = told(file, () => writeBeside(file, others));
      closeSync(descriptor);
      descriptor = next;
      waiting = '';
      last = 0;
    },
    close: () => {
      try {
        write();
      } catch {
        // Told when it was to be written.
      }
      closeSync(descriptor);
    },
  };
}

const BREAK = 0x0a;

/** A file of somebody else must not lose anything. */
function checkBeginning(file: string, bytes: Buffer, beginning: string): void {
  const begun = bytes.subarray(0, beginning.length).toString('utf8');
  if (!beginning.startsWith(begun)) throw new Error(`${file} is another kind of file: choose another name.`);
}

function linesIn<Line>(file: string, bytes: Buffer, read: (line: string) => Line): readonly Line[] {
  const lines: Line[] = [];
  for (let from = 0, to = bytes.indexOf(BREAK); to !== -1; from = to + 1, to = bytes.indexOf(BREAK, from)) {
    try {
      lines.push(read(bytes.toString('utf8', from, to)));
    } catch (error) {
      const reason = (error as Error).message;
      throw new Error(`Line ${lines.length + 1} of ${file} is damaged (${reason}): remove it and those after it.`);
    }
  }
  return lines;
}

/** Writes a text, or nothing of it. */
function writeWhole(descriptor: number, text: string): void {
  const bytes = Buffer.from(text);
  let written = 0;
  try {
    while (written < bytes.length) written += writeSync(descriptor, bytes, written);
  } catch (error) {
    // A disk may become full in the middle of a line.
    if (written > 0) ftruncateSync(descriptor, fstatSync(descriptor).size - written);
    throw error;
  }
}

/** The bytes of a file, also of one that was deleted since it was opened. */
function wholeOf(descriptor: number): Buffer {
  const bytes = Buffer.alloc(fstatSync(descriptor).size);
  let end = 0;
  for (let more = -1; more !== 0 && end < bytes.length; end += more) {
    more = readSync(descriptor, bytes, end, bytes.length - end, end);
  }
  return bytes.subarray(0, end);
}

/** Overwrites the end of a file in one step: whenever the process ends, the old line is there or the new one. */
function overwriteEnd(file: string, bytes: Buffer): void {
  // What was opened to be appended to is not written at a position.
  const descriptor = openSync(file, 'r+');
  try {
    writeSync(descriptor, bytes, 0, bytes.length, fstatSync(descriptor).size - bytes.length);
  } finally {
    closeSync(descriptor);
  }
}

const LINES_AT_ONCE = 1000;

/** Writes lines to a new file in the place of another. */
function writeBeside(file: string, lines: Iterable<string>): number {
  const beside = `${file}.new`;
  rmSync(beside, { force: true });
  // To be appended to later, whatever was cut off meanwhile.
  const descriptor = openSync(beside, 'a+');
  try {
    let some: string[] = [];
    for (const line of lines) {
      if (some.push(line) < LINES_AT_ONCE) continue;
      writeWhole(descriptor, toText(some));
      some = [];
    }
    writeWhole(descriptor, toText(some));
    renameSync(beside, file);
  } catch (error) {
    closeSync(descriptor);
    rmSync(beside, { force: true });
    throw error;
  }
  return descriptor;
}

function toText(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}

function told<Result>(file: string, act: () => Result): Result {
  try {
    return act();
  } catch (error) {
    throw new Error(`${file} cannot be written: ${(error as Error).message}`, { cause: error });
  }
}
