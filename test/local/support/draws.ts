import type { Page } from 'playwright-core';

/**
 * How often each of some functions of the page is called while something is done: each is the innermost that has a piece of text
 * in its source, since the names are not in the built page. Counts, unlike times, are the same on a busy machine.
 */
export async function callsWhile<Name extends string>(
  page: Page,
  texts: Readonly<Record<Name, string>>,
  act: () => Promise<unknown>,
): Promise<Readonly<Record<Name, number>>> {
  await page.coverage.startJSCoverage({ resetOnNavigation: false });
  await act();
  const scripts = await page.coverage.stopJSCoverage();
  const calls = Object.entries<string>(texts).map(([name, text]) => {
    const found = scripts.flatMap(({ source = '', functions }) =>
      functions
        .flatMap(({ ranges: [range] }) => range ?? [])
        .filter(({ startOffset, endOffset }) => source.slice(startOffset, endOffset).includes(text)),
    );
    const [innermost] = found.toSorted((a, b) => a.endOffset - a.startOffset - (b.endOffset - b.startOffset));
    return [name, innermost?.count ?? 0];
  });
  return Object.fromEntries(calls) as Record<Name, number>;
}
