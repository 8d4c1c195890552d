"""A secure channel over TCP (OPC 10000-6, 6.7 and 7.1): hello, chunks, signatures, encryption, renewal."""

import os
import socket
import struct
import time

from binary import Malformed, encode, message, open_message
from identity import public_key, thumbprint
from policies import NONE_URI
from statusCodes import is_bad, status_name

ISSUE, RENEW = 0, 1
LIFETIME_MS = 600_000


class Refused(Exception):
    """The server said no: `status` is the name of what it said."""

    def __init__(self, status, where):
        super().__init__(f"{where}: {status}")
        self.status = status


class Channel:
    """Requests out, responses in; one thread. `policy` None is the policy None (discovery)."""

    def __init__(self, url, identity=None, policy=None, mode=1, server_der=None, timeout=15):
        self.url, self.identity, self.policy, self.mode, self.server_der = url, identity, policy, mode, server_der
        host, port = url.split("://", 1)[1].split("/")[0].rsplit(":", 1)
        self.server_key = public_key(server_der) if policy else None
        self.timeout = timeout
        self.channel_id = self.token_id = 0
        self.sent = 0  # sequence number of the last chunk sent
        self.request_id = 0
        self.received = None  # sequence number of the last chunk received
        self.keys = {}  # by token: (ours, theirs)
        self.buffer = b""
        self.parts = {}  # chunks of messages that are not whole yet, by request
        self.renew_at = None
        self.renewing = None  # (request id, our nonce) of a renewal under way
        self.socket = socket.create_connection((host.strip("[]"), int(port)), timeout)
        self._hello()
        self._opened(self._await(self._open(ISSUE), time.monotonic() + timeout))

    # TCP: hello and acknowledge (7.1.2)

    def _hello(self):
        body = struct.pack("<5I", 0, 65536, 65536, 0, 0) + encode("String", self.url)
        self.socket.sendall(b"HELF" + struct.pack("<I", 8 + len(body)) + body)
        kind, body = self._chunk(time.monotonic() + self.timeout)
        if kind != b"ACKF":
            raise Malformed(f"{kind} where ACKF was due")
        _version, _receive, self.send_size, self.max_message, self.max_chunks = struct.unpack("<5I", body[:20])
        self.send_size = min(_receive, 65536)

    def _chunk(self, deadline):
        """The next chunk: (its type with the final flag, what follows the size)."""
        while True:
            if len(self.buffer) >= 8:
                size = struct.unpack("<I", self.buffer[4:8])[0]
                if size < 8 or size > 65536:
                    raise Malformed(f"a chunk of {size} bytes; 65536 were agreed on")
                if len(self.buffer) >= size:
                    chunk, self.buffer = self.buffer[:size], self.buffer[size:]
                    if chunk[:4] == b"ERRF":
                        raise Refused(status_name(struct.unpack("<I", chunk[8:12])[0]), "connection")
                    self.raw = chunk
                    return chunk[:4], chunk[8:]
            self.socket.settimeout(max(0.001, deadline - time.monotonic()))
            more = self.socket.recv(65536)
            if not more:
                raise Refused("closed", "connection")
            self.buffer += more

    # Sending

    def send(self, name, fields):
        """Sends one request; the answer carries the request id that is returned."""
        if self.renew_at and time.monotonic() > self.renew_at and not self.renewing:
            self.renew_at = None
            self._open(RENEW)
        self.request_id += 1
        self._send(b"MSG", message(name, fields), self.request_id)
        return self.request_id

    def _send(self, kind, body, request_id):
        room = self.send_size - 128
        pieces = [body[at : at + room] for at in range(0, len(body), room)]
        for number, piece in enumerate(pieces):
            last = number == len(pieces) - 1
            self.socket.sendall(self._secure(kind + (b"F" if last else b"C"), piece, request_id))

    def _sequence(self, request_id):
        self.sent += 1
        return struct.pack("<II", self.sent, request_id)

    def _secure(self, kind, body, request_id):
        header = struct.pack("<II", self.channel_id, self.token_id)
        plain = self._sequence(request_id) + body
        ours = self.keys[self.token_id][0]
        if self.mode == 1:
            return kind + struct.pack("<I", 8 + len(header) + len(plain)) + header + plain
        if self.mode == 3:
            pad = -(len(plain) + 1 + 32) % 16
            plain += bytes([pad]) * (pad + 1)
        size = struct.pack("<I", 8 + len(header) + len(plain) + 32)
        signature = ours.mac(kind + size + header + plain)
        plain += signature
        return kind + size + header + (ours.encrypt(plain) if self.mode == 3 else plain)

    def _open(self, request_type):
        nonce = os.urandom(32) if self.policy else None
        self.request_id += 1
        body = message(
            "OpenSecureChannelRequest",
            {
                "RequestHeader": {"Timestamp": now(), "TimeoutHint": 15000}, "RequestType": request_type,
                "SecurityMode": self.mode, "ClientNonce": nonce, "RequestedLifetime": LIFETIME_MS,
            },
        )
        plain = self._sequence(self.request_id) + body
        start = b"OPNF"
        if not self.policy:
            header = struct.pack("<I", self.channel_id) + encode("String", NONE_URI) + encode("ByteString", None) * 2
            self.socket.sendall(start + struct.pack("<I", 8 + len(header) + len(plain)) + header + plain)
        else:
            header = struct.pack("<I", self.channel_id) + encode("String", self.policy.uri)
            header += encode("ByteString", self.identity.der) + encode("ByteString", thumbprint(self.server_der))
            self.socket.sendall(self._seal_open(start, header, plain))
        self.renewing = (self.request_id, nonce)
        return self.request_id

    def _seal_open(self, start, header, plain):
        block, sealed = self.policy.plain_block(self.server_key), self.server_key.key_size // 8
        signature_size = self.identity.key.key_size // 8
        long = self.server_key.key_size > 2048
        pad = -(len(plain) + 1 + long + signature_size) % block
        plain += bytes([pad & 0xFF]) * (pad + 1) + (bytes([pad >> 8]) if long else b"")
        blocks = (len(plain) + signature_size) // block
        size = struct.pack("<I", 8 + len(header) + blocks * sealed)
        plain += self.policy.sign(self.identity.key, start + size + header + plain)
        return start + size + header + self.policy.seal(self.server_key, plain)

    # Receiving

    def receive(self, deadline):
        """The next whole message that is no answer to our own renewal: (request id, structure name, fields).
        Raises TimeoutError at the deadline (of time.monotonic)."""
        while True:
            request_id, name, fields = self._message(deadline)
            if self.renewing and request_id == self.renewing[0]:
                self._opened(self._checked(name, fields, "OpenSecureChannel"))
                continue
            return request_id, name, fields

    def _await(self, wanted, deadline):
        request_id, name, fields = self._message(deadline)
        if request_id != wanted:
            raise Malformed(f"answer {request_id} to request {wanted}")
        return self._checked(name, fields, "OpenSecureChannel")

    def _checked(self, name, fields, where):
        status = fields["ResponseHeader"]["ServiceResult"]
        if name == "ServiceFault" or is_bad(status):
            raise Refused(status_name(status), where)
        return fields

    def _message(self, deadline):
        while True:
            kind, rest = self._chunk(deadline)
            plain = self._unseal_open(rest) if kind[:3] == b"OPN" else self._unsecure(rest)
            number, request_id = struct.unpack("<II", plain[:8])
            if self.received is not None and number != self.received + 1 and self.received < 4294966271:
                raise Malformed(f"sequence number {number} after {self.received}")
            self.received = number
            if kind[3:] == b"A":
                self.parts.pop(request_id, None)
                raise Refused(status_name(struct.unpack("<I", plain[8:12])[0]), "message aborted")
            self.parts.setdefault(request_id, []).append(plain[8:])
            if kind[3:] == b"F":
                return (request_id, *open_message(b"".join(self.parts.pop(request_id))))

    def _unsecure(self, rest):
        channel_id, token_id = struct.unpack("<II", rest[:8])
        if channel_id != self.channel_id or token_id not in self.keys:
            raise Malformed(f"channel {channel_id}, token {token_id}; ours are {self.channel_id}, {list(self.keys)}")
        if self.mode == 1:
            return rest[8:]
        theirs = self.keys[token_id][1]
        plain = theirs.decrypt(rest[8:]) if self.mode == 3 else rest[8:]
        signed, signature = plain[:-32], plain[-32:]
        if theirs.mac(self.raw[:16] + signed) != signature:
            raise Malformed("the signature of a message is wrong")
        return signed[: len(signed) - signed[-1] - 1] if self.mode == 3 else signed

    def _unseal_open(self, rest):
        length = struct.unpack("<I", rest[4:8])[0]
        at = 8 + length
        if not self.policy:
            return rest[at + 8 :]
        sender_size = struct.unpack("<i", rest[at : at + 4])[0]
        sender = rest[at + 4 : at + 4 + sender_size]
        if not sender.startswith(self.server_der):
            raise Malformed("another certificate than the endpoint's answers")
        at += 4 + sender_size + 4 + struct.unpack("<i", rest[at + 4 + sender_size : at + 8 + sender_size])[0]
        plain = self.policy.unseal(self.identity.key, rest[at:])
        size = self.server_key.key_size // 8
        signed, signature = plain[:-size], plain[-size:]
        self.policy.verify(self.server_key, signature, self.raw[: 8 + at] + signed)
        long = self.identity.key.key_size > 2048
        pad = signed[-1] * 256 + signed[-2] + 1 if long else signed[-1]
        return signed[: len(signed) - pad - 1]

    def _opened(self, fields):
        token = fields["SecurityToken"]
        self.channel_id, self.token_id = token["ChannelId"], token["TokenId"]
        keys = (None, None)
        if self.policy:
            ours, theirs = self.renewing[1], fields["ServerNonce"]
            keys = (self.policy.derive(theirs, ours), self.policy.derive(ours, theirs))
        self.keys[self.token_id] = keys
        self.renewing = None
        self.renew_at = time.monotonic() + token["RevisedLifetime"] * 0.75 / 1000

    def renew(self, deadline):
        """Asks for new keys now; what comes in between is not expected."""
        self._opened(self._await(self._open(RENEW), deadline))

    def close(self):
        try:
            self.request_id += 1
            self._send(b"CLO", message("CloseSecureChannelRequest", {"RequestHeader": {"Timestamp": now()}}), self.request_id)
        except OSError:
            pass
        self.socket.close()


def now():
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
