// A mail server that keeps what it is sent.
import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";

export class Mailbox {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #mails: string[] = [];

  private constructor() {
    this.#server = createServer((socket) => {
      this.#sockets.add(socket);
      socket.on("close", () => this.#sockets.delete(socket));
      this.#talk(socket).catch(() => socket.destroy());
    });
  }

  static async start(): Promise<Mailbox> {
    const mailbox = new Mailbox();
    mailbox.#server.listen(0, "127.0.0.1");
    await once(mailbox.#server, "listening");
    return mailbox;
  }

  get url(): string {
    const address = this.#server.address();
    return typeof address === "object" && address !== null ? `smtp://127.0.0.1:${address.port}` : "";
  }

  stop(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  /** The six digits of the next mail that has some, on a line of their own; notices are passed over. */
  async code(): Promise<string> {
    for (let tries = 0; tries < 500; tries += 1) {
      for (let mail = this.#mails.shift(); mail !== undefined; mail = this.#mails.shift()) {
        const code = /^\s*(\d{6})\s*$/m.exec(mail)?.[1];
        if (code !== undefined) return code;
      }
      await pause(20);
    }
    throw new Error("no mail with a code");
  }

  async #talk(socket: Socket): Promise<void> {
    let mail: string[] | undefined;
    const say = (line: string) => socket.write(`${line}\r\n`);
    say("220 test");
    for await (const line of createInterface({ input: socket })) {
      if (mail !== undefined) {
        if (line !== ".") mail.push(line);
        else {
          this.#mails.push(mail.join("\n"));
          mail = undefined;
          say("250 kept");
        }
      } else if (/^DATA/i.test(line)) {
        mail = [];
        say("354 go on");
      } else say(/^QUIT/i.test(line) ? "221 bye" : "250 fine");
    }
  }
}
