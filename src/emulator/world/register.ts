/** Something that has its place in every list: what was created later has the greater ordinal. */
export interface Ordered {
  readonly ordinal: number;
}

/**
 * Things by their key that also stand in the order of their ordinals, so that a list can be gone on with from any place
 * at no cost. Additions must come with growing ordinals.
 */
export class Register<Item extends Ordered> extends Map<string, Item> {
  /** Every item and, until the next tidying, places of those that are gone. */
  #places: { readonly key: string; readonly item: Item }[] = [];

  override set(key: string, item: Item): this {
    if (this.get(key) !== item) this.#places.push({ key, item });
    return super.set(key, item);
  }

  override delete(key: string): boolean {
    const deleted = super.delete(key);
    // Tidying when half of the places are empty keeps its cost constant per deletion.
    if (this.#places.length > 2 * this.size + 16) this.#places = this.#places.filter((place) => this.#isHeld(place));
    return deleted;
  }

  /** The items with a greater ordinal, in order. */
  *after(ordinal: number): Iterable<Item> {
    for (let index = this.#firstAfter(ordinal); index < this.#places.length; index += 1) {
      const place = this.#places[index];
      if (place !== undefined && this.#isHeld(place)) yield place.item;
    }
  }

  #isHeld({ key, item }: { readonly key: string; readonly item: Item }): boolean {
    return this.get(key) === item;
  }

  #firstAfter(ordinal: number): number {
    let [low, high] = [0, this.#places.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#places[middle]?.item.ordinal ?? 0) > ordinal) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
