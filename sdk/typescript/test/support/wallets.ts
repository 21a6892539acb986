// Wallets that sign, with the libraries that applications use.
import { randomBytes } from "node:crypto";
import bs58 from "bs58";
import nacl from "tweetnacl";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";

export interface Wallet {
  chain: "evm" | "solana";
  address: string;
  sign(message: string): Promise<string>;
}

/** An Ethereum account. */
export function evmWallet(): Wallet {
  const account = privateKeyToAccount(generatePrivateKey());
  return { chain: "evm", address: account.address, sign: (message) => account.signMessage({ message }) };
}

/** A Solana key pair. */
export function solanaWallet(): Wallet {
  const pair = nacl.sign.keyPair.fromSeed(randomBytes(32));
  const sign = async (message: string) =>
    bs58.encode(nacl.sign.detached(new TextEncoder().encode(message), pair.secretKey));
  return { chain: "solana", address: bs58.encode(pair.publicKey), sign };
}

interface Challenger {
  walletChallenge(input: { address: string; chain: "evm" | "solana" }): Promise<{ nonce: string; message: string }>;
}

/** What a wallet answers to a challenge of the server. */
export async function answered(auth: Challenger, { chain, address, sign }: Wallet) {
  const { nonce, message } = await auth.walletChallenge({ chain, address });
  return { nonce, chain, address, signature: await sign(message) };
}
