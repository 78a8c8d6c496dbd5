/** An item with a fixed position in every list: later items have greater ordinals. */
export interface Ordered {
  readonly ordinal: number;
}

/**
 * Items by key, also in the order of their ordinals, so that a list can continue from any position at no cost. Additions must come with growing ordinals.
 */
export class Register<Item extends Ordered> extends Map<string, Item> {
  /** Every item and, until the next cleanup, the places of deleted ones. */
  #places: { readonly key: string; readonly item: Item }[] = [];

  override set(key: string, item: Item): this {
    if (this.get(key) !== item) this.#places.push({ key, item });
    return super.set(key, item);
  }

  override delete(key: string): boolean {
    const deleted = super.delete(key);
    // Cleaning up when half of the places are empty keeps its cost constant per deletion.
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
