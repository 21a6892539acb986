"""A server with people in it: started, filled and looked after by run.py, known to hooks.py from a file."""

from __future__ import annotations

import dataclasses
import http.client
import json
import re
import time
import urllib.request
from pathlib import Path

ADMIN_TOKEN = "the-admin-token-of-the-fuzzer-0123456789"
METHODS = {"get", "put", "post", "delete"}
EVM_ADDRESS = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"


@dataclasses.dataclass
class Person:
    """A member with a browser's cookies."""

    id: str
    session: str
    csrf: str

    def headers(self) -> dict[str, str]:
        return {"Cookie": f"nl_session={self.session}; nl_csrf={self.csrf}", "X-CSRF-Token": self.csrf}


@dataclasses.dataclass
class World:
    """Where the server is, who is there, and what can be named."""

    port: int
    log: str
    admin_token: str = ADMIN_TOKEN
    people: dict[str, Person] = dataclasses.field(default_factory=dict)
    names: dict[str, list[str]] = dataclasses.field(default_factory=dict)
    #: What only the member may see.
    secrets: list[str] = dataclasses.field(default_factory=list)

    def call(self, method: str, path: str, body: object = None, headers: dict[str, str] | None = None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            text = None if body is None else json.dumps(body)
            connection.request(method, path, text, headers or {})
            answer = connection.getresponse()
            told = answer.read()
            if answer.status >= 400:
                raise RuntimeError(f"{method} {path}: {answer.status} {told!r}")
            return json.loads(told), answer.headers.get_all("Set-Cookie") or []
        finally:
            connection.close()

    def operator(self, method: str, path: str, body: object = None):
        return self.call(method, path, body, {"X-Admin-Token": self.admin_token})[0]

    def operations(self) -> set[str]:
        """All that the document has, such as `GET /livez`."""
        paths = json.loads(self.read("/openapi.json"))["paths"]
        return {f"{method.upper()} {path}" for path, item in paths.items() for method in item if method in METHODS}

    def succeeded(self) -> set[str]:
        """Those that answered something other than an error so far, as the server's metrics tell."""
        answered = re.findall(r'_count\{method="(\w+)",route="([^"]+)",status="[23]', self.read("/metrics"))
        return {f"{method} {route}" for method, route in answered}

    def read(self, path: str) -> str:
        url = f"http://127.0.0.1:{self.port}{path}"
        request = urllib.request.Request(url, headers={"X-Admin-Token": self.admin_token})
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.read().decode()

    def code_for(self, host: str) -> str:
        """The one-time code in the log; the host of the address is nobody else's."""
        for _ in range(400):
            for line in reversed(Path(self.log).read_text(errors="replace").splitlines()):
                if f"@{host}" in line and '"code"' in line:
                    return json.loads(line)["code"]
            time.sleep(0.01)
        raise RuntimeError(f"no code for {host}")

    def sign_in(self, name: str) -> Person:
        host = f"{name}.example"
        started, _ = self.call("POST", "/v1/auth/email/start", {"email": f"member@{host}"})
        body = {"request_id": started["request_id"], "code": self.code_for(host)}
        signed_in, cookies = self.call("POST", "/v1/auth/email/verify", body)
        values = dict(re.match(r"([^=]+)=([^;]*)", cookie).groups() for cookie in cookies)
        return Person(signed_in["user"]["id"], values["nl_session"], values["nl_csrf"])

    def fill(self) -> None:
        """A member with credit, invitees, payouts and an invoice; another one; accounts of the product."""
        ada = self.people["member"] = self.sign_in("ada-planted-secret")
        self.people["other"] = self.sign_in("eve")
        self.call("POST", "/v1/auth/me", {"display_name": "Planted Secret"}, ada.headers())
        self.call("POST", "/v1/referrals/code", {"slug": "planted-secret"}, ada.headers())
        customer = {"email": "shop@customer.example", "display_name": "Customer", "ref_code": "planted-secret"}
        self.operator("PUT", "/v1/admin/users/customer-42", customer)
        for number in range(3):
            payment = {"payment_id": f"pay_{number}", "external_id": "customer-42", "amount_micro": 2**50}
            payment["paid_at"] = "2026-01-01T00:00:00Z"
            self.operator("POST", "/v1/admin/payments", payment)
        self.operator("POST", "/v1/admin/payments/pay_0/refund", {"refund_id": "re_0", "amount_micro": 1000})
        for number in range(3):
            invoice = {"user_id": ada.id, "amount_micro": 1000000, "status": "open"}
            self.operator("PUT", f"/v1/admin/invoices/inv_{number}", invoice)
        payouts = []
        for _ in range(20):
            body = {"amount_micro": 10000000, "network": "ethereum", "address": EVM_ADDRESS}
            payouts.append(self.call("POST", "/v1/referrals/payouts", body, ada.headers())[0]["id"])
        self.names = {
            "id": payouts,
            # Not the members: an operator could erase them under the other runs.
            "external_id": ["customer-42", "customer-43"],
            "user": ["ext:customer-42", "ext:customer-43"],
            "email": ["shop@customer.example"],
            "payment_id": ["pay_0", "pay_1", "pay_2"],
            "refund_id": ["re_0"],
            "invoice_id": ["inv_0", "inv_1", "inv_2"],
            "code": ["planted-secret"],
            "ref_code": ["planted-secret"],
            "slug": ["planted-secret", "free-for-all"],
            "address": [EVM_ADDRESS],
            "tier": [1, 2],
            "paid_at": ["2026-01-01T00:00:00Z"],
            "currency": ["USD"],
            "amount_micro": [1_000_000, 10_000_000, 2**50],
        }
        self.secrets = [ada.id, ada.session, ada.csrf, "ada-planted-secret"]

    def secrets_from(self, role: str) -> list[str]:
        """What a caller of that role may never read."""
        own = [self.admin_token, self.people["member"].session]
        return own if role in {"member", "operator"} else [self.admin_token, *self.secrets]

    def save(self, path: str) -> None:
        Path(path).write_text(json.dumps(dataclasses.asdict(self)))


def load(path: str) -> World:
    kept = json.loads(Path(path).read_text())
    kept["people"] = {name: Person(**person) for name, person in kept["people"].items()}
    return World(**kept)
