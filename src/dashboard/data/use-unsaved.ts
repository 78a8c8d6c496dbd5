import { useLayoutEffect } from 'preact/hooks';

/** One token for each text on the page that is not saved. */
const unsaved = new Set<object>();

/**
 * While `isUnsaved`, the browser asks before the tab is closed or loaded again, and `mayLeave` asks. It is effective as soon as it
 * is rendered, so that a view that leaves by itself after saving is not asked.
 */
export function useUnsaved(isUnsaved: boolean): void {
  useLayoutEffect(() => {
    if (!isUnsaved) return;
    const token = {};
    unsaved.add(token);
    const keep = (event: Event) => event.preventDefault();
    addEventListener('beforeunload', keep);
    return () => {
      unsaved.delete(token);
      removeEventListener('beforeunload', keep);
    };
  }, [isUnsaved]);
}

/** Whether there is a text on the page that is not saved. */
export function hasUnsaved(): boolean {
  return unsaved.size > 0;
}

/** May the view be left? Asks if a text on it is not saved. */
export function mayLeave(): boolean {
  return !hasUnsaved() || confirm('What you typed is not saved, and will be lost. Leave without saving?');
}
