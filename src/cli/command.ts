/** A command: takes what follows its name, writes to standard output, gives the exit code (0 well, 1 not, 2 misused). */
export type Command = (parameters: readonly string[], write: (text: string) => void) => Promise<number> | number;
