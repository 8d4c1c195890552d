#!/usr/bin/python3
"""An OPC UA client that owes nothing to the gateway's server: written from the specification (OPC 10000 parts 4, 6, 9, 11).

  client.py [options] opc.tcp://host:port endpoints
  client.py [options] opc.tcp://host:port browse [node] [depth]
  client.py [options] opc.tcp://host:port read node...
  client.py [options] opc.tcp://host:port write node type value
  client.py [options] opc.tcp://host:port history node from to [values per page]
  client.py [options] opc.tcp://host:port processed node from to interval-ms aggregate-node
  client.py [options] opc.tcp://host:port call object method [type value]...
  client.py [options] opc.tcp://host:port follow seconds node...
  client.py [options] opc.tcp://host:port alarms seconds
  client.py [options] opc.tcp://host:port talk        one JSON array a line on stdin: the words above, or
                                                     ["wait", seconds], ["acknowledge", condition, eventId, comment]

Prints one JSON object a line. Exit 1 with {"refused": status, "where": …} when the server refuses."""

import argparse
import base64
import binascii
import json
import select
import sys

from binary import BUILT_IN, Malformed
from channel import Refused
from identity import own_identity
from session import Session, endpoints
from statusCodes import status_name

SERVER = "i=2253"
CONDITION_TYPE, CONDITION_REFRESH, ACKNOWLEDGE = "i=2782", "i=3875", "i=9111"


def say(**fields):
    sys.stdout.write(json.dumps(fields, default=_shown, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def _shown(value):
    return base64.b64encode(value).decode() if isinstance(value, bytes) else str(value)


def _value(one):
    return {**one, "status": status_name(one["status"]), "bits": one["status"] & 0xFFFF}


def variant(kind, text):
    """What is typed, as (type, value)."""
    if kind not in BUILT_IN:
        raise SystemExit(f"no built-in type is called {kind}; there are: {' '.join(BUILT_IN)}")
    if kind == "ByteString":
        return kind, base64.b64decode(text)
    if kind == "Boolean":
        return kind, text in (True, "true")
    if kind in ("Float", "Double"):
        return kind, float(text)
    return kind, int(text) if kind.startswith(("Int", "UInt", "SByte", "Byte", "StatusCode")) else text


class Talk:
    """The verbs on one session."""

    def __init__(self, session):
        self.session = session
        self.subscription = None
        self.handles = {}

    def browse(self, node="i=85", depth="1", path=""):
        for one in self.session.browse(node):
            here = f"{path}/{one['BrowseName']}"
            say(path=here, node=one["NodeId"], name=one["DisplayName"]["text"], nodeClass=one["NodeClass"], type=one["TypeDefinition"])
            if int(depth) > 1:
                self.browse(one["NodeId"], int(depth) - 1, here)

    def read(self, *nodes):
        for node, value in zip(nodes, self.session.read(nodes)):
            say(node=node, **_value(value))

    def write(self, node, kind, text):
        say(node=node, status=status_name(self.session.write([(node, variant(kind, text))])[0]))

    def writeAll(self, node="i=84"):
        """Browses everything below `node` and writes every variable's own value back: who may, and who may not."""
        seen, queue, tried = {node}, [node], {}
        while queue:
            here = queue.pop()
            for one in self.session.browse(here):
                target = one["NodeId"]
                if target in seen or target.startswith(("svr=", "nsu=")):
                    continue
                seen.add(target)
                queue.append(target)
                if one["NodeClass"] == 2:
                    status = status_name(self.session.write([(target, ("Double", 1.0))])[0])
                    tried[status] = tried.get(status, 0) + 1
                    if not status.startswith("Bad"):
                        say(written=target, path=one["BrowseName"])
        say(variables=sum(tried.values()), refusals=tried)

    def _history(self, node, details):
        values, pages = self.session.history(node, details)
        for value in values:
            say(node=node, **_value(value))
        say(values=len(values), pages=pages)

    def history(self, node, start, end, page=0):
        details = {"IsReadModified": False, "StartTime": start, "EndTime": end, "NumValuesPerNode": int(page), "ReturnBounds": False}
        self._history(node, ("ReadRawModifiedDetails", details))

    def processed(self, node, start, end, interval, aggregate):
        details = {"StartTime": start, "EndTime": end, "ProcessingInterval": float(interval), "AggregateType": [aggregate]}
        self._history(node, ("ReadProcessedDetails", {**details, "AggregateConfiguration": {"UseServerCapabilitiesDefaults": True}}))

    def call(self, target, method, *words):
        arguments = [variant(kind, text) for kind, text in zip(words[::2], words[1::2])]
        self._called(self.session.call(target, method, arguments))

    def _called(self, result):
        say(status=status_name(result["StatusCode"]), outputs=result["OutputArguments"])

    def acknowledge(self, condition, event_id, comment=""):
        """`event_id` in base64, as events show it."""
        self._called(self.session.call(condition, ACKNOWLEDGE, [("ByteString", base64.b64decode(event_id)), ("LocalizedText", comment)]))

    def _subscribed(self):
        if self.subscription is None:
            self.subscription = self.session.subscribe()
        return self.subscription

    def follow(self, seconds, *nodes):
        for node in nodes:
            handle = len(self.handles) + 1
            self.handles[handle] = node
            self.session.monitor(self._subscribed(), node, handle)
        self.wait(seconds)

    def alarms(self, seconds, node=SERVER):
        """Follows events of the server object and asks for those that stand (ConditionRefresh)."""
        result = self.session.monitor_events(self._subscribed(), node, 0)
        select_results = (result["FilterResult"] or ("", {}))[1].get("SelectClauseResults") if result["FilterResult"] else None
        say(selected=[status_name(code) for code in select_results or []])
        self.refresh()
        self.wait(seconds)

    def refresh(self):
        self._called(self.session.call(CONDITION_TYPE, CONDITION_REFRESH, [("UInt32", self._subscribed())]))

    def wait(self, seconds):
        """Prints what comes in for `seconds`."""
        import time

        end = time.monotonic() + float(seconds)
        while (left := end - time.monotonic()) > 0:
            self._print(self.session.next_notification(left))

    def renew(self):
        import time

        self.session.channel.renew(time.monotonic() + 15)
        say(renewed=self.session.channel.token_id)

    def _print(self, one):
        if one is None:
            return
        if one["kind"] == "data":
            say(**{"node": self.handles[one["handle"]], **_value({k: v for k, v in one.items() if k not in ("kind", "handle")}), "kind": "data"})
        elif one["kind"] == "event" and isinstance(one.get("Quality"), int):
            say(**{**one, "Quality": status_name(one["Quality"])})
        else:
            say(**one)

    VERBS = "browse read write writeAll history processed call acknowledge follow alarms refresh wait renew".split()

    def do(self, words):
        if not words or words[0] not in self.VERBS:
            raise SystemExit(f"no such verb: {words[:1]}; there are: {' '.join(self.VERBS)}")
        getattr(self, words[0])(*words[1:])

    def talk(self):
        """Lines from stdin, notifications in between; ends with stdin."""
        sys.stdin.reconfigure(line_buffering=True)
        while True:
            ready, _, _ = select.select([sys.stdin.buffer.raw, self.session.channel.socket], [], [], 0 if self.session.notifications else 5)
            if sys.stdin.buffer.raw in ready:
                line = _line()
                if not line:
                    return
                try:
                    self.do(json.loads(line))
                except Refused as refused:
                    say(refused=refused.status, where=str(refused))
                say(done=json.loads(line)[0])
            if self.session.notifications or self.session.channel.socket in ready:
                self._print(self.session.next_notification(0.05))


def _line():
    """One line straight from the descriptor: a buffered reader would hide lines from select."""
    line = b""
    while not line.endswith(b"\n"):
        byte = sys.stdin.buffer.raw.read(1)
        if not byte:
            break
        line += byte
    return line


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pki", default="foreign-pki", help="folder of the client's own key and of the servers it knows")
    parser.add_argument("--policy", default="Basic256Sha256")
    parser.add_argument("--mode", default="encrypt", choices=["none", "sign", "encrypt"])
    parser.add_argument("--user")
    parser.add_argument("--password", default="")
    parser.add_argument("--user-certificate", help="name of a key pair in the pki folder, made when it is not there")
    parser.add_argument("url")
    parser.add_argument("verb")
    parser.add_argument("words", nargs="*")
    asked = parser.parse_args()
    try:
        if asked.verb == "endpoints":
            for one in endpoints(asked.url):
                tokens = {token["PolicyId"]: token["TokenType"] for token in one["UserIdentityTokens"] or []}
                say(url=one["EndpointUrl"], policy=one["SecurityPolicyUri"].split("#")[-1], mode=one["SecurityMode"], tokens=tokens, level=one["SecurityLevel"], server=one["Server"]["ApplicationUri"])
            return 0
        if asked.verb == "identity":
            own = own_identity(asked.pki, asked.user_certificate or "foreign-client")
            say(uri=own.uri, certificate=own.der)
            return 0
        user_key = own_identity(asked.pki, asked.user_certificate) if asked.user_certificate else None
        session = Session(asked.url, asked.pki, asked.policy, asked.mode, asked.user, asked.password, user_key)
        talk = Talk(session)
        say(connected=asked.url, session=session.session_id)
        if asked.verb == "talk":
            talk.talk()
        else:
            talk.do([asked.verb, *asked.words])
        session.close()
        return 0
    except Refused as refused:
        say(refused=refused.status, where=str(refused))
    except (Malformed, OSError, binascii.Error) as fault:
        say(refused=type(fault).__name__, where=str(fault))
    return 1


if __name__ == "__main__":
    sys.exit(main())
