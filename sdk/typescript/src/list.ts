/** One page of a list, newest first. */
export interface Page<Item> {
  items: Item[];
  /** For the next page; null on the last one. */
  next_cursor: string | null;
}

/**
 * A list of the server. `await` it for one page, or iterate over it for every item of every page:
 *
 * ```ts
 * const { items, next_cursor } = await client.referrals.rewards({ limit: 20 });
 * for await (const reward of client.referrals.rewards()) console.log(reward.amount_micro);
 * ```
 *
 * Nothing is requested before that.
 */
export class List<Item> implements Promise<Page<Item>> {
  readonly [Symbol.toStringTag] = "List";
  readonly #fetch: (cursor: string | undefined) => Promise<Page<Item>>;
  #first: Promise<Page<Item>> | undefined;

  /** @internal */
  constructor(fetch: (cursor: string | undefined) => Promise<Page<Item>>) {
    this.#fetch = fetch;
  }

  // biome-ignore lint/suspicious/noThenProperty: awaiting a list gives its first page
  then<A = Page<Item>, B = never>(
    kept?: ((page: Page<Item>) => A | PromiseLike<A>) | null,
    broken?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.#page().then(kept, broken);
  }

  catch<B = never>(broken?: ((reason: unknown) => B | PromiseLike<B>) | null): Promise<Page<Item> | B> {
    return this.#page().catch(broken);
  }

  finally(done?: (() => void) | null): Promise<Page<Item>> {
    return this.#page().finally(done);
  }

  /** Every page, one request each. */
  async *pages(): AsyncGenerator<Page<Item>, void, undefined> {
    const seen = new Set<string>();
    for (let page = await this.#page(); ; page = await this.#fetch(page.next_cursor ?? undefined)) {
      yield page;
      // A cursor that comes back would mean running in circles for ever.
      if (page.next_cursor === null || page.next_cursor === undefined || seen.has(page.next_cursor)) return;
      seen.add(page.next_cursor);
    }
  }

  /** Every item of every page. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Item, void, undefined> {
    for await (const page of this.pages()) yield* page.items;
  }

  /** All items in one array, at most `max` of them. */
  async toArray({ max }: { max: number }): Promise<Item[]> {
    const items: Item[] = [];
    if (max <= 0) return items;
    for await (const item of this) {
      items.push(item);
      if (items.length >= max) break;
    }
    return items;
  }

  #page(): Promise<Page<Item>> {
    this.#first ??= this.#fetch(undefined);
    return this.#first;
  }
}
