"""Monotonic time to civil time: the best mapping known of a boot wins, and the nearest in time of several equal ones."""
TRUST = ["unsynced", "rtc", "holdover", "ntp"]  # rising
MOST_BOOTS = MOST_MAPPINGS = 32
CARRIED_MS, HOLDOVER_MS = 3_600_000, 7 * 86_400_000


def offset(mapping):
    return mapping["utc"] - mapping["mono"]


def between(before, after, mono):
    share = (mono - before["mono"]) / (after["mono"] - before["mono"])
    return offset(before) + (offset(after) - offset(before)) * share


def trust(mapping):
    return TRUST.index(mapping["quality"])


class Dating:
    def __init__(self, saved=()):
        self.boots = {boot: list(mappings) for boot, mappings in saved}

    def save(self):
        return [[boot, mappings] for boot, mappings in self.boots.items()]

    def learn(self, boot, time):
        if time["utc"] is None:
            return
        known = self.boots.get(boot, [])
        if time not in known:
            others = [m for m in known if m["mono"] != time["mono"] or trust(m) > trust(time)]
            if any(m["mono"] == time["mono"] for m in others):
                return
            known = thin([*others, time])
        self.boots.pop(boot, None)
        self.boots[boot] = known
        if len(self.boots) > MOST_BOOTS:
            del self.boots[next(iter(self.boots))]

    def date(self, boot, mono):
        """Unix milliseconds or None, and how they were come by."""
        known = self.boots.get(boot, [])
        if not known:
            return None, "unsynced"
        best = min(known, key=lambda m: (-trust(m), abs(m["mono"] - mono)))
        if best["quality"] != "ntp":
            return mono + offset(best), best["quality"]
        before = [m for m in known if m["quality"] == "ntp" and m["mono"] <= mono]
        after = [m for m in known if m["quality"] == "ntp" and m["mono"] > mono]
        utc = mono + (between(before[-1], after[0], mono) if before and after else offset(best))
        standing = [m for m in known if m["mono"] <= mono]
        if standing and standing[-1]["quality"] == "ntp":
            return utc, "ntp"
        away = abs(mono - best["mono"])
        if away <= CARRIED_MS and not before:
            return utc, "ntp"
        return utc, "holdover" if away <= HOLDOVER_MS else "rtc"


def thin(mappings):
    kept = sorted(mappings, key=lambda m: m["mono"])
    while len(kept) > MOST_MAPPINGS:
        def worth(at):
            before, one, after = kept[at - 1:at + 2]
            bend = abs(offset(one) - between(before, after, one["mono"]))
            return before["quality"] != one["quality"], trust(one), bend, after["mono"] - before["mono"]
        del kept[min(range(1, len(kept) - 1), key=worth)]
    return kept
