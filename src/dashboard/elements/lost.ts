import { createContext } from 'preact';

/** Whether the app does not respond, or fails at everything: then only the head of the page says so. */
export const Lost = createContext(false);
