"""Security policies (OPC 10000-7) and what is computed with them: keys, signatures, encryption (OPC 10000-6, 6.7)."""

import hashlib
import hmac

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

SHA256 = hashes.SHA256()


class Policy:
    """One security policy: its URI, and its algorithms bound to keys that are handed in."""

    def __init__(self, name, key_bytes, oaep_hash, signature_uri, encryption_uri, pss):
        self.name = name
        self.uri = f"http://opcfoundation.org/UA/SecurityPolicy#{name}"
        self.encrypting_key_bytes = key_bytes
        self.oaep_hash = oaep_hash
        self.signature_uri = signature_uri
        self.encryption_uri = encryption_uri
        self.signing = padding.PSS(padding.MGF1(SHA256), 32) if pss else padding.PKCS1v15()

    def _oaep(self):
        return padding.OAEP(padding.MGF1(self.oaep_hash), self.oaep_hash, None)

    def plain_block(self, key):
        """How much one RSA block of `key` takes: OAEP costs two hashes and two bytes."""
        return key.key_size // 8 - 2 * self.oaep_hash.digest_size - 2

    def seal(self, public_key, plain):
        """RSA encryption block by block."""
        size = self.plain_block(public_key)
        return b"".join(public_key.encrypt(plain[at : at + size], self._oaep()) for at in range(0, len(plain), size))

    def unseal(self, private_key, sealed):
        size = private_key.key_size // 8
        return b"".join(private_key.decrypt(sealed[at : at + size], self._oaep()) for at in range(0, len(sealed), size))

    def sign(self, private_key, data):
        return private_key.sign(data, self.signing, SHA256)

    def verify(self, public_key, signature, data):
        """Raises cryptography's InvalidSignature."""
        public_key.verify(signature, data, self.signing, SHA256)

    def derive(self, secret, seed):
        """The keys of one direction (6.7.6): 32 bytes to sign, then the key to encrypt, then the vector."""
        wanted = 32 + self.encrypting_key_bytes + 16
        stream, block = b"", seed
        while len(stream) < wanted:
            block = hmac.new(secret, block, hashlib.sha256).digest()
            stream += hmac.new(secret, block + seed, hashlib.sha256).digest()
        return Keys(stream[:32], stream[32 : 32 + self.encrypting_key_bytes], stream[wanted - 16 : wanted])


class Keys:
    """The keys of one direction of a channel."""

    def __init__(self, signing, encrypting, vector):
        self.signing, self.encrypting, self.vector = signing, encrypting, vector

    def mac(self, data):
        return hmac.new(self.signing, data, hashlib.sha256).digest()

    def _cipher(self):
        return Cipher(algorithms.AES(self.encrypting), modes.CBC(self.vector))

    def encrypt(self, data):
        run = self._cipher().encryptor()
        return run.update(data) + run.finalize()

    def decrypt(self, data):
        run = self._cipher().decryptor()
        return run.update(data) + run.finalize()


_RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
_RSA_OAEP = "http://www.w3.org/2001/04/xmlenc#rsa-oaep"
POLICIES = {
    one.name: one
    for one in (
        Policy("Basic256Sha256", 32, hashes.SHA1(), _RSA_SHA256, _RSA_OAEP, False),
        Policy("Aes128_Sha256_RsaOaep", 16, hashes.SHA1(), _RSA_SHA256, _RSA_OAEP, False),
        Policy(
            "Aes256_Sha256_RsaPss", 32, SHA256, "http://opcfoundation.org/UA/security/rsa-pss-sha2-256",
            "http://opcfoundation.org/UA/security/rsa-oaep-sha2-256", True,
        ),
    )
}
NONE_URI = "http://opcfoundation.org/UA/SecurityPolicy#None"
MODES = {"none": 1, "sign": 2, "encrypt": 3}
