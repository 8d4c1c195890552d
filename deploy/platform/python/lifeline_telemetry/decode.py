"""Decodes what a Lifeline gateway publishes (gateway/telemetry/wire/telemetry.cddl), one message at a time."""
import hashlib
import json
import re

import cbor2

CLOCK, STREAM = ["unsynced", "rtc", "ntp", "holdover"], ["event", "telemetry"]
REASON, SEVERITY = ["evicted", "damaged", "filtered", "retired"], ["none", "blue", "yellow", "orange", "red"]
QUALITY = ["good", "warm-up", "out-of-spec", "stale", "drift", "flatline", "no-communication", "sensor-failure",
           "protocol-error", "out-of-service", "substituted"]
HEADER = "v epoch boot seq birth time historical first last sealed slice evidence durable".split()
ALARM = ("v type at rule ruleName occurrence cause from to severity device deviceName place point value limit unit quality "
         "onset declared actor condition announcement group reason until").split()
EVENTS = [ALARM, "v type at boot time".split(), "v type at code severity text".split(),
          "v type at verb actor accepted detail".split(), "v type at lift liftName what details".split()]
REPLY = "v id ok code text".split()
ASK = [("acknowledge", "occurrence announcement severity actor text".split()),
       ("replay", "epoch stream from to".split()), ("ping", []), ("birth", ["hash"])]
BIRTH, CHANNEL = "v epoch gateway name software".split(), "index point name unit exponent profile place role".split()

pair = lambda first, second: lambda x: dict(zip((first, second), map(plain, x))) if isinstance(x, list) else x
plain = lambda x: x.hex() if isinstance(x, bytes) else x
quality = lambda code: QUALITY[code] if code < len(QUALITY) else "protocol-error"
time = lambda x: {"mono": x[0], "utc": x[1], "quality": CLOCK[x[2]]}
heads = lambda x: {"event": {"seq": x[0], "parts": min(x[0], 1)}, "telemetry": {"seq": x[1], "parts": x[2]}}
SHAPES = {"time": time, "quality": quality, "severity": SEVERITY.__getitem__, "slice": pair("index", "count"),
          **dict.fromkeys(("at", "onset", "declared", "until"), pair("boot", "mono")),
          **dict.fromkeys(("name", "ruleName", "deviceName", "liftName", "place", "text"), pair("en", "zh"))}


def named(names, fields):
    return {name: SHAPES.get(name, plain)(fields[key]) for key, name in enumerate(names) if key in fields}


def integers(column, count, order):  # order 0: counts, 1: a course, 2: ticks
    if isinstance(column, int):
        return [column] * count
    k, bits, at, codes = column[0], "".join(f"{byte:08b}" for byte in column[1:]), 0, []
    for _ in range(count):
        one = bits.index("1", at)
        end = 2 * one - at + 1
        codes.append((int(bits[one:end], 2) - 1 << k) + int("0" + bits[end:end + k], 2))
        at = end + k
    values = [-(code + 1) // 2 if code % 2 else code // 2 for code in codes] if order else codes
    for _ in range(order):
        for i in range(1, count):
            values[i] += values[i - 1]
    return values


def cells(column, count, order=1):
    if not isinstance(column, list):
        return integers(column, count, order)
    return [column[0][index] for index in integers(column[1], count, 0)]


def scaled(cell, exponent):
    if isinstance(cell, (str, bool)):
        return cell
    if isinstance(cell, list):
        return float(cell[0])
    return cell / 10 ** -exponent if exponent < 0 else float(cell * 10 ** exponent)


def bounds(body):
    """From and to of every part."""
    count, end, gaps, lengths = body[1]
    pairs = []
    for gap, length in zip(integers(gaps, count, 1), integers(lengths, count, 1)):
        pairs.append([end + gap, end + gap + length])
        end += gap + length
    return pairs


def values(body, birth, first):
    """Every sample and report record: {part, point, time, quality, value} or {…, min, mean, max, n, ? period}."""
    channels = {channel["index"]: channel for channel in birth["channels"]}
    parts, start = body[1][:2]
    for table in body.get(2, []) + body.get(3, []):
        rows = [part for part, count in enumerate(integers(table[0], parts, 0), first) for _ in range(count)]
        times = [start + tick for tick in integers(table[1], len(rows), 2)]
        for i, index in enumerate(integers(table[2], len(table[3]), 2)):
            codes, item, channel = [], table[3][i], channels[index]
            for gap, length, code in zip(*[iter(table.get(4, {}).get(i, []))] * 3):
                codes += [0] * gap + [code] * length
            codes += [0] * (len(rows) - len(codes))
            there = sum(code % 2 == 0 for code in codes)
            if 5 not in table:
                series = {"value": cells(item, there)}
            else:
                mean, low, high = cells(item[0], there), cells(item[1], there, 0), cells(item[2], there, 0)
                series = {"min": low if isinstance(item[1], list) else [m - d for m, d in zip(mean, low)], "mean": mean,
                          "max": high if isinstance(item[2], list) else [m + d for m, d in zip(mean, high)]}
                n = integers(item[3] if len(item) > 3 else table[5], len(rows), 0)
            present = {name: iter(column) for name, column in series.items()}
            for row, code in enumerate(codes):
                value = {name: None if code % 2 else scaled(next(column), channel["exponent"])
                         for name, column in present.items()}
                yield {"part": rows[row], "point": channel["point"], "time": times[row], "quality": quality(code >> 1),
                       **value, **({"n": n[row]} if 5 in table else {}), **({"period": table[6]} if 5 in table and 6 in table else {})}


NULLABLE = {"alarm": ("place", "point", "value", "limit", "actor", "group", "reason", "until")}


def nested(flat):  # {"at.mono": 1} -> {"at": {"mono": 1}}
    out = {}
    for name, value in flat.items():
        head, _, tail = name.partition(".")
        if tail:
            out.setdefault(head, {})[tail] = value
        else:
            out[head] = value
    if "time" in out:
        out["time"] = {"utc": None} | out["time"]
    return out


def senml(pack, kind):
    """The other encoding: SenML in CBOR (RFC 8428), names as in gateway/telemetry/senml/senmlName.ts."""
    base = start = 0
    boot, own, points = None, {"row": {}, "part": {}, "event": {}}, []
    for record in pack:
        base, start, boot = record.get(-2, base), record.get(-3, start), record.get("boot_", boot)
        name, value = base + record.get(0, ""), next(record[label] for label in (2, 3, 4) if label in record)
        seconds = start + record.get(6, 0)
        if "/" in name:
            points.append((*re.fullmatch(r"(.*?)(?::((?:day-)?(?:min|mean|max|n|q|p)|day-s|unit))?", name.split("/", 1)[1]).groups(), value, seconds))
        else:
            group, field = re.search(r":(row|part|event):([^:]+)$", name).groups()
            own[group][(field, value) if group == "part" else field] = seconds if group == "part" else value
    header = {"v": 1} | nested(own["row"])
    now, time = header.pop("now", None), header["time"]
    origin = 0 if boot is not None else now if now is not None else time["mono"] - time["utc"]
    mono = lambda seconds: round(seconds * 1000) + origin
    if kind == "event":
        event = nested(own["event"])
        event |= {"details": json.loads(event["details"])} if "details" in event else {}
        return {**header, "event": {"v": 1} | dict.fromkeys(NULLABLE.get(event["type"], ())) | event}
    bounds = {part: (mono(at), mono(own["part"]["to", part])) for (field, part), at in own["part"].items() if field == "from"}
    cells, last = [], None
    for name, suffix, value, seconds in points:
        if suffix == "unit":
            continue
        day, suffix = ("day-" in (suffix or "")), suffix and suffix.removeprefix("day-")
        at, point = mono(seconds), re.sub(r":([0-9a-f]+):", lambda code: chr(int(code[1], 16)), name)
        same = last is not None and (last["point"], last["time"]) == (point, at)
        if suffix == "s":
            last["period"] = round(value * 1000)
            continue
        if suffix in ("min", "mean", "max", "p") or (suffix == "q" and same and last["quality"] == "good"):
            last[{"q": "quality", "p": "part"}.get(suffix, suffix)] = value
            continue
        part = next((part for part, (low, high) in bounds.items() if low < at <= high), None)
        last = {"part": part, "point": point, "time": at, "quality": value if suffix == "q" else "good",
                **({"min": None, "mean": None, "max": None, "n": value, **({"period": 0} if day else {})} if suffix == "n" else
                   {"value": None if suffix == "q" else value})}
        cells.append(last)
    return {**header, "bounds": [list(bounds[part]) for part in sorted(bounds)], "values": cells}


def senml_row(pack):
    """The key of a pack without the rest of it."""
    base, row = "", {}
    for record in pack:
        base = record.get(-2, base)
        found = re.search(r":row:([^:]+)$", base + record.get(0, ""))
        if found:
            row[found[1]] = next(record[label] for label in (2, 3, 4) if label in record)
    return row


def unsealed(message, topic, key_of):
    """The content of a COSE_Sign1 and who signed it; topic: `…/v1/<gateway>/event`. key_of: kid -> an Ed25519PublicKey of
    the `cryptography` package or None. Raises what that raises when the signature is wrong."""
    message = message.value if isinstance(message, cbor2.CBORTag) else message
    protected, unprotected, payload, signature = message
    header = cbor2.loads(protected)
    if header[1] != -8 or 2 in header:
        raise ValueError("signatures are EdDSA, without extensions")
    kid = header.get(4, unprotected.get(4, b""))
    key = key_of and key_of(kid.decode())
    if key:
        about = "/".join(topic.split("/")[-3:]).encode()
        key.verify(signature, cbor2.dumps(["Signature1", protected, about, payload]))
    return payload, {"origin": {"key": kid.decode(), "proven": bool(key)}}


def command(message):
    kind, fields = ASK[message[2]]
    ask = {"kind": kind, **{name: message.get(key) for key, name in enumerate(fields, 5)}}
    ask |= {name: choice[ask[name]] for name, choice in (("severity", SEVERITY), ("stream", STREAM)) if name in ask}
    ask = {name: plain(value) for name, value in ask.items()}
    return {"issued": None, "expires": None, **named(["v", "id"], message),
            **{name: message[key] for key, name in ((3, "issued"), (4, "expires")) if key in message}, "ask": ask}


def reply(message):
    detail = None
    if 5 in message:
        detail = {"kind": "state", "state": state(message[5])}
    if 6 in message:
        again, gone = message[6]
        detail = {"kind": "replay", "again": again,
                  "gone": [{"from": low, "to": high, "reason": REASON[reason]} for low, high, reason in gone]}
    return {**named(REPLY, message), "detail": detail}


def state(message):
    return {**named(["v", "epoch", "boot", "online", "guardAlive", "time"], message), "heads": heads(message[7]),
            "journal": "ok" if message[6] else "trouble", "delivered": heads(message[8]), **({"will": True} if 9 in message else {})}


def ack(message):
    return {**named(["v", "epoch"], message), "stream": STREAM[message[2]], "intervals": message[3]}


def decode(topic, payload, births, key_of=None):
    kind = next(level for level in topic.split("/")[::-1] if level in ("birth", "tel", "event", "state", "cmd", "reply", "ack"))
    piece = topic.split("/")[-4:]  # birth, hash, index, count
    if kind == "birth" and not payload:
        return {"takenBack": "/".join(topic.rsplit("birth/", 1)[1:])}
    if len(piece) == 4 and piece[0] == "birth":
        pieces = births.setdefault(("pieces", piece[1], piece[3]), {})
        pieces[int(piece[2])] = payload
        whole = b"".join(pieces[index] for index in sorted(pieces))
        return decode("birth", whole, births, key_of) if len(pieces) == int(piece[3]) else {"piece": "/".join(piece[1:])}
    message, origin = cbor2.loads(payload), {}
    if isinstance(message, bytes):
        return {"current": plain(message)}
    if kind in ("event", "cmd") and not isinstance(message, dict) and len(getattr(message, "value", message)) == 4:
        payload, origin = unsealed(message, topic, key_of)
        message = cbor2.loads(payload)
    if isinstance(message, list) and isinstance(message[0], dict) and -2 in message[0]:
        return {**senml(message, kind), **origin}
    if (message[0][0] if isinstance(message, list) else message[0]) != 1:
        raise ValueError("this decoder knows version 1 only")
    if kind == "birth":
        birth = named(BIRTH, message) | {"channels": [named(CHANNEL, channel) for channel in message[6]]}
        birth["previous"] = message[5] and dict(zip(STREAM, message[5][1:]), epoch=plain(message[5][0]))
        birth["rules"] = [dict(zip(("id", "kind", "point", "text"), rule)) for rule in message[7]]
        births[hashlib.sha256(payload).hexdigest()[:16]] = birth
        return birth
    if kind in ("state", "cmd", "reply", "ack"):
        return {"state": state, "cmd": command, "reply": reply, "ack": ack}[kind](message)
    if isinstance(message, dict):
        tombstone = named(["v", "epoch", "stream", "from", "to", "reason"], message)
        return tombstone | {"stream": STREAM[tombstone["stream"]], "reason": REASON[tombstone["reason"]]} | origin
    header, body = named(HEADER, message[0]), message[1]
    if kind == "event":
        absent = {"condition": body[8], "announcement": 1, "group": None, "reason": None, "until": None} if body[1] == 0 else {}
        event = absent | named(EVENTS[body[1]], body) | {"type": ("alarm", "clock", "system", "command", "lift")[body[1]]}
        return {**header, "event": event, **origin}
    return {**header, "bounds": bounds(body), "values": list(values(body, births[header["birth"]], header["first"]))}
