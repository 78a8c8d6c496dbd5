/** A pause that is over at once, and how often somebody made one. */
export function noWaiting(): { readonly pause: (ms: number) => Promise<void>; readonly pauses: () => number } {
  let count = 0;
  return {
    pause: async () => {
      count += 1;
    },
    pauses: () => count,
  };
}
