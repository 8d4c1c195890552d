#!/usr/bin/env python3
"""Checks CBOR against a CDDL file (RFC 8610), as far as telemetry.cddl goes: rules and groups, choices of both kinds, maps, arrays,
occurrence ? * +, member keys, enumerations &( … ), .size, sockets of groups, the prelude's plain types. Whatever else the file
holds is an error.

    cddl.py FILE < lines `<rule> <payload in hex>`

prints a line of JSON for each: {"wrong": why or null, "met": entries of the file that the payload used, "bent": how many leaves were
replaced by an empty map, "passed": how many of those payloads were still right}; and first a line with every entry of the file."""
import json, re, sys
import cbor2

TOKEN = re.compile(r"\s+|;[^\n]*|(=>|//=|//|[-+]?\d+|\"[^\"]*\"|[A-Za-z_$@][\w.$@-]*|\.[a-z]+|[=/(){}\[\],:&?*+])")
PRELUDE = {
    "uint": lambda v: type(v) is int and v >= 0, "int": lambda v: type(v) is int, "number": lambda v: type(v) in (int, float),
    "tstr": lambda v: type(v) is str, "bytes": lambda v: type(v) is bytes, "bool": lambda v: type(v) is bool,
    "true": lambda v: v is True, "false": lambda v: v is False, "null": lambda v: v is None,
}


class Parser:
    def __init__(self, text):
        self.tokens, at = [], 0
        while at < len(text):
            found = TOKEN.match(text, at)
            if found is None:
                raise SyntaxError(f"not of this subset: {text[at:at + 30]!r}")
            at = found.end()
            if found[1]:
                self.tokens.append(found[1])
        self.at, self.rules, self.entries, self.rule = 0, {}, {}, ""

    def peek(self, ahead=0):
        return self.tokens[self.at + ahead] if self.at + ahead < len(self.tokens) else ""

    def take(self, expected=None):
        token = self.peek()
        if expected not in (None, token) or not token:
            raise SyntaxError(f"{self.rule}: {expected} expected, found {token!r}")
        self.at += 1
        return token

    def parse(self):
        while self.peek():
            self.rule = self.take()
            if self.peek() == "//=":  # one more choice of a socket
                self.take()
                self.take("(")
                self.rules.setdefault(self.rule, ("group", []))[1].extend(self.group(")"))
                continue
            self.take("=")
            if self.rule in self.rules:
                raise SyntaxError(f"{self.rule} twice")
            if self.peek() == "(":
                self.take()
                self.rules[self.rule] = ("group", self.group(")"))
            else:
                self.rules[self.rule] = self.type()
        return self

    def type(self):
        choices = [self.type1()]
        while self.peek() == "/":
            self.take()
            choices.append(self.type1())
        return choices[0] if len(choices) == 1 else ("choice", choices)

    def type1(self):
        plain = self.type2()
        if self.peek() == ".size":
            self.take()
            return ("size", plain, int(self.take()))
        return plain

    def type2(self):
        token = self.take()
        if token == "(":
            inner = self.type()
            self.take(")")
            return inner
        if token in "{[":
            return ("map" if token == "{" else "array", self.group("}" if token == "{" else "]"))
        if token == "&":
            self.take("(")
            members = self.group(")")[0]
            for *_, label in members:  # values of one entry, none of their own
                del self.entries[label]
            return ("choice", [entry[2] for entry in members])
        if re.fullmatch(r"[-+]?\d+", token):
            return ("literal", int(token))
        if token[0] == '"':
            return ("literal", token[1:-1])
        if token[0].isalpha() or token[0] == "$":
            return ("name", token)
        raise SyntaxError(f"{self.rule}: {token!r} is no type")

    def group(self, end):
        """Choices of lists of entries (occurrence, key or None, type, label)."""
        choices = [[]]
        while self.peek() != end:
            if self.peek() == "//":
                self.take()
                choices.append([])
                continue
            occurrence = self.take() if self.peek() in ("?", "*", "+") else ""
            key = None
            if self.peek() == "(":
                self.take()
                value = ("group", self.group(")"))
            else:
                if self.peek(1) == ":":
                    name = self.take()
                    key = ("literal", int(name) if re.fullmatch(r"[-+]?\d+", name) else name.strip('"'))
                    self.take()
                    value = self.type()
                else:
                    value = self.type()
                    if self.peek() == "=>":
                        self.take()
                        key, value = value, self.type()
            label = f"{self.rule}: {occurrence}{'' if key is None else key[1]} {value[0]} {value[1] if value[0] == 'name' else ''}".strip()
            while label in self.entries:
                label += "'"
            self.entries[label] = True
            choices[-1].append((occurrence, key, value, label))
            if self.peek() == ",":
                self.take()
        self.take(end)
        return choices


class Checker:
    def __init__(self, parser):
        self.rules, self.deepest = parser.rules, (0, "")

    def fail(self, path, why):
        if len(path) >= self.deepest[0]:
            self.deepest = (len(path), f"{'/'.join(map(str, path))}: {why}")

    def match(self, kind, value, path):
        """The entries that a value used, or None where it does not match."""
        what = kind[0]
        if what == "name":
            if kind[1] in PRELUDE:
                if PRELUDE[kind[1]](value):
                    return frozenset()
                return self.fail(path, f"no {kind[1]}")
            return self.match(self.rules[kind[1]], value, path)
        if what == "literal":
            return frozenset() if type(value) is type(kind[1]) and value == kind[1] else self.fail(path, f"not {kind[1]!r}")
        if what == "size":
            return self.match(kind[1], value, path) if hasattr(value, "__len__") and len(value) == kind[2] else self.fail(path, "size")
        if what == "choice":
            return self.first((self.match(one, value, path) for one in kind[1]))
        if what == "array":
            if type(value) is not list:
                return self.fail(path, "no array")
            return self.first((self.sequence(entries, value, path) for entries in self.flat(kind[1])))
        if what == "map":
            if type(value) is not dict:
                return self.fail(path, "no map")
            return self.first((self.fields(entries, value, path) for entries in self.flat(kind[1])))
        raise SyntaxError(f"{what} is no type")

    def first(self, tries):
        """The first that matches; then what failed before it is no fault."""
        before = self.deepest
        met = next((met for met in tries if met is not None), None)
        if met is not None:
            self.deepest = before
        return met

    def flat(self, choices):
        """Every choice as one list of entries, groups by name or in parentheses taken in."""
        for entries in choices:
            lists = [[]]
            for entry in entries:
                occurrence, key, value, label = entry
                group = value if value[0] == "group" else self.rules.get(value[1]) if value[0] == "name" and key is None else None
                if group is not None and group[0] == "group":
                    inner = [[*one, ("", None, None, label)] for one in self.flat(group[1])]
                    lists = [[*before, *after] for before in lists for after in inner]
                else:
                    lists = [[*before, entry] for before in lists]
            yield from lists

    def fields(self, entries, value, path):
        met, left = set(), dict(value)
        for occurrence, key, kind, label in entries:
            if kind is None:
                met.add(label)
                continue
            before = self.deepest
            keys = [one for one in left if self.match(key, one, path) is not None]
            self.deepest = before
            if not keys and occurrence not in ("?", "*"):
                return self.fail(path, f"no {key[1]}")
            for one in keys:
                below = self.match(kind, left.pop(one), [*path, one])
                if below is None:
                    return None
                met |= below | {label}
        return frozenset(met) if not left else self.fail(path, f"unknown {list(left)}")

    def sequence(self, entries, value, path, at=0):
        if not entries:
            return frozenset() if at == len(value) else self.fail(path, f"{len(value) - at} too many")
        (occurrence, _, kind, label), rest = entries[0], entries[1:]
        if kind is None:
            after = self.sequence(rest, value, path, at)
            return None if after is None else after | {label}
        here = self.match(kind, value[at], [*path, at]) if at < len(value) else self.fail(path, "too short")
        if here is not None:
            again = [("*", None, kind, label), *rest] if occurrence in ("*", "+") else rest
            after = self.sequence(again, value, path, at + 1)
            if after is not None:
                return here | after | {label}
        return self.sequence(rest, value, path, at) if occurrence in ("?", "*") else None


def bent(value):
    """The value with one leaf after another replaced by an empty map, which no leaf of ours is."""
    if isinstance(value, list):
        for at, item in enumerate(value):
            yield from ([*value[:at], other, *value[at + 1:]] for other in bent(item))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from ({**value, key: other} for other in bent(item))
    else:
        yield {}


sys.setrecursionlimit(20_000)
parser = Parser(open(sys.argv[1], encoding="utf-8").read()).parse()
print(json.dumps(list(parser.entries)))
for line in sys.stdin:
    rule, data = line.split()
    checker, value = Checker(parser), cbor2.loads(bytes.fromhex(data))
    met = checker.match(("name", rule), value, [rule])
    others = list(bent(value))[:400]
    passed = sum(Checker(parser).match(("name", rule), other, [rule]) is not None for other in others)
    print(json.dumps({"wrong": checker.deepest[1] if met is None else None, "met": sorted(met or []), "bent": len(others), "passed": passed}))
