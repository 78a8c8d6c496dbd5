/** The month that a chain is of: `2026-03` of `p.demo.render.2026-03`. */
export function monthOf(chain: string): string {
  return chain.slice(chain.lastIndexOf('.') + 1);
}
