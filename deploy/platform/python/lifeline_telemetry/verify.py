"""The proof that nothing of one gateway is missing, fed with decoded messages in any order. Memory is bounded by the gaps."""
from bisect import bisect_left

MOST_EPOCHS, COMPARED_EPOCHS, MOST_CONFLICTS, ACK_INTERVALS = 64, 2, 100, 500
STREAMS = ("event", "telemetry")


class Intervals:
    """A set of whole numbers that is mostly contiguous."""

    def __init__(self, items=()):
        self.items = [list(item) for item in items]  # ascending, never touching

    def add(self, low, high=None):
        high = low if high is None else high
        if high < low:
            return
        start = end = bisect_left(self.items, low - 1, key=lambda item: item[1])
        while end < len(self.items) and self.items[end][0] <= high + 1:
            low, high = min(low, self.items[end][0]), max(high, self.items[end][1])
            end += 1
        self.items[start:end] = [[low, high]]

    def __contains__(self, value):
        at = bisect_left(self.items, value, key=lambda item: item[1])
        return at < len(self.items) and self.items[at][0] <= value

    def missing(self, low, high):
        gaps = []
        for start, end in self.items[bisect_left(self.items, low, key=lambda item: item[1]):]:
            if low > high:
                break
            if start > low:
                gaps.append([low, min(start - 1, high)])
            low = max(low, end + 1)
        return gaps + ([[low, high]] if low <= high else [])

    @property
    def max(self):
        return self.items[-1][1] if self.items else 0


class Reception:
    """What came of one stream of one epoch. Heads are pairs (seq, parts)."""

    def __init__(self, window):
        self.window, self.rows, self.open, self.tombstones = window, Intervals(), {}, {}
        self.ready, self.prints, self.base, self.partly = Intervals(), {}, 0, None
        self.head = self.certain = (0, 0)

    def start_after(self, seq, parts=None):
        if seq >= self.base:
            self.base, self.partly = seq, parts

    def start_before(self, seq, part):
        if seq < self.base or (seq == self.base and self.partly is None):
            return
        self.base, self.partly = seq - 1, None
        if part > 1 and seq not in self.rows:
            self.row(seq)["from"] = part

    @property
    def untouched(self):
        return not (self.base or self.head[0] or self.certain[0] or self.rows.items or self.open or self.tombstones)

    def expect(self, head, certain):
        self.head = max(self.head, head)
        if certain:
            self.certain = max(self.certain, head)

    def entomb(self, low, high, reason):
        self.tombstones.setdefault(reason, Intervals()).add(low, high)
        self.ready.add(low, high)
        for seq in [seq for seq in self.open if low <= seq <= high]:
            del self.open[seq]

    def part(self, seq, part, print_, slice_):
        if seq == self.base and self.partly is not None and part > self.partly:
            self.start_before(seq, self.partly + 1)
        piece = (seq, part, slice_ and slice_["index"], slice_ and slice_["count"])
        row = self.open.get(seq)
        if slice_ or seq in self.rows or (row and part in row["parts"]) or self.entombed(seq):
            if piece in self.prints:
                return self.again(seq) if self.prints[piece] == print_ else "conflict"
        if self.window:
            self.prints[piece] = print_
            if len(self.prints) > self.window:
                del self.prints[next(iter(self.prints))]
        if seq in self.rows:
            return self.again(seq)
        row = self.row(seq)
        if part in row["parts"]:
            return "duplicate"
        if slice_:
            have = row["slices"].setdefault(part, set())
            have.add(slice_["index"])
            if len(have) < slice_["count"]:
                return "slice"
            del row["slices"][part]
        row["parts"].add(part)
        self.close(seq)
        return "new"

    def again(self, seq):
        if seq in self.rows:
            self.ready.add(seq)
        return "duplicate"

    def seal(self, seq, end):
        if seq not in self.rows:
            self.row(seq)["end"] = end
            self.close(seq)

    def row(self, seq):
        return self.open.setdefault(seq, {"from": 1, "parts": Intervals(), "end": None, "slices": {}})

    def close(self, seq):
        row = self.open[seq]
        if row["end"] is not None and not row["parts"].missing(1, row["end"]):
            self.rows.add(seq)
            self.ready.add(seq)
            del self.open[seq]

    def entombed(self, seq):
        return any(seq in rows for rows in self.tombstones.values())

    def seen(self):
        done = max([self.base, self.rows.max, *(rows.max for rows in self.tombstones.values())])
        return max([(done, 0), *((seq, row["parts"].max) for seq, row in self.open.items())])

    def row_gaps(self, low, high):
        covered = Intervals([*self.rows.items])
        covered.add(1, self.base)
        for rows in self.tombstones.values():
            for item in rows.items:
                covered.add(*item)
        for seq in self.open:
            covered.add(seq)
        return [{"from": start, "to": end} for start, end in covered.missing(low, high)]

    def missing(self):
        top = max(self.seen(), self.certain)
        gaps = self.row_gaps(1, top[0])
        for seq, row in self.open.items():
            if seq <= self.base or self.entombed(seq):
                continue
            claimed = max(row["parts"].max, top[1]) if seq == top[0] else row["parts"].max
            end = claimed if row["end"] is None else row["end"]
            gaps += [{"from": seq, "to": seq, "parts": parts} for parts in row["parts"].missing(row["from"], end)]
            if row["end"] is None and seq < top[0]:
                gaps.append({"from": seq, "to": seq, "parts": [claimed + 1, None]})
        return sorted(gaps, key=lambda gap: gap["from"])

    def behind_head(self):
        seen, rest = max(self.seen(), self.certain), []
        row = self.open.get(self.head[0])
        if self.head[0] == seen[0] and row and row["end"] is None and self.head[0] > self.base and not self.entombed(seen[0]):
            if self.head[1] > seen[1]:
                rest = [{"from": seen[0], "to": seen[0], "parts": [seen[1] + 1, self.head[1]]}]
        return rest + self.row_gaps(seen[0] + 1, self.head[0])

    def take_complete(self):
        items, self.ready = self.ready.items, Intervals()
        return items

    def save(self):
        rows = [[seq, row["from"], row["parts"].items, row["end"], [[p, sorted(s)] for p, s in row["slices"].items()]]
                for seq, row in self.open.items()]
        return {"base": self.base, "partly": self.partly, "head": self.head, "certain": self.certain, "open": rows,
                "rows": self.rows.items, "ready": self.ready.items, "prints": [[*key, value] for key, value in self.prints.items()],
                "tombstones": [[reason, stones.items] for reason, stones in self.tombstones.items()]}

    @classmethod
    def restore(cls, saved, window):
        made = cls(window)
        made.base, made.partly = saved["base"], saved["partly"]
        made.head, made.certain = tuple(saved["head"]), tuple(saved["certain"])
        made.rows, made.ready = Intervals(saved["rows"]), Intervals(saved["ready"])
        made.open = {seq: {"from": first, "parts": Intervals(parts), "end": end, "slices": {p: set(s) for p, s in slices}}
                     for seq, first, parts, end, slices in saved["open"]}
        made.tombstones = {reason: Intervals(items) for reason, items in saved["tombstones"]}
        made.prints = {tuple(one[:4]): one[4] for one in saved["prints"]}
        return made


class Verifier:
    def __init__(self, window=512):
        self.window, self.epochs, self.conflicts = window, {}, []
        self.received = self.duplicates = self.forgotten = 0

    def reception(self, epoch, stream):
        if epoch not in self.epochs:
            if len(self.epochs) >= MOST_EPOCHS:
                del self.epochs[next(iter(self.epochs))]
                self.forgotten += 1
            for old in list(self.epochs.values())[:-COMPARED_EPOCHS + 1]:
                for one in old.values():
                    one.prints = {}
            self.epochs[epoch] = {name: Reception(self.window) for name in STREAMS}
        return self.epochs[epoch][stream]

    def untouched(self, epoch, stream):
        return epoch not in self.epochs or self.epochs[epoch][stream].untouched

    def parts(self, stream, message, digests):
        """Counts the parts of a row; answers what each was: new, duplicate or conflict."""
        epoch, seq, first = message["epoch"], message["seq"], message.get("first", 1)
        reception, arrivals = self.reception(epoch, stream), []
        for part, digest in enumerate(digests, first):
            key = {"epoch": epoch, "stream": stream, "seq": seq, "part": part}
            arrival = reception.part(seq, part, digest, message.get("slice"))
            self.received += arrival == "new"
            self.duplicates += arrival == "duplicate"
            if arrival == "conflict" and len(self.conflicts) < MOST_CONFLICTS:
                self.conflicts.append(key)
            arrivals.append({**key, "arrival": "new" if arrival == "slice" else arrival, "digest": digest})
        if stream == "event" or message.get("sealed"):
            reception.seal(seq, message.get("last", 1))
        return arrivals

    def state(self, state):
        for stream in STREAMS:
            reception = self.reception(state["epoch"], stream)
            for heads, certain in (("heads", False), ("delivered", True)):
                reception.expect((state[heads][stream]["seq"], state[heads][stream]["parts"]), certain)

    def birth(self, birth):
        previous = birth["previous"]
        for stream in STREAMS if previous else ():
            self.reception(previous["epoch"], stream).expect((previous[stream], 1), True)

    def tombstone(self, stone):
        self.reception(stone["epoch"], stone["stream"]).entomb(stone["from"], stone["to"], stone["reason"])

    def take_complete(self):
        """Rows that are here as a whole since this was asked for last, as (epoch, stream, intervals)."""
        for epoch, streams in self.epochs.items():
            for stream in STREAMS:
                items = streams[stream].take_complete()
                for at in range(0, len(items), ACK_INTERVALS):
                    yield epoch, stream, items[at:at + ACK_INTERVALS]

    def report(self):
        each = [({"epoch": epoch, "stream": stream}, streams[stream]) for epoch, streams in self.epochs.items() for stream in STREAMS]
        missing = [{**key, **gap} for key, reception in each for gap in reception.missing()]
        behind = [{**key, **gap} for key, reception in each for gap in reception.behind_head()]
        return {"received": self.received, "duplicates": self.duplicates, "conflicts": list(self.conflicts), "missing": missing,
                "behindHead": behind, "complete": not (missing or behind or self.conflicts), "forgottenEpochs": self.forgotten}

    def save(self):
        epochs = [[epoch, {stream: streams[stream].save() for stream in STREAMS}] for epoch, streams in self.epochs.items()]
        return {"epochs": epochs, "conflicts": self.conflicts, "received": self.received, "duplicates": self.duplicates,
                "forgotten": self.forgotten}

    @classmethod
    def restore(cls, saved, window=512):
        made = cls(window)
        made.epochs = {epoch: {stream: Reception.restore(one, window) for stream, one in streams.items()}
                       for epoch, streams in saved["epochs"]}
        made.conflicts = list(saved["conflicts"])
        made.received, made.duplicates, made.forgotten = saved["received"], saved["duplicates"], saved["forgotten"]
        return made
