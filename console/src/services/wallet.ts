import type { SignInIdentity, UserAnswer, VerifyWallet } from "@triport/sdk";
import { getWallets } from "@wallet-standard/app";
import { createStore } from "mipd";
import { memberMessages } from "../messages/member";
import { api } from "./api";
import { Told } from "./errors";
import { inItsPlace } from "./sign-in";
import { withStepUp } from "./step-up";

export type Chain = "evm" | "solana";

/** Wallets of other tabs of the browser announce themselves within this time. */
const ANNOUNCE_MS = 150;
/** What wallets answer when a person says no (EIP-1193). */
const REFUSED_BY_USER = 4001;

export async function signInWithWallet(chain: Chain): Promise<UserAnswer> {
  const proof = await prove(chain);
  return inItsPlace(() => api.auth.walletVerify(proof));
}

export async function addWallet(chain: Chain): Promise<SignInIdentity> {
  const proof = await prove(chain);
  return withStepUp(() => api.auth.linkWallet(proof));
}

/** Has the wallet sign the server's message: it shows that the address is the person's, and moves nothing. */
async function prove(chain: Chain): Promise<VerifyWallet> {
  const wallet = chain === "evm" ? await ethereumWallet() : await solanaWallet();
  if (wallet === undefined) throw new Told(memberMessages.login.wallet.none[chain]);
  try {
    const address = await wallet.address();
    const { nonce, message } = await api.auth.walletChallenge({ address, chain });
    return { nonce, address, chain, signature: await wallet.sign(message, address) };
  } catch (error) {
    throw walletError(error);
  }
}

function walletError(error: unknown): unknown {
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
  // The server's own errors have words already.
  if (typeof code === "string") return error;
  return new Told(code === REFUSED_BY_USER ? memberMessages.login.wallet.refused : memberMessages.login.wallet.failed);
}

interface Wallet {
  address: () => Promise<string>;
  sign: (message: string, address: string) => Promise<string>;
}

async function ethereumWallet(): Promise<Wallet | undefined> {
  const store = createStore();
  await new Promise((resolve) => setTimeout(resolve, ANNOUNCE_MS));
  const provider = store.getProviders()[0]?.provider;
  store.destroy();
  if (provider === undefined) return;
  return {
    address: async () => {
      const [address] = await provider.request({ method: "eth_requestAccounts" });
      if (address === undefined) throw new Told(memberMessages.login.wallet.failed);
      return address;
    },
    sign: (message, address) =>
      provider.request({
        method: "personal_sign",
        params: [toHex(new TextEncoder().encode(message)), address as `0x${string}`],
      }),
  };
}

/** The part of the wallet standard that is used here; its own packages of types are larger than this. */
interface SolanaFeatures {
  "standard:connect"?: { connect: () => Promise<{ accounts: readonly SolanaAccount[] }> };
  "solana:signMessage"?: {
    signMessage: (input: {
      account: SolanaAccount;
      message: Uint8Array;
    }) => Promise<readonly { signature: Uint8Array }[]>;
  };
}
type SolanaAccount = { readonly address: string };

function solanaWallet(): Promise<Wallet | undefined> {
  const features = getWallets()
    .get()
    .map((wallet) => wallet.features as unknown as SolanaFeatures)
    .find((each) => each["standard:connect"] && each["solana:signMessage"]);
  const connect = features?.["standard:connect"];
  const signer = features?.["solana:signMessage"];
  if (connect === undefined || signer === undefined) return Promise.resolve(undefined);
  let account: SolanaAccount | undefined;
  return Promise.resolve({
    address: async () => {
      [account] = (await connect.connect()).accounts;
      if (account === undefined) throw new Told(memberMessages.login.wallet.failed);
      return account.address;
    },
    sign: async (message) => {
      if (account === undefined) throw new Told(memberMessages.login.wallet.failed);
      const [signed] = await signer.signMessage({ account, message: new TextEncoder().encode(message) });
      if (signed === undefined) throw new Told(memberMessages.login.wallet.failed);
      return toHex(signed.signature).slice(2);
    },
  });
}

const toHex = (bytes: Uint8Array): `0x${string}` =>
  `0x${Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
