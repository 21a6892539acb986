// A fetch that names another host than the one it asks, which the runtime's own does not do.
import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";

/** Asks the address that it is given under the name of `host`. */
export function fetchUnder(host: string): typeof fetch {
  return async (url, init) => {
    const headers = { ...(init?.headers as Record<string, string>), Host: host };
    const asked = request(new URL(String(url)), { method: init?.method ?? "GET", headers }).end(init?.body);
    const [answer] = (await once(asked, "response")) as [IncomingMessage];
    const own = Object.entries(answer.headers).map(([name, value]) => [name, String(value)] as [string, string]);
    return new Response(await text(answer), { status: answer.statusCode ?? 0, headers: own });
  };
}
