import { ApiError, RequestTimeoutError, STATUS_ERRORS, TransportError, type TriportError } from "./errors.js";
import { parseAnswer } from "./json.js";
import { retryAfterSeconds } from "./retry.js";

/** One request and the whole of its answer. */
export interface Exchange {
  fetch: typeof fetch;
  url: string;
  init: RequestInit;
  timeoutMs: number;
  signal: AbortSignal | undefined;
}

/** An answer with its body read. */
export interface Answer {
  response: Response;
  text: string;
}

/**
 * Sends one request and reads its answer to the end, within the time: a server that stops in the middle of a body is
 * late too. The clock runs beside `fetch`, so that one that ignores its signal cannot hold up the caller.
 */
export async function exchange({ fetch, url, init, timeoutMs, signal }: Exchange): Promise<Answer> {
  signal?.throwIfAborted();
  const controller = new AbortController();
  let stop: () => void = () => undefined;
  const ended = new Promise<never>((_, reject) => {
    const end = (reason: unknown) => {
      reject(reason);
      controller.abort(reason);
    };
    // Made only when it is needed: an error costs more than the rest of this function.
    const timer = setTimeout(() => end(late(timeoutMs)), timeoutMs);
    const abort = () => end(signal?.reason);
    signal?.addEventListener("abort", abort, { once: true });
    stop = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
    };
  });
  try {
    return await Promise.race([send(fetch, url, { ...init, signal: controller.signal }), ended]);
  } finally {
    stop();
  }
}

function late(timeoutMs: number): RequestTimeoutError {
  const message = `No answer within ${timeoutMs} ms.`;
  return new RequestTimeoutError({ name: "RequestTimeoutError", code: "timed_out", message });
}

async function send(fetch: Exchange["fetch"], url: string, init: RequestInit): Promise<Answer> {
  try {
    const response = await fetch(url, init);
    return { response, text: await response.text() };
  } catch (cause) {
    // The address stays out of the message: it can name people.
    throw new TransportError({
      name: "TransportError",
      code: "connection_failed",
      message: "No complete answer: the connection failed.",
      cause,
    });
  }
}

/** The value of a success, or throws what the answer says. */
export function read({ response, text }: Answer, asText: boolean): unknown {
  const requestId = response.headers.get("X-Request-Id") ?? undefined;
  if (!response.ok) throw failure(response, text, requestId);
  return asText ? text : parseAnswer(text, response.status, requestId);
}

/** What an error answer says; one without the envelope comes from something between the server and here. */
function failure(response: Response, text: string, requestId: string | undefined): TriportError {
  const { status } = response;
  const { error, message, request_id, retry_after, ...extra } = envelope(text);
  const known = typeof error === "string" && error !== "";
  const [name, Class] = STATUS_ERRORS[status] ?? ["ApiError", ApiError];
  return new Class({
    name,
    code: known ? error : "invalid_answer",
    message: known && typeof message === "string" ? message : `HTTP status ${status} without an explanation.`,
    status,
    requestId: requestId ?? (typeof request_id === "string" ? request_id : undefined),
    retryAfter:
      retryAfterSeconds(response.headers.get("Retry-After")) ??
      (typeof retry_after === "number" && retry_after >= 0 ? retry_after : undefined),
    ...(known && { extra }),
  });
}

function envelope(text: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}
