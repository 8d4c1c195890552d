"""The client's own application instance certificate (OPC 10000-6, 6.2.2), made once and kept in a folder."""

import datetime
import hashlib
import os
import socket

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID


class Identity:
    """A private key, its certificate in DER, and the application URI the certificate names."""

    def __init__(self, key, der, uri):
        self.key, self.der, self.uri = key, der, uri


def thumbprint(der):
    """How certificates are named in security headers: SHA-1 over the DER (6.2.2)."""
    return hashlib.sha1(der).digest()


def public_key(der):
    return x509.load_der_x509_certificate(der).public_key()


def own_identity(folder, name="foreign-client"):
    """Loads `<folder>/<name>.key|der`, or makes them."""
    os.makedirs(folder, mode=0o700, exist_ok=True)
    key_path, der_path = (os.path.join(folder, name + end) for end in (".key", ".der"))
    uri = f"urn:{socket.gethostname()}:{name}"
    if not os.path.exists(der_path):
        _make(key_path, der_path, uri, name)
    with open(key_path, "rb") as file:
        key = serialization.load_pem_private_key(file.read(), None)
    with open(der_path, "rb") as file:
        return Identity(key, file.read(), uri)


def strangers(count):
    """Identities that nobody has seen: one key, which takes its time to make, and a certificate of its own for each."""
    key = rsa.generate_private_key(65537, 2048)
    for nth in range(count):
        uri = f"urn:{socket.gethostname()}:stranger-{nth}"
        yield Identity(key, _certificate(key, uri, f"stranger-{nth}"), uri)


def _certificate(key, uri, name):
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name), x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Foreign")])
    now = datetime.datetime.utcnow()
    usage = x509.KeyUsage(True, True, True, True, False, True, False, False, False)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=365))
        .add_extension(x509.SubjectAlternativeName([x509.UniformResourceIdentifier(uri), x509.DNSName(socket.gethostname())]), False)
        .add_extension(x509.BasicConstraints(False, None), True)
        .add_extension(usage, True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH, ExtendedKeyUsageOID.SERVER_AUTH]), False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
        .sign(key, hashes.SHA256())
    )
    return certificate.public_bytes(serialization.Encoding.DER)


def _make(key_path, der_path, uri, name):
    key = rsa.generate_private_key(65537, 2048)
    der = _certificate(key, uri, name)
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    with open(os.open(key_path, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as file:
        file.write(pem)
    with open(der_path, "wb") as file:
        file.write(der)
