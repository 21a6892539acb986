import { isTriportError } from "@triport/sdk";
import { messages } from "../messages";

/** A failure as a person reads it. */
export interface Explained {
  text: string;
  /** Finds the request in the server's log; there is none if no answer came. */
  requestId: string | undefined;
}

/** Puts whatever was thrown into words: those of the tag, or else the server's own. */
export function explain(error: unknown): Explained {
  if (!isTriportError(error)) return { text: messages.errors.unexpected, requestId: undefined };
  const byTag: Record<string, string | undefined> = messages.errors.tags;
  if (error.code === "rate_limited" && error.retryAfter !== undefined) {
    return { text: messages.errors.rateLimited(error.retryAfter), requestId: error.requestId };
  }
  return { text: byTag[error.code] ?? error.message, requestId: error.requestId };
}

/** Whether the session has ended, or never was. */
export function signedOut(error: unknown): boolean {
  return isTriportError(error, "unauthenticated");
}
