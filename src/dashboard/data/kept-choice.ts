import { useState } from 'preact/hooks';

/** A choice that the browser stores for the reader, without secrets. If it cannot be stored, it holds until the page is left. */
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
        // The choice holds until the page is left.
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
