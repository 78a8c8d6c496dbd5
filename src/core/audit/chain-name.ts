/** The name of a chain without its month: `p.demo.render` of `p.demo.render.2026-03`. All chains of a subject share it. */
export function stemOfChain(chain: string): string {
  return chain.slice(0, chain.lastIndexOf('.'));
}

/** The month of a chain: `2026-03` of `p.demo.render.2026-03`. */
export function monthOfChain(chain: string): string {
  return chain.slice(chain.lastIndexOf('.') + 1);
}
