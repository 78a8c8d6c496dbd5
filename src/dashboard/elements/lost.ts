import { createContext } from 'preact';

/** Does the app not answer, or answer everything with a failure? The head of the page says so, and nobody else repeats it. */
export const Lost = createContext(false);
