// https://api.triport.io and https://app.triport.io on this machine: the real server behind TLS, and a page of another origin.
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { type IncomingMessage, request, type ServerResponse } from "node:http";
import { createServer, type Server as HttpsServer } from "node:https";
import { tmpdir } from "node:os";
import { join, normalize } from "node:path";
import type { Kind } from "./database.js";
import { ADMIN_TOKEN, Server } from "./server.js";
import { Mailbox } from "./smtp.js";

const API = "api.triport.io";
const APP = "app.triport.io";
const PAGE = `<!doctype html><title>App</title>
<script type="importmap">{"imports": {"@triport/sdk": "/sdk/index.js"}}</script>`;

export class Stage {
  readonly mailbox: Mailbox;
  readonly server: Server;
  readonly adminToken = ADMIN_TOKEN;
  /** The certificate, for programs that should trust it. */
  readonly certificate: string;
  readonly page = `https://${APP}/`;
  readonly hosts = [API, APP];
  /** Method and path of everything that the API was asked for. */
  readonly requests: string[] = [];
  readonly #directory: string;
  readonly #front: HttpsServer;

  private constructor(mailbox: Mailbox, server: Server) {
    this.mailbox = mailbox;
    this.server = server;
    this.#directory = mkdtempSync(join(tmpdir(), "triport-tls-"));
    const [key, certificate] = [join(this.#directory, "key.pem"), join(this.#directory, "cert.pem")];
    const names = `subjectAltName=DNS:${API},DNS:${APP}`;
    const make = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
    const files = ["-keyout", key, "-out", certificate, "-subj", `/CN=${API}`, "-addext", names];
    execFileSync("openssl", [...make, ...files], { stdio: "ignore" });
    this.certificate = certificate;
    this.#front = createServer({ key: readFileSync(key), cert: readFileSync(certificate) }, (incoming, answer) => {
      if (incoming.headers.host === APP) serveApp(incoming, answer);
      else this.#forward(incoming, answer);
    });
    this.#front.listen(0, "127.0.0.1");
  }

  get port(): number {
    const address = this.#front.address();
    return typeof address === "object" && address !== null ? address.port : 0;
  }

  static async start(kind: Kind): Promise<Stage> {
    const mailbox = await Mailbox.start();
    const server = await Server.start(kind, {
      TRIPORT_PUBLIC_URL: `https://${API}`,
      TRIPORT_ALLOWED_ORIGINS: `https://${APP}`,
      TRIPORT_SMTP_URL: mailbox.url,
      TRIPORT_MAIL_FROM: `Triport <codes@${API}>`,
    });
    const stage = new Stage(mailbox, server);
    if (!stage.#front.listening) await once(stage.#front, "listening");
    return stage;
  }

  async stop(): Promise<void> {
    this.#front.close();
    this.#front.closeAllConnections();
    this.mailbox.stop();
    await this.server.stop();
    rmSync(this.#directory, { recursive: true, force: true });
  }

  #forward(incoming: IncomingMessage, answer: ServerResponse): void {
    const { method, url, headers } = incoming;
    this.requests.push(`${method} ${url}`);
    const { hostname, port } = new URL(this.server.url);
    const outgoing = request({ hostname, port, method, path: url, headers, agent: false }, (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(answer);
    });
    outgoing.on("error", () => answer.destroy());
    incoming.pipe(outgoing);
  }
}

/** The page, and the package as it is built. */
function serveApp(incoming: IncomingMessage, answer: ServerResponse): void {
  const path = normalize(incoming.url ?? "/");
  if (!path.startsWith("/sdk/")) return void answer.writeHead(200, { "Content-Type": "text/html" }).end(PAGE);
  answer.writeHead(200, { "Content-Type": "text/javascript" }).end(readFileSync(join("dist/esm", path.slice(5))));
}
