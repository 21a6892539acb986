// Wallets as browsers' extensions bring them: they announce themselves to the page and sign with real keys, which are kept here.
import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { base58 } from "@scure/base";
import type { BrowserContext } from "playwright-core";

const hex = (bytes: Uint8Array) => `0x${Buffer.from(bytes).toString("hex")}`;

/** A wallet for Ethereum that announces itself by EIP-6963. Its address. */
export async function ethereumWallet(context: BrowserContext): Promise<string> {
  const { secretKey, publicKey } = secp256k1.keygen();
  const point = secp256k1.Point.fromBytes(publicKey).toBytes(false);
  const address = hex(keccak_256(point.slice(1)).slice(-20));
  await context.exposeFunction("signEthereum", (message: string) => hex(personalSign(message, secretKey)));
  await context.addInitScript((account) => {
    const answers: Record<string, (params: string[]) => unknown> = {
      eth_requestAccounts: () => [account],
      personal_sign: ([message]) =>
        (window as unknown as { signEthereum: (m?: string) => unknown }).signEthereum(message),
    };
    const request = async ({ method, params }: { method: string; params: string[] }) => answers[method]?.(params);
    const info = { uuid: "350670db-19fa-4704-a166-e52e178b59d2", name: "Test", icon: "data:,", rdns: "example.test" };
    const announce = () =>
      window.dispatchEvent(
        new CustomEvent("eip6963:announceProvider", { detail: Object.freeze({ info, provider: { request } }) }),
      );
    window.addEventListener("eip6963:requestProvider", announce);
    announce();
  }, address);
  return address;
}

/** EIP-191: r, s and v over the prefixed text. */
function personalSign(message: string, secretKey: Uint8Array): Uint8Array {
  const text = Buffer.from(message.slice(2), "hex");
  const digest = keccak_256(Buffer.concat([Buffer.from(`\x19Ethereum Signed Message:\n${text.length}`), text]));
  const [recovery = 0, ...rs] = secp256k1.sign(digest, secretKey, { prehash: false, format: "recovered" });
  return Uint8Array.from([...rs, 27 + recovery]);
}

/** A wallet for Solana that registers itself by the Wallet Standard. Its address. */
export async function solanaWallet(context: BrowserContext): Promise<string> {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const key = publicKey.export({ format: "der", type: "spki" }).subarray(-32);
  const address = base58.encode(key);
  await context.exposeFunction("signSolana", (message: number[]) => signEd25519(message, privateKey));
  await context.addInitScript((account) => {
    const accounts = [{ address: account, publicKey: new Uint8Array(32), chains: ["solana:mainnet"], features: [] }];
    const ask = window as unknown as { signSolana: (message: number[]) => Promise<number[]> };
    const wallet = {
      version: "1.0.0",
      name: "Test",
      icon: "data:image/png;base64,",
      chains: ["solana:mainnet"],
      accounts,
      features: {
        "standard:connect": { version: "1.0.0", connect: async () => ({ accounts }) },
        "solana:signMessage": {
          version: "1.0.0",
          signMessage: async ({ message }: { message: Uint8Array }) => [
            { signedMessage: message, signature: Uint8Array.from(await ask.signSolana([...message])) },
          ],
        },
      },
    };
    const register = (api: { register: (one: unknown) => void }) => api.register(wallet);
    window.dispatchEvent(new CustomEvent("wallet-standard:register-wallet", { detail: register }));
    window.addEventListener("wallet-standard:app-ready", (event) =>
      register((event as CustomEvent<{ register: (one: unknown) => void }>).detail),
    );
  }, address);
  return address;
}

const signEd25519 = (message: number[], key: KeyObject) => [...sign(null, Uint8Array.from(message), key)];
