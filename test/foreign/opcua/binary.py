"""OPC UA Binary (OPC 10000-6, 5.2): built-in types and structures, to bytes and back.

Python's values: NodeId as its string form ("i=84", "ns=2;s=A"), DateTime as ISO 8601 UTC or None, ByteString as bytes,
QualifiedName as "2:Name" ("Name" in namespace 0), LocalizedText as {"locale", "text"}, StatusCode as int,
DataValue as {"value", "status", "sourceTime", "serverTime"}, ExtensionObject as (structure name, fields) or
("i=…", bytes) where the structure is not known. A Variant to be sent is (type name, value), a received one is its bare value."""

import base64
import datetime
import struct
import uuid

from structures import ENCODING_OF, FIELDS, NAME_OF

BUILT_IN = (
    "Null Boolean SByte Byte Int16 UInt16 Int32 UInt32 Int64 UInt64 Float Double String DateTime Guid ByteString XmlElement "
    "NodeId ExpandedNodeId StatusCode QualifiedName LocalizedText ExtensionObject DataValue Variant DiagnosticInfo"
).split()
NUMBERS = {
    "Boolean": "<?", "SByte": "<b", "Byte": "<B", "Int16": "<h", "UInt16": "<H", "Int32": "<i", "UInt32": "<I",
    "Int64": "<q", "UInt64": "<Q", "Float": "<f", "Double": "<d", "StatusCode": "<I",
}
# Ticks of 100 ns since 1601-01-01 (5.2.2.5).
EPOCH = datetime.datetime(1601, 1, 1, tzinfo=datetime.timezone.utc)


class Malformed(Exception):
    """Bytes that are not what the specification says they are."""


class Reader:
    """Reads values from the bytes of one message; never past their end."""

    def __init__(self, data):
        self.data = data
        self.at = 0

    def take(self, count):
        if count < 0 or self.at + count > len(self.data):
            raise Malformed(f"{count} bytes wanted at {self.at}, {len(self.data)} are there")
        self.at += count
        return self.data[self.at - count : self.at]

    def number(self, kind):
        form = NUMBERS[kind]
        return struct.unpack(form, self.take(struct.calcsize(form)))[0]

    def read(self, kind):
        if kind.endswith("[]"):
            count = self.number("Int32")
            return None if count < 0 else [self.read(kind[:-2]) for _ in range(count)]
        if kind in NUMBERS:
            return self.number(kind)
        if kind in FIELDS:
            return {name: self.read(of) for name, of in FIELDS[kind]}
        return getattr(self, "_" + kind)()

    def _bytes(self):
        length = self.number("Int32")
        return None if length < 0 else bytes(self.take(length))

    def _ByteString(self):
        return self._bytes()

    def _String(self):
        data = self._bytes()
        return None if data is None else data.decode("utf-8")

    _XmlElement = _String

    def _DateTime(self):
        ticks = self.number("Int64")
        if ticks <= 0 or ticks >= 2650467743990000000:
            return None
        when = EPOCH + datetime.timedelta(microseconds=ticks // 10)
        return when.isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def _Guid(self):
        return str(uuid.UUID(bytes_le=bytes(self.take(16))))

    def _NodeId(self, form=None):
        form = self.number("Byte") if form is None else form
        if form == 0:
            return f"i={self.number('Byte')}"
        if form == 1:
            space = self.number("Byte")
            return _node_id(space, f"i={self.number('UInt16')}")
        space = self.number("UInt16")
        if form == 2:
            return _node_id(space, f"i={self.number('UInt32')}")
        if form == 3:
            return _node_id(space, f"s={self._String() or ''}")
        if form == 4:
            return _node_id(space, f"g={self._Guid()}")
        if form == 5:
            return _node_id(space, f"b={base64.b64encode(self._bytes() or b'').decode()}")
        raise Malformed(f"node id of form {form}")

    def _ExpandedNodeId(self):
        form = self.number("Byte")
        node = self._NodeId(form & 0x3F)
        uri = self._String() if form & 0x80 else None
        server = self.number("UInt32") if form & 0x40 else 0
        return (f"svr={server};" if server else "") + (f"nsu={uri};" if uri else "") + node

    def _QualifiedName(self):
        space, name = self.number("UInt16"), self._String()
        return f"{space}:{name}" if space else name

    def _LocalizedText(self):
        mask = self.number("Byte")
        locale = self._String() if mask & 1 else None
        text = self._String() if mask & 2 else None
        return {"locale": locale, "text": text}

    def _ExtensionObject(self):
        node, form = self._NodeId(), self.number("Byte")
        if form == 0:
            return None
        body = self._bytes()
        name = NAME_OF.get(int(node[2:])) if node.startswith("i=") else None
        if form != 1 or name is None:
            return (node, body)
        return (name, Reader(body).read(name))

    def _Variant(self):
        mask = self.number("Byte")
        kind = mask & 0x3F
        if kind == 0:
            return None
        if kind >= len(BUILT_IN):
            raise Malformed(f"variant of type {kind}")
        value = self.read(BUILT_IN[kind] + ("[]" if mask & 0x80 else ""))
        if mask & 0x40:
            self.read("Int32[]")
        return value

    def _DataValue(self):
        mask = self.number("Byte")
        if mask & 0xC0:
            raise Malformed(f"data value with mask {mask}")
        value = self._Variant() if mask & 0x01 else None
        status = self.number("StatusCode") if mask & 0x02 else 0
        source = self._DateTime() if mask & 0x04 else None
        if mask & 0x10:
            self.number("UInt16")
        server = self._DateTime() if mask & 0x08 else None
        if mask & 0x20:
            self.number("UInt16")
        return {"value": value, "status": status, "sourceTime": source, "serverTime": server}

    def _DiagnosticInfo(self):
        mask = self.number("Byte")
        found = {}
        for bit, name, kind in (
            (0x01, "symbolicId", "Int32"), (0x02, "namespace", "Int32"), (0x08, "locale", "Int32"),
            (0x04, "text", "Int32"), (0x10, "more", "String"), (0x20, "inner", "StatusCode"), (0x40, "within", "DiagnosticInfo"),
        ):
            if mask & bit:
                found[name] = self.read(kind)
        return found or None


def _node_id(space, rest):
    return f"ns={space};{rest}" if space else rest


def encode(kind, value):
    """The bytes of `value` as `kind`: a built-in type, a structure of structures.py, or one of these with `[]`."""
    if kind.endswith("[]"):
        if value is None:
            return struct.pack("<i", -1)
        return struct.pack("<i", len(value)) + b"".join(encode(kind[:-2], one) for one in value)
    if kind in NUMBERS:
        return struct.pack(NUMBERS[kind], value or 0)
    if kind in FIELDS:
        return b"".join(encode(of, (value or {}).get(name)) for name, of in FIELDS[kind])
    return globals()["_encode_" + kind](value)


def message(name, fields):
    """The body of a message: the id of its encoding, then the structure (5.2.9)."""
    return encode("NodeId", f"i={ENCODING_OF[name]}") + encode(name, fields)


def open_message(body):
    """What `message` made: (structure name, fields)."""
    reader = Reader(body)
    node = reader.read("NodeId")
    name = NAME_OF.get(int(node[2:])) if node.startswith("i=") else None
    if name is None:
        raise Malformed(f"a message of type {node}")
    return name, reader.read(name)


def _encode_ByteString(value):
    return struct.pack("<i", -1) if value is None else struct.pack("<i", len(value)) + value


def _encode_String(value):
    return _encode_ByteString(None if value is None else value.encode("utf-8"))


def _encode_DateTime(value):
    if value is None:
        return struct.pack("<q", 0)
    when = datetime.datetime.fromisoformat(value.replace("Z", "+00:00"))
    return struct.pack("<q", (when - EPOCH) // datetime.timedelta(microseconds=1) * 10)


def _encode_Guid(value):
    return uuid.UUID(value).bytes_le


def _encode_NodeId(value):
    parts = (value or "i=0").split(";", 1)
    space = int(parts[0][3:]) if parts[0].startswith("ns=") else 0
    kind, rest = parts[-1][:2], parts[-1][2:]
    if kind == "i=":
        number = int(rest)
        if space == 0 and number < 256:
            return struct.pack("<BB", 0, number)
        if space < 256 and number < 65536:
            return struct.pack("<BBH", 1, space, number)
        return struct.pack("<BHI", 2, space, number)
    if kind == "s=":
        return struct.pack("<BH", 3, space) + _encode_String(rest)
    if kind == "g=":
        return struct.pack("<BH", 4, space) + _encode_Guid(rest)
    if kind == "b=":
        return struct.pack("<BH", 5, space) + _encode_ByteString(base64.b64decode(rest))
    raise ValueError(f"not a node id: {value}")


_encode_ExpandedNodeId = _encode_NodeId


def _encode_QualifiedName(value):
    space, colon, name = (value or "").partition(":")
    if not (colon and space.isdigit()):
        space, name = "0", value
    return struct.pack("<H", int(space)) + _encode_String(name)


def _encode_LocalizedText(value):
    if isinstance(value, str):
        value = {"text": value}
    locale, text = (value or {}).get("locale"), (value or {}).get("text")
    mask = (1 if locale is not None else 0) | (2 if text is not None else 0)
    return bytes([mask]) + (_encode_String(locale) if mask & 1 else b"") + (_encode_String(text) if mask & 2 else b"")


def _encode_ExtensionObject(value):
    if value is None:
        return encode("NodeId", None) + b"\x00"
    name, fields = value
    return encode("NodeId", f"i={ENCODING_OF[name]}") + b"\x01" + _encode_ByteString(encode(name, fields))


def _encode_Variant(value):
    if value is None:
        return b"\x00"
    kind, inner = value
    many = kind.endswith("[]")
    return bytes([BUILT_IN.index(kind[:-2] if many else kind) | (0x80 if many else 0)]) + encode(kind, inner)


def _encode_DataValue(value):
    return b"\x01" + _encode_Variant(value["value"])


def _encode_DiagnosticInfo(_value):
    return b"\x00"
