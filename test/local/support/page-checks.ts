/** What axe objects to, a line for each rule; of some rules only. */
export function violations(...rules: readonly string[]): string {
  const options = rules.length === 0 ? {} : { runOnly: rules };
  return `axe.run(${JSON.stringify(options)}).then(({ violations }) => violations.map(({ id, nodes }) => id + ' ' + nodes.map(({ html }) => html.slice(0, 100))))`;
}

/** What reaches out of the window to the right, and is not inside something that scrolls. */
export const OVERFLOWING = `[...document.querySelectorAll('#page *')]
  .filter((element) => element.getBoundingClientRect().right > innerWidth + 1 && element.closest('.scroll, .week, pre, .chart') === null && !element.matches('.skip'))
  .map((element) => element.outerHTML.slice(0, 100))`;

/** The stops of the tab key that are in sight. */
export const TAB_STOPS = `[...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')]
  .filter((element) => element.tabIndex >= 0 && !element.disabled && element.getClientRects().length > 0).length`;

/** The contrast of each text to what is behind it, as WCAG 2.2 counts it; 4.5 is what text of this size needs. */
export const CONTRASTS = `(() => {
  const channel = (value) => (value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  const light = (colour) => {
    const [r, g, b] = colour.match(/[\\d.]+/g).map(Number);
    return 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  };
  const behind = (element) => {
    for (let one = element; one !== null; one = one.parentElement) {
      const { backgroundColor } = getComputedStyle(one);
      if (backgroundColor !== 'rgba(0, 0, 0, 0)') return backgroundColor;
    }
    return 'rgb(255, 255, 255)';
  };
  return [...document.querySelectorAll('#page *')]
    .filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== ''))
    .map((element) => {
      const [a, b] = [light(getComputedStyle(element).color), light(behind(element))].sort((x, y) => y - x);
      return [element.textContent.slice(0, 30), (a + 0.05) / (b + 0.05)];
    });
})()`;

/** Defines `measure`, which does something and tells how many milliseconds the browser takes until it is painted, and how things are done. */
export const MEASURE = `
  window.measure = (act) => new Promise((done) => {
    const begun = performance.now();
    act();
    requestAnimationFrame(() => {
      const painted = new MessageChannel();
      painted.port1.onmessage = () => done(performance.now() - begun);
      painted.port2.postMessage(undefined);
    });
  });
  window.type = (selector, text) => {
    const input = document.querySelector(selector);
    input.value = text;
    input.dispatchEvent(new Event('input', { bubbles: true }));
  };
  window.choose = (name, value) => {
    const select = [...document.querySelectorAll('label')].find((label) => label.textContent.startsWith(name)).querySelector('select');
    select.value = value;
    select.dispatchEvent(new Event('change', { bubbles: true }));
  };`;
