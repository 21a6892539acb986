"""A wallet as Python programs have it: signs the message of one line of JSON, {"key", "message"}."""

import json
import sys

from eth_account import Account
from eth_account.messages import encode_defunct

request = json.loads(sys.stdin.readline())
account = Account.from_key(request["key"])
signed = account.sign_message(encode_defunct(text=request["message"]))
print(json.dumps({"address": account.address, "signature": signed.signature.hex()}))
