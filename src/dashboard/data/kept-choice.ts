import { useState } from 'preact/hooks';

/** A choice that the browser remembers for the reader; nothing secret. Kept for the tab only where the browser keeps nothing. */
export function useKeptChoice<Choice extends string>(
  name: string,
  choices: readonly Choice[],
  usual: Choice,
): readonly [Choice, (choice: Choice) => void] {
  const [chosen, choose] = useState(() => choices.find((one) => one === kept(name)) ?? usual);
  return [
    chosen,
    (choice) => {
      choose(choice);
      try {
        localStorage.setItem(`lamplighter.${name}`, choice);
      } catch {
        // It holds until the page is left.
      }
    },
  ];
}

function kept(name: string): string | undefined {
  try {
    return localStorage.getItem(`lamplighter.${name}`) ?? undefined;
  } catch {
    return undefined;
  }
}
