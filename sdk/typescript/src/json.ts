import { InvalidAnswerError } from "./errors.js";

/** A JSON text's strings, which are skipped, and its numbers. */
const STRING_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
/** Fewer digits are always safe. */
const MANY_DIGITS = /\d{16}/;

/**
 * The first integer of a JSON text that a `number` cannot hold exactly. `JSON.parse` would round it without a word, and
 * afterwards nobody could tell.
 */
export function unsafeInteger(text: string): string | undefined {
  if (!MANY_DIGITS.test(text)) return;
  for (const [token] of text.matchAll(STRING_OR_NUMBER)) {
    if (!token.startsWith('"') && Math.abs(Number(token)) > Number.MAX_SAFE_INTEGER) return token;
  }
  return;
}

/** Parses a success answer: a JSON object without unsafe integers, or an error. */
export function parseAnswer(text: string, status: number, requestId: string | undefined): unknown {
  const fail = (message: string, cause?: unknown, code = "invalid_answer") =>
    new InvalidAnswerError({ name: "InvalidAnswerError", code, message, status, requestId, cause });
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch (cause) {
    throw fail("The answer is not JSON, or was cut off.", cause);
  }
  if (typeof answer !== "object" || answer === null || Array.isArray(answer)) {
    throw fail("The answer is not a JSON object.");
  }
  const unsafe = unsafeInteger(text);
  if (unsafe !== undefined)
    throw fail(`The answer holds ${unsafe}, which a number cannot hold exactly.`, undefined, "unsafe_integer");
  return answer;
}
