// A proxy between a client and the server that loses, holds up, cuts off and garbles answers.
import { once } from "node:events";
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from "node:http";
import type { Socket } from "node:net";

/** What happens to a request. All but `refuse` reach the server: the call is done, and only the answer is lost. */
export const FAULTS = ["refuse", "drop", "delay", "stall", "cut", "shorten", "garble", "page", "empty"] as const;
export type Fault = (typeof FAULTS)[number];

interface Whole {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

export class FaultyProxy {
  readonly #server: Server;
  readonly #target: URL;
  readonly #sockets = new Set<Socket>();
  /** Decides about each request; a number is a status with `Retry-After: 1`. */
  fault: (request: number) => Fault | number | undefined = () => undefined;
  /** Requests that came. */
  requests = 0;
  /** Idempotency keys that came. */
  readonly keys: Array<string | undefined> = [];
  retryAfter = "1";

  private constructor(target: string) {
    this.#target = new URL(target);
    this.#server = createServer((incoming, answer) => {
      this.#pass(incoming, answer).catch(() => answer.destroy());
    });
    this.#server.on("connection", (socket) => {
      this.#sockets.add(socket);
      socket.on("close", () => this.#sockets.delete(socket));
    });
  }

  static async start(target: string): Promise<FaultyProxy> {
    const proxy = new FaultyProxy(target);
    proxy.#server.listen(0, "127.0.0.1");
    await once(proxy.#server, "listening");
    return proxy;
  }

  get url(): string {
    const address = this.#server.address();
    return typeof address === "object" && address !== null ? `http://127.0.0.1:${address.port}` : "";
  }

  /** Forgets what came, and decides anew. */
  reset(fault: FaultyProxy["fault"]): void {
    this.fault = fault;
    this.requests = 0;
    this.keys.length = 0;
  }

  stop(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  async #pass(incoming: IncomingMessage, answer: ServerResponse): Promise<void> {
    this.requests += 1;
    const key = incoming.headers["idempotency-key"];
    this.keys.push(Array.isArray(key) ? key[0] : key);
    const fault = this.fault(this.requests);
    if (fault === "refuse") return void incoming.socket.destroy();
    if (typeof fault === "number") return void answer.writeHead(fault, { "Retry-After": this.retryAfter }).end("busy");
    const whole = await this.#forward(incoming);
    if (fault === undefined) return void answer.writeHead(whole.status, whole.headers).end(whole.body);
    spoil(fault, whole, answer, incoming.socket);
  }

  async #forward(incoming: IncomingMessage): Promise<Whole> {
    const { method, url, headers } = incoming;
    const { hostname, port } = this.#target;
    const outgoing = request({ hostname, port, method, path: url, headers, agent: false });
    outgoing.end(await read(incoming));
    const [response] = (await once(outgoing, "response")) as [IncomingMessage];
    return { status: response.statusCode ?? 0, headers: response.headers, body: await read(response) };
  }
}

function spoil(fault: Fault, { status, headers, body }: Whole, answer: ServerResponse, socket: Socket): void {
  const half = body.subarray(0, body.length / 2);
  switch (fault) {
    case "drop":
      return void socket.destroy();
    case "delay":
      return void setTimeout(() => answer.writeHead(status, headers).end(body), 3_000);
    case "stall":
      // Half of the body, and then nothing, on a connection that stays.
      return void answer.writeHead(status, headers).write(half);
    case "cut":
      return void answer.writeHead(status, headers).write(half, () => socket.destroy());
    case "shorten":
      // Half of the body that looks like all of it.
      return void answer.writeHead(status, { ...headers, "content-length": half.length }).end(half);
    case "garble":
      return void answer.writeHead(status, headers).end(body.map((byte, at) => (at % 7 === 3 ? byte ^ 0x55 : byte)));
    case "page":
      return void answer.writeHead(200, { "Content-Type": "text/html" }).end("<h1>Welcome to the hotel's network</h1>");
    default:
      return void answer.writeHead(status).end();
  }
}

async function read(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
