"""A mail server for tests: speaks real SMTP and tells what it received.

smtp_peer.py certificates DIR    makes ca.pem, good.pem (for localhost) and wrong.pem (for another host)
smtp_peer.py serve [OPTIONS]     listens on a free port of 127.0.0.1 until its input ends

The server writes JSON lines: {"port": N} once it listens, then one object for each message.
"""

import argparse
import asyncio
import datetime
import email
import email.policy
import ipaddress
import json
import logging
import pathlib
import ssl
import sys
import warnings

from aiosmtpd.smtp import SMTP, AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

# What each way to fail answers, by the command it answers to.
ANSWERS = {
    "mail-421": ("MAIL", "421 4.3.2 closing for ada@example.com"),
    "rcpt-550": ("RCPT", "550 5.1.1 <ada@example.com>: no such user"),
    "rcpt-451": ("RCPT", "451 4.7.1 greylisted, ada@example.com"),
    "data-554": ("DATA", "554 5.7.1 spam: your code is 042137"),
}


def say(**event):
    print(json.dumps(event), flush=True)


def make_certificates(directory):
    now = datetime.datetime.now(datetime.timezone.utc)

    def certificate(name, key, issuer, issuer_key, is_ca, hosts=()):
        builder = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(issuer)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(days=1))
            .not_valid_after(now + datetime.timedelta(days=2))
            .add_extension(x509.BasicConstraints(ca=is_ca, path_length=None), critical=True)
        )
        if hosts:
            builder = builder.add_extension(x509.SubjectAlternativeName(hosts), critical=False)
        return builder.sign(issuer_key, hashes.SHA256())

    def named(text):
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])

    def pem(thing):
        if isinstance(thing, x509.Certificate):
            return thing.public_bytes(serialization.Encoding.PEM)
        return thing.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )

    ca_name, ca_key = named("Test CA"), ec.generate_private_key(ec.SECP256R1())
    ca = certificate(ca_name, ca_key, ca_name, ca_key, True)
    (directory / "ca.pem").write_bytes(pem(ca))
    local = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    for file, hosts in (("good.pem", local), ("wrong.pem", [x509.DNSName("other.example")])):
        key = ec.generate_private_key(ec.SECP256R1())
        leaf = certificate(named("Test server"), key, ca_name, ca_key, False, hosts)
        (directory / file).write_bytes(pem(leaf) + pem(key))


class Handler:
    """Takes messages, or fails as it was told to."""

    def __init__(self, options):
        self.options = options
        self.slow = options.fail in ("slow", "slow-once")

    async def answer(self, command):
        at, text = ANSWERS.get(self.options.fail, (None, None))
        return text if at == command else None

    async def handle_MAIL(self, server, session, envelope, address, mail_options):
        if refused := await self.answer("MAIL"):
            return refused
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        if refused := await self.answer("RCPT"):
            return refused
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.slow:
            self.slow = self.options.fail == "slow"
            await asyncio.sleep(60 if self.slow else 2)
        if self.options.fail == "hang-up":
            server.transport.abort()
            return "451 never sent"
        if refused := await self.answer("DATA"):
            return refused
        self.report(server, session, envelope)
        return "250 OK"

    def report(self, server, session, envelope):
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        say(
            connection=session.peer[1],
            hello=session.host_name,
            tls=server.transport.get_extra_info("cipher") is not None,
            user=session.auth_data,
            mail_from=envelope.mail_from,
            rcpt_tos=envelope.rcpt_tos,
            headers=[[name, str(value)] for name, value in mail.items()],
            kinds=[part.get_content_type() for part in mail.walk()],
            text=mail.get_body(("plain",)).get_content(),
            html=mail.get_body(("html",)).get_content(),
            defects=[str(defect) for part in mail.walk() for defect in part.defects],
            raw=envelope.content.decode("ascii"),
        )


def context(options):
    if not options.certificate:
        return None
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(options.certificate)
    return made


async def serve(options):
    def authenticate(server, session, envelope, mechanism, data):
        user, password = data.login.decode(), data.password.decode()
        right = f"{user}:{password}" == options.login
        return AuthResult(success=right, handled=False, auth_data=user)

    tls = context(options)
    handler = Handler(options)
    loop = asyncio.get_running_loop()

    def session():
        return SMTP(
            handler,
            timeout=options.idle,
            tls_context=None if options.implicit else tls,
            authenticator=authenticate if options.login else None,
            auth_required=bool(options.login),
            auth_require_tls=False,
        )

    server = await loop.create_server(
        session, "127.0.0.1", 0, ssl=tls if options.implicit else None
    )
    say(port=server.sockets[0].getsockname()[1])
    ended = asyncio.Event()
    # Whoever started this process holds the other end, however its own life ends.
    loop.add_reader(sys.stdin, ended.set)
    await ended.wait()


def main():
    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers(dest="command", required=True)
    certificates = commands.add_parser("certificates")
    certificates.add_argument("directory", type=pathlib.Path)
    serving = commands.add_parser("serve")
    serving.add_argument("--certificate", help="PEM file; offers STARTTLS")
    serving.add_argument("--implicit", action="store_true", help="TLS from the first byte instead")
    serving.add_argument("--login", help="USER:PASSWORD that has to sign in")
    serving.add_argument("--idle", type=float, default=60, help="seconds before hanging up")
    serving.add_argument("--fail", choices=[*ANSWERS, "slow", "slow-once", "hang-up"])
    options = parser.parse_args()
    # The library warns about what some tests are there to try.
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)
    if options.command == "certificates":
        make_certificates(options.directory)
    else:
        asyncio.run(serve(options))


main()
