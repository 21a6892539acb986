// Wallets: signs what the tests ask for, a line of JSON each, with the libraries that applications use.
//
//   {"chain": "evm" | "solana", "key": 64 hex digits, "message": text}   →  {"address", "signature"}
//   {"parse": text}                                                              →  the fields that viem reads in it

import { createInterface } from 'node:readline';
import bs58 from 'bs58';
import nacl from 'tweetnacl';
import { privateKeyToAccount } from 'viem/accounts';
import { parseSiweMessage, validateSiweMessage } from 'viem/siwe';

async function evm({ key, message }) {
  const account = privateKeyToAccount(`0x${key}`);
  return { address: account.address, signature: await account.signMessage({ message }) };
}

function solana({ key, message }) {
  const pair = nacl.sign.keyPair.fromSeed(Buffer.from(key, 'hex'));
  const signature = nacl.sign.detached(new TextEncoder().encode(message), pair.secretKey);
  return { address: bs58.encode(pair.publicKey), signature: bs58.encode(signature) };
}

function parsed({ parse: message, domain, time }) {
  const fields = parseSiweMessage(message);
  return { ...fields, valid: validateSiweMessage({ message: fields, domain, time: new Date(time) }) };
}

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  const answer = request.parse ? parsed(request) : await { evm, solana }[request.chain](request);
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
