"""Wallets that sign: secp256k1 and ed25519 by the libraries that wallets are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import base58
from coincurve import PrivateKey
from Crypto.Hash import keccak
from nacl.signing import SigningKey

if TYPE_CHECKING:
    from triport import TriportClient


def _keccak(data: bytes) -> bytes:
    return keccak.new(digest_bits=256, data=data).digest()


class EvmWallet:
    """An externally owned account, as every Ethereum wallet has one."""

    chain = "evm"

    def __init__(self) -> None:
        self.key = PrivateKey()
        point = self.key.public_key.format(compressed=False)[1:]
        self.address = "0x" + _keccak(point)[-20:].hex()

    def sign(self, message: str) -> str:
        """What `personal_sign` (EIP-191) answers."""
        text = message.encode()
        prefixed = b"\x19Ethereum Signed Message:\n%d%s" % (len(text), text)
        signature = self.key.sign_recoverable(_keccak(prefixed), hasher=None)  # pyright: ignore[reportUnknownMemberType]
        return "0x" + signature[:64].hex() + bytes([27 + signature[64]]).hex()


class SolanaWallet:
    """A key pair."""

    chain = "solana"

    def __init__(self) -> None:
        self.key = SigningKey.generate()
        self.address = base58.b58encode(bytes(self.key.verify_key)).decode()

    def sign(self, message: str) -> str:
        """What `signMessage` answers, in base58."""
        return base58.b58encode(self.key.sign(message.encode()).signature).decode()


def answered(client: TriportClient, wallet: EvmWallet | SolanaWallet) -> dict[str, Any]:
    """What a wallet answers to a challenge of the server."""
    named: dict[str, Any] = {"address": wallet.address, "chain": wallet.chain}
    challenge = client.auth.wallet_challenge(**named)
    return {**named, "nonce": challenge["nonce"], "signature": wallet.sign(challenge["message"])}
