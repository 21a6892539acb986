import { microFromBigInt, parseMicro } from "@triport/sdk";

/**
 * Keys for calls that move money. As long as a person sends the same thing it is the same call, however often it is tried and
 * whatever became of the answers; another amount or address is another call.
 */
export class MoneyKeys {
  #body: string | undefined;
  #key = "";

  keyFor(body: object): string {
    const text = JSON.stringify(body);
    if (text !== this.#body) {
      this.#body = text;
      // Not crypto.randomUUID: it is missing where the page is plain http.
      this.#key = Array.from(crypto.getRandomValues(new Uint32Array(4)), (word) =>
        word.toString(16).padStart(8, "0"),
      ).join("");
    }
    return this.#key;
  }

  /** The call has succeeded: the next one is another, even if it says the same. */
  settle(): void {
    this.#body = undefined;
  }
}

/** What a person typed as an amount, in micro-units; undefined if it is none. Commas group, a point divides. */
export function typedMicro(text: string): number | undefined {
  const plain = text.trim().replace(/^(\d{1,3})((?:,\d{3})+)(?=\.|$)/, (whole) => whole.replaceAll(",", ""));
  try {
    const micro = microFromBigInt(parseMicro(plain));
    return micro > 0 ? micro : undefined;
  } catch {
    return undefined;
  }
}
