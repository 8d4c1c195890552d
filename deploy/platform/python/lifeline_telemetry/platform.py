"""Many gateways behind one broker: what MQTT brings becomes messages, rows, acknowledgements and the word of what is missing."""
import base64
import math

import cbor2

from .dating import Dating
from .decode import STREAM, decode, plain, senml_row
from .digest import event_digest, part_digests
from .verify import STREAMS, Verifier

HOLD_BYTES, MOST_EPOCHS = 262_144, 64


class LateJoin:
    """What was delivered before this platform listened: the first live message of a stream tells, not a state that was kept."""

    def __init__(self, verifier, saved=None):
        self.verifier = verifier
        unsettled, self.epoch, begun = saved or (STREAMS, None, ())
        self.unsettled, self.begun = list(unsettled), list(begun)

    def save(self):
        return [self.unsettled, self.epoch, self.begun]

    def state(self, state, retained):
        if state.get("will"):
            return not self.unsettled
        self.epoch = self.epoch or state["epoch"]
        for stream in list(self.unsettled):
            head, seen = state["heads"][stream], state["delivered"][stream]
            self.verifier.reception(state["epoch"], stream).start_after(seen["seq"], seen["parts"] or None)
            if not state["online"] or (not retained and head == seen):
                self.unsettled.remove(stream)
        return True

    def row(self, stream, epoch, seq, first, historical):
        live = not historical and stream in self.unsettled
        if live:
            self.epoch = self.epoch or epoch
            self.unsettled.remove(stream)
        if live or (epoch not in self.begun and self.verifier.untouched(epoch, stream)):
            self.verifier.reception(epoch, stream).start_before(seq, first)

    def birth(self, birth):
        if len(self.unsettled) == len(STREAMS):
            self.epoch = birth["epoch"]
        self.epoch = self.epoch or birth["epoch"]
        new, previous = birth["epoch"] != self.epoch, birth["previous"]
        if new and birth["epoch"] not in self.begun and len(self.begun) < MOST_EPOCHS:
            self.begun.append(birth["epoch"])
        for stream in STREAMS if previous else ():
            reception = self.verifier.reception(previous["epoch"], stream)
            if new and stream not in self.unsettled:
                reception.expect((previous[stream], 1), True)
            else:
                reception.start_after(previous[stream])


class Gateway:
    """What one gateway has said. `held`: telemetry whose birth has not come; it is never complete."""

    def __init__(self, join_late, window, key_of, saved=None):
        saved = saved or {}
        self.key_of = key_of
        self.births = {key if isinstance(key, str) else tuple(key): value for key, value in saved.get("births", ())}
        self.current, self.pointer = saved.get("current"), saved.get("pointer")
        self.verifier = Verifier.restore(saved["verifier"], window) if saved else Verifier(window)
        self.dating = Dating(saved.get("dating", ()))
        self.join = LateJoin(self.verifier, saved.get("join")) if join_late else None
        self.held = [(topic, base64.b64decode(payload)) for topic, payload in saved.get("held", ())]
        self.dropped = saved.get("dropped", 0)

    def save(self):
        births = [[key, value] for key, value in self.births.items() if isinstance(key, str)]  # pieces come again
        return {"births": births, "current": self.current, "pointer": self.pointer, "verifier": self.verifier.save(),
                "dating": self.dating.save(), "join": self.join and self.join.save(), "dropped": self.dropped,
                "held": [[topic, base64.b64encode(payload).decode()] for topic, payload in self.held]}

    def ingest(self, topic, payload, retained):
        """Messages that became legible and what their parts were."""
        name = topic.split("/v1/")[-1].split("/", 1)[1]
        if not payload and name.startswith("birth/"):
            return [], []  # taken back
        if name.startswith("tel") and (waits := self.waiting(payload)):
            if self.join:
                self.join.row("telemetry", waits["epoch"], waits["seq"], waits["first"], waits["historical"])
            self.hold(topic, payload)
            return [], []
        before = set(self.births)
        message = decode(topic, payload, self.births, self.key_of)
        if "piece" in message:
            return [], []
        if "current" in message:
            self.pointer = message["current"]
            if self.pointer in self.births:
                self.adopt(self.births[self.pointer])
            return [], []
        arrivals = self.fold(name, message, retained, before)
        messages = [message]
        if "channels" in message:
            held, self.held, self.dropped = self.held, [], 0
            for one in held:
                more, counted = self.ingest(*one, False)
                messages, arrivals = messages + more, arrivals + counted
        return messages, arrivals

    def waiting(self, payload):
        """The key of telemetry whose birth is not here; None for anything else."""
        try:
            message = cbor2.loads(payload)
            if not isinstance(message, list):
                return None
            if -2 in message[0]:
                row = senml_row(message)
                key = [row["epoch"], row["seq"], row["first"], bool(row.get("historical")), row["birth"]]
            else:
                head = message[0]
                key = [plain(head[1]), head[3], head[7], 6 in head, plain(head[4])]
        except (KeyError, TypeError, ValueError, IndexError, StopIteration):
            return None
        epoch, seq, first, historical, birth = key
        return None if birth in self.births else {"epoch": epoch, "seq": seq, "first": first, "historical": historical}

    def hold(self, topic, payload):
        self.held.append((topic, payload))
        while sum(len(one) for _, one in self.held) > HOLD_BYTES:
            lost = self.waiting(self.held.pop(0)[1])
            self.dropped += 1
            self.verifier.reception(lost["epoch"], "telemetry").expect((lost["seq"], lost["first"]), True)

    def adopt(self, birth):
        self.current = birth
        if self.join:
            self.join.birth(birth)

    def fold(self, name, message, retained, births):
        arrivals = []
        if "channels" in message:
            learned = next(iter(set(self.births) - births), None)
            if not self.join:
                self.verifier.birth(message)
            if name == "birth" or (self.pointer and learned == self.pointer):
                self.pointer = None if name == "birth" else self.pointer
                self.adopt(message)
        elif "heads" in message:
            if not self.join or self.join.state(message, retained):
                self.verifier.state(message)
            self.dating.learn(message["boot"], message["time"])
        elif "reason" in message and "stream" in message:
            if self.join:
                self.join.row(message["stream"], message["epoch"], message["from"], 1, True)
            self.verifier.tombstone(message)
        elif "event" in message or "values" in message:
            stream = "event" if "event" in message else "telemetry"
            if self.join:
                self.join.row(stream, message["epoch"], message["seq"], message.get("first", 1), message.get("historical", False))
            digests = ([event_digest(message["boot"], message["event"])] if stream == "event"
                       else part_digests(message, self.births[message["birth"]]))
            arrivals = self.verifier.parts(stream, message, digests)
            self.dating.learn(message["boot"], message["time"])
            if message.get("event", {}).get("type") == "clock":
                self.dating.learn(message["event"]["boot"], message["event"]["time"])
        return arrivals


class Platform:
    """`ingest` raises ValueError and its kin for what is not a message of ours; nothing is changed by it then."""

    def __init__(self, prefix="lifeline", join_late=False, window=512, key_of=None):
        self.prefix, self.options, self.gateways = f"{prefix}/v1/", (join_late, window, key_of), {}

    @property
    def subscriptions(self):
        return [f"{self.prefix}+/{name}" for name in ("birth/#", "state", "event", "tel")]

    def ingest(self, topic, payload, retained=False):
        if not topic.startswith(self.prefix) or topic.count("/") <= self.prefix.count("/"):
            raise ValueError(f"{topic} is not the topic of a gateway")
        gateway = topic[len(self.prefix):].split("/", 1)[0]
        known = self.gateways.get(gateway) or Gateway(*self.options)
        messages, arrivals = known.ingest("/v1/" + topic[len(self.prefix):], bytes(payload), retained)
        self.gateways[gateway] = known
        return {"gateway": gateway, "messages": messages, "arrivals": arrivals}

    def rows(self, taken):
        """The new telemetry in what was taken, flat; what was not sampled is no row."""
        gateway, known = taken["gateway"], self.gateways[taken["gateway"]]
        new = {(one["epoch"], one["seq"], one["part"]) for one in taken["arrivals"] if one["arrival"] == "new"}
        for message in taken["messages"]:
            names = {one["point"]: one for one in known.births[message["birth"]]["channels"]} if "values" in message else {}
            for cell in message.get("values", ()):
                part, series = cell["part"], {key: cell[key] for key in ("value", "min", "mean", "max", "n") if key in cell}
                nothing = cell["quality"] == "good" and series.get("value", series.get("mean")) is None and not series.get("n")
                if nothing or (message["epoch"], message["seq"], part) not in new:
                    continue
                key = {"gateway": gateway, "epoch": message["epoch"], "stream": "telemetry", "seq": message["seq"], "part": part}
                row = self.place(known, key, message["boot"], cell["time"])
                row |= {"point": cell["point"], "name": names[cell["point"]]["name"], "unit": names[cell["point"]]["unit"],
                        "quality": cell["quality"], "evidence": message.get("evidence"), **series}
                yield row | ({"periodMs": cell.get("period")} if "n" in cell else {})

    def events(self, taken):
        """The new events in what was taken, each with its date."""
        gateway, known = taken["gateway"], self.gateways[taken["gateway"]]
        new = {(one["epoch"], one["seq"]) for one in taken["arrivals"] if one["arrival"] == "new"}
        for message in taken["messages"]:
            if "event" in message and (message["epoch"], message["seq"]) in new:
                key = {"gateway": gateway, "epoch": message["epoch"], "stream": "event", "seq": message["seq"], "part": 1}
                at = message["event"]["at"]
                event = {name: value for name, value in message["event"].items() if name != "v"}
                yield {**self.place(known, key, at["boot"], at["mono"]), "durable": message.get("durable", False), "event": event}

    @staticmethod
    def place(known, key, boot, mono):
        utc, clock = known.dating.date(boot, mono)
        return {"key": key, "utc": None if utc is None else math.floor(utc + 0.5), "clock": clock, "boot": boot, "mono": mono}

    def acknowledgements(self, gateway):
        """What to publish for rows that are complete since this was asked for last, once they are stored: (topic, payload)."""
        for epoch, stream, intervals in self.take_complete(gateway):
            name = bytes.fromhex(epoch) if len(epoch) == 16 else epoch
            yield f"{self.prefix}{gateway}/ack", cbor2.dumps({0: 1, 1: name, 2: STREAM.index(stream), 3: intervals})

    def take_complete(self, gateway):
        return list(self.gateways[gateway].verifier.take_complete())

    def report(self, gateway):
        known = self.gateways[gateway]
        report = known.verifier.report()
        held = {"messages": len(known.held), "dropped": known.dropped}
        return report | {"held": held, "complete": report["complete"] and not (known.held or known.dropped)}

    def save(self):
        """Plain data (JSON) with which `restore` goes on exactly where this was."""
        return {"version": 1, "gateways": {name: known.save() for name, known in self.gateways.items()}}

    @classmethod
    def restore(cls, saved, **options):
        if saved["version"] != 1:
            raise ValueError("this knows what version 1 saved")
        made = cls(**options)
        made.gateways = {name: Gateway(*made.options, saved=one) for name, one in saved["gateways"].items()}
        return made
