/** Prints how a script is called, where that was asked for, and ends it. */
export function endWithUsage(isAskedFor: boolean, usage: string): void {
  if (!isAskedFor) return;
  process.stdout.write(usage);
  process.exit(0);
}

/** The number that an option of a script gives. @throws TypeError that names the option, as parseArgs throws it */
export function wholeNumber(option: string, text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw invalidValue(option, 'a whole number', text);
}

/** The error of an option whose value is none that it takes. */
export function invalidValue(option: string, taken: string, text: string): TypeError {
  return Object.assign(new TypeError(`Option '--${option} <value>' takes ${taken}, not '${text}'`), {
    code: 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE',
  });
}
