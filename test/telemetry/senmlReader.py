#!/usr/bin/env python3
"""A reader of SenML in CBOR, written from RFC 8428 alone: it knows nothing of who sent a pack. Reads a pack in hex a line, resolves
it as section 4.6 says but leaves relative times as they are, and prints the records as a line of JSON, or {"refused": why}."""
import json, re, sys
import cbor2

BN, BT, BU, BV, BS, BVER, N, U, V, VS, VB, S, T, UT, VD = -2, -3, -4, -5, -6, -1, 0, 1, 2, 3, 4, 5, 6, 7, 8  # section 6, table 4
KNOWN = {BN: str, BT: (int, float), BU: str, BV: (int, float), BS: (int, float), BVER: int, N: str, U: str, V: (int, float), VS: str,
         VB: bool, S: (int, float), T: (int, float), UT: (int, float), VD: bytes}
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9\-:./_]*\Z")  # section 4.5.1
# Of the registry of units: those that a sender may use without a newer version.
UNITS = set("m kg g s A K cd mol Hz rad sr N Pa J W C V F Ohm S Wb T H Cel lm lx Bq Gy Sv kat m2 m3 l m/s m/s2 m3/s l/s W/m2 cd/m2 "
            "bit bit/s lat lon pH dB dBW Bspl count / % %RH %EL EL 1/s 1/min beat/min beats S/m B VA VAs var vars J/m kg/m3 deg".split())


def resolve(data):
    pack = cbor2.loads(data)
    if not isinstance(pack, list) or not pack:
        raise ValueError("a pack is an array of records")
    base, out = {BN: "", BT: 0, BU: None, BV: 0, BS: 0, BVER: 10}, []
    for record in pack:
        for label, value in record.items():
            if isinstance(label, str):
                if label.endswith("_"):  # section 4.4
                    raise LookupError(f"{label} must be understood")
            elif label not in KNOWN:
                raise ValueError(f"label {label} is none")
            elif not isinstance(value, KNOWN[label]) or (isinstance(value, bool) and label != VB):
                raise ValueError(f"label {label} has a {type(value).__name__}")
        base.update({label: record[label] for label in base if label in record})
        if base[BVER] != 10:
            raise ValueError("another version")
        values = [label for label in (V, VS, VB, VD) if label in record]
        if len(values) > 1 or (not values and S not in record):
            raise ValueError("one value a record")
        name = base[BN] + record.get(N, "")
        if not NAME.match(name):
            raise ValueError(f"{name!r} is no name")
        unit = record.get(U, base[BU])
        if unit is not None and unit not in UNITS:
            raise ValueError(f"{unit!r} is no unit")
        one = {"n": name, "t": base[BT] + record.get(T, 0)}
        if unit is not None:
            one["u"] = unit
        if values:
            kind, value = values[0], record[values[0]]
            one[{V: "v", VS: "vs", VB: "vb", VD: "vd"}[kind]] = value + base[BV] if kind == V else value
        out.append(one)
    return out


for line in sys.stdin:
    try:
        answer = resolve(bytes.fromhex(line))
    except LookupError as refusal:
        answer = {"refused": str(refusal.args[0])}
    print(json.dumps(answer), flush=True)
