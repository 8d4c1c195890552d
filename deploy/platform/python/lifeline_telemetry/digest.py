"""What two copies of the same part or event have in common, however they were encoded: 48 bits. README.md of
deploy/platform specifies it; it tells accidents apart, not intent."""
import struct

from .decode import QUALITY

WORD = 0xFFFFFFFF
NUMBER, TEXT, LIST, FIELDS = 4, 5, 6, 7


def finish(lane):
    lane ^= lane >> 16
    lane = lane * 0x85EBCA6B & WORD
    lane ^= lane >> 13
    lane = lane * 0xC2B2AE35 & WORD
    return lane ^ lane >> 16


class CellHash:
    def __init__(self):
        self.low, self.high = 0x2F6C9A11, 0x51ABE377

    def word(self, word):
        mixed = word * 0xCC9E2D51 & WORD
        mixed = ((mixed << 15 | mixed >> 17) & WORD) * 0x1B873593 & WORD
        low = self.low ^ mixed
        self.low = ((low << 13 | low >> 19) & WORD) * 5 + 0xE6546B64 & WORD
        other = word * 0x239B961B & WORD
        other = ((other << 16 | other >> 16) & WORD) * 0xAB0E9789 & WORD
        high = self.high ^ other
        self.high = ((high << 17 | high >> 15) & WORD) * 5 + 0x561CCD1B & WORD
        return self

    def add(self, cell):
        if cell is True or cell is False or cell is None:
            return self.word({True: 1, False: 2, None: 3}[cell])
        if isinstance(cell, str):
            units = cell.encode("utf-16-le", "surrogatepass")
            self.word(TEXT).word(len(units) // 2)
            for (unit,) in struct.iter_unpack("<H", units):
                self.word(unit)
            return self
        for word in (NUMBER, *struct.unpack("<II", struct.pack("<d", cell + 0.0))):
            self.word(word)
        return self

    def halves(self):
        return finish(self.low ^ self.high * 0x9E3779B1 & WORD), finish(self.high ^ self.low * 0x85EBCA77 & WORD)


def bits48(low, high):
    return (high & 0xFFFF) << 32 | low & WORD


def event_digest(boot, event):
    """`event` as decoded; its version is no part of it."""
    digest = CellHash().add(boot)

    def walk(value):
        if isinstance(value, list):
            digest.word(LIST).add(len(value))
            for one in value:
                walk(one)
        elif isinstance(value, dict):
            digest.word(FIELDS).add(len(value))
            for name in sorted(value, key=lambda name: name.encode("utf-16-be", "surrogatepass")):
                digest.add(name)
                walk(value[name])
        else:
            digest.add(value)

    walk({name: value for name, value in event.items() if name != "v"})
    return bits48(*digest.halves())


def part_digests(message, birth):
    """One for each part of decoded telemetry, in their order. `birth`: the document that it names."""
    index = {channel["point"]: channel["index"] for channel in birth["channels"]}
    sums = []
    for low, high in message["bounds"]:
        key = CellHash().add(message["boot"]).add(message.get("evidence")).add(low).add(high)
        sums.append(list(key.halves()))
    for cell in message["values"]:
        digest, code = CellHash(), QUALITY.index(cell["quality"])
        if "n" in cell:
            digest.add(2).add(cell.get("period")).add(index[cell["point"]]).add(cell["time"]).add(code)
            digest.add(cell["min"]).add(cell["mean"]).add(cell["max"]).add(cell["n"])
        elif cell["value"] is None and code == 0:
            continue
        else:
            digest.add(1).add(index[cell["point"]]).add(cell["time"]).add(code).add(cell["value"])
        total = sums[cell["part"] - message["first"]]
        for half, more in enumerate(digest.halves()):
            total[half] = total[half] + more & WORD
    return [bits48(*total) for total in sums]
