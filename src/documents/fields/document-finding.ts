/** A finding about a valid document. */
export interface DocumentFinding {
  /** `error`: it cannot be intended; `warning`: it is probably not intended; `advice`: it may be intended. */
  readonly severity: 'error' | 'warning' | 'advice';
  /** The path of the member, such as `$.windows[0]`. */
  readonly path: string;
  readonly rule: string;
  readonly message: string;
}

/** The finding that a member has no effect, if that is so; `why` continues the sentence. */
export function withoutEffect(
  isSo: boolean,
  { path, why }: { readonly path: string; readonly why: string },
): readonly DocumentFinding[] {
  return isSo ? [{ severity: 'warning', path, rule: 'member-without-effect', message: `it has no effect ${why}` }] : [];
}

/** The findings that members of a list are there already, and have no effect a second time. */
export function namedBefore(path: string, names: readonly string[]): readonly DocumentFinding[] {
  return names.flatMap((name, index) =>
    withoutEffect(names.indexOf(name) < index, { path: `${path}[${index}]`, why: 'here: the list has it before' }),
  );
}
