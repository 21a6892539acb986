import { isTriportError } from "@triport/sdk";
import { messages } from "../messages";

/** A failure as a person reads it. */
export interface Explained {
  text: string;
  /** Finds the request in the server's log; there is none if no answer came. */
  requestId: string | undefined;
}

/** A failure that already is in words for the person. */
export class Told extends Error {}

/** Puts whatever was thrown into words: those of the tag, or else the server's own. */
export function explain(error: unknown): Explained {
  if (error instanceof Told) return { text: error.message, requestId: undefined };
  if (!isTriportError(error)) return { text: messages.errors.unexpected, requestId: undefined };
  const { code, requestId, retryAfter } = error;
  if (code === "rate_limited" && retryAfter !== undefined) {
    return { text: messages.errors.rateLimited(retryAfter), requestId };
  }
  const byTag: Record<string, string | undefined> = messages.errors.tags;
  return { text: byTag[code] ?? error.message, requestId };
}

/** The same on one line, for where there is no room for two. */
export function explainShortly(error: unknown): string {
  const { text, requestId } = explain(error);
  return requestId === undefined ? text : `${text} (${messages.common.requestId(requestId)})`;
}

/** Whether the session has ended, or never was. */
export function signedOut(error: unknown): boolean {
  return isTriportError(error, "unauthenticated");
}
