/** The name of a chain without its month: `p.demo.render` of `p.demo.render.2026-03`. All chains of a subject share it. */
export function stemOf(chain: string): string {
  return chain.slice(0, chain.lastIndexOf('.'));
}
