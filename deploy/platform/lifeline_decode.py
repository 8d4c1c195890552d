#!/usr/bin/env python3
"""Decodes what a Lifeline gateway publishes (gateway/telemetry/telemetry.cddl). Reads lines `<topic> <payload in hex>` from
files or stdin and prints a line of JSON for each. A birth must come before the telemetry that names it."""
import fileinput, hashlib, json
import cbor2

CLOCK, STREAM = ["unsynced", "rtc", "ntp", "holdover"], ["event", "telemetry"]
REASON, SEVERITY = ["evicted", "damaged", "filtered", "retired"], ["none", "blue", "yellow", "orange", "red"]
QUALITY = ["good", "warm-up", "out-of-spec", "stale", "drift", "flatline", "no-communication", "sensor-failure",
           "protocol-error", "out-of-service", "substituted"]
HEADER = "v epoch boot seq birth time historical first last sealed slice evidence durable".split()
ALARM = ("v type at rule ruleName occurrence cause from to severity device deviceName place point value limit unit quality "
         "onset declared actor").split()
EVENTS = [ALARM, "v type at boot time".split(), "v type at code severity text".split(),
          "v type at verb actor accepted detail".split()]
BIRTH, CHANNEL = "v epoch gateway name software".split(), "index point name unit exponent profile place role".split()

pair = lambda first, second: lambda x: dict(zip((first, second), map(plain, x))) if isinstance(x, list) else x
plain = lambda x: x.hex() if isinstance(x, bytes) else x
quality = lambda code: QUALITY[code] if code < len(QUALITY) else "protocol-error"
time = lambda x: {"mono": x[0], "utc": x[1], "quality": CLOCK[x[2]]}
heads = lambda x: {"event": {"seq": x[0], "parts": min(x[0], 1)}, "telemetry": {"seq": x[1], "parts": x[2]}}
SHAPES = {"time": time, "quality": quality, "severity": SEVERITY.__getitem__, "slice": pair("index", "count"),
          **dict.fromkeys(("at", "onset", "declared"), pair("boot", "mono")),
          **dict.fromkeys(("name", "ruleName", "deviceName", "place"), pair("en", "zh"))}


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


def values(body, birth, first):
    """Every sample and report record: {part, point, time, quality, value} or {…, min, mean, max, n}."""
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
                       **value, **({"n": n[row]} if 5 in table else {})}


def decode(topic, payload, births):
    kind = next(level for level in topic.split("/")[::-1] if level in ("birth", "tel", "event", "state"))
    message = cbor2.loads(payload)
    if (message[0][0] if isinstance(message, list) else message[0]) != 1:
        raise ValueError("this decoder knows version 1 only")
    if kind == "birth":
        birth = named(BIRTH, message) | {"channels": [named(CHANNEL, channel) for channel in message[6]]}
        birth["previous"] = message[5] and dict(zip(STREAM, message[5][1:]), epoch=plain(message[5][0]))
        birth["rules"] = [dict(zip(("id", "kind", "point", "text"), rule)) for rule in message[7]]
        births[hashlib.sha256(payload).hexdigest()[:16]] = birth
        return birth
    if kind == "state":
        return {**named(["v", "epoch", "boot", "online", "guardAlive", "time"], message), "heads": heads(message[7]),
                "journal": "ok" if message[6] else "trouble", "delivered": heads(message[8])}
    if isinstance(message, dict):
        tombstone = named(["v", "epoch", "stream", "from", "to", "reason"], message)
        return tombstone | {"stream": STREAM[tombstone["stream"]], "reason": REASON[tombstone["reason"]]}
    header, body = named(HEADER, message[0]), message[1]
    if kind == "event":
        return {**header, "event": named(EVENTS[body[1]], body) | {"type": ("alarm", "clock", "system", "command")[body[1]]}}
    return {**header, "values": list(values(body, births[header["birth"]], header["first"]))}


if __name__ == "__main__":
    known = {}
    for line in fileinput.input():
        where, data = line.split()
        print(json.dumps(decode(where, bytes.fromhex(data), known), ensure_ascii=False), flush=True)
