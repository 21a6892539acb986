import { formatMicro } from "@triport/sdk";
import { locale } from "../messages";

/** An amount in the parts that are set differently: `$`, `1,234`, `.50`, and micro-units beyond the cent. */
export interface AmountParts {
  sign: string;
  symbol: string;
  whole: string;
  cents: string;
  /** Digits beyond the second decimal place; mostly none. */
  rest: string;
  /** Currencies that are written behind their amount, and those that are no ISO code. */
  symbolAfter: boolean;
}

/** Splits an amount without ever making it a floating-point number. */
export function amountParts(micro: number | bigint, currency: string): AmountParts {
  const [whole = "0", fraction = "00"] = formatMicro(micro).replace("-", "").split(".");
  const { symbol, after } = symbolOf(currency);
  return {
    sign: micro < 0 ? "\u2212" : "",
    symbol,
    whole: BigInt(whole).toLocaleString(locale),
    cents: `.${fraction.slice(0, 2)}`,
    rest: fraction.slice(2),
    symbolAfter: after,
  };
}

/** `$1,234.50`: exact, two decimal places unless there are more. */
export function amountText(micro: number | bigint, currency: string): string {
  const { sign, symbol, whole, cents, rest, symbolAfter } = amountParts(micro, currency);
  return symbolAfter ? `${sign}${whole}${cents}${rest} ${symbol}` : `${sign}${symbol}${whole}${cents}${rest}`;
}

/** `10%`, `12.5%`: basis points as people say them, by integers alone. */
export function rateText(bps: number): string {
  const fraction = (bps % 100).toString().padStart(2, "0").replace(/0+$/, "");
  return `${Math.trunc(bps / 100)}${fraction ? `.${fraction}` : ""}%`;
}

const symbols = new Map<string, { symbol: string; after: boolean }>();

/** A page of amounts asks for the same one again and again. */
function symbolOf(currency: string): { symbol: string; after: boolean } {
  const known = symbols.get(currency) ?? readSymbol(currency);
  symbols.set(currency, known);
  return known;
}

function readSymbol(currency: string): { symbol: string; after: boolean } {
  try {
    const parts = new Intl.NumberFormat(locale, { style: "currency", currency }).formatToParts(1);
    const at = parts.findIndex(({ type }) => type === "currency");
    return { symbol: parts[at]?.value ?? currency, after: at > 0 };
  } catch {
    return { symbol: currency, after: true };
  }
}
