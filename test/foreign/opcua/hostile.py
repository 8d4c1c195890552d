#!/usr/bin/python3
"""A client that behaves as none should. One session of its own each, as client.py has.

  hostile.py [options] opc.tcp://host:port cycles N              connects, logs in, reads, leaves; N times
  hostile.py [options] opc.tcp://host:port mute N ITEMS QUEUE node...  N sessions of ITEMS items each that never publish, until stdin ends
  hostile.py [options] opc.tcp://host:port strangers N           knocks N times, each time with another certificate that nobody knows
  hostile.py [options] opc.tcp://host:port unfinished N          N connections that begin a channel and never finish it

Prints one JSON object a line, the last one with `end`."""

import argparse
import json
import socket
import struct
import sys

from binary import Malformed, encode
from channel import Channel, Refused
from identity import strangers
from policies import MODES, POLICIES
from session import Session, endpoints
from statusCodes import is_bad, status_name


BASIC = POLICIES["Basic256Sha256"]


def say(**fields):
    sys.stdout.write(json.dumps(fields) + "\n")
    sys.stdout.flush()


def cycles(make, count):
    """Refusals by name; a hostile client does not mind them."""
    done, refused = 0, {}
    for _ in range(int(count)):
        try:
            session = make()
            session.read(["i=2258"])
            session.close()
            done += 1
        except (Refused, OSError) as fault:
            name = getattr(fault, "status", type(fault).__name__)
            refused[name] = refused.get(name, 0) + 1
    say(end="cycles", done=done, refused=refused)


def mute(make, count, items, depth, *nodes):
    """Queues of `depth` asked for, one Publish never sent: what the server keeps for it, it keeps itself."""
    sessions, granted, refused, queue = [], 0, {}, 0
    for _ in range(int(count)):
        try:
            session = make()
        except Refused as fault:
            refused[fault.status] = refused.get(fault.status, 0) + 1
            continue
        sessions.append(session)
        subscription = session.subscribe(250.0, publishes=0)
        parameters = {"SamplingInterval": 0.0, "QueueSize": int(depth), "DiscardOldest": True}
        asked = [
            {
                "ItemToMonitor": {"NodeId": nodes[item % len(nodes)], "AttributeId": 13}, "MonitoringMode": 2,
                "RequestedParameters": {**parameters, "ClientHandle": item},
            }
            for item in range(int(items))
        ]
        fields = {"SubscriptionId": subscription, "TimestampsToReturn": 2, "ItemsToCreate": asked}
        for result in session.call_service("CreateMonitoredItems", fields)["Results"]:
            if is_bad(result["StatusCode"]):
                name = status_name(result["StatusCode"])
                refused[name] = refused.get(name, 0) + 1
            else:
                granted += 1
                queue = max(queue, result["RevisedQueueSize"])
    say(sessions=len(sessions), items=granted, queue=queue, refused=refused)
    sys.stdin.read()
    say(end="mute", closed=[session.close() for session in sessions])


def flood(url, count):
    """What keeps a file for each of them fills a disk."""
    [offered] = [
        one for one in endpoints(url, 60) if one["SecurityPolicyUri"] == BASIC.uri and one["SecurityMode"] == MODES["encrypt"]
    ][:1]
    opened, refused = 0, {}
    for identity in strangers(int(count)):
        try:
            Channel(url, identity, BASIC, MODES["encrypt"], offered["ServerCertificate"], 60).close()
            opened += 1
        except (Refused, Malformed, OSError) as fault:
            name = getattr(fault, "status", type(fault).__name__)
            refused[name] = refused.get(name, 0) + 1
    say(end="strangers", opened=opened, refused=refused)


def unfinished(host, port, url, count):
    """A hello, then the first chunk of an OpenSecureChannel that says more will follow."""
    sockets = []
    for _ in range(int(count)):
        try:
            one = socket.create_connection((host, port), 15)
            body = struct.pack("<5I", 0, 65536, 65536, 0, 0) + encode("String", url)
            one.sendall(b"HELF" + struct.pack("<I", 8 + len(body)) + body)
            one.sendall(b"OPNC" + struct.pack("<I", 60_008) + b"A" * 60_000)
            sockets.append(one)
        except OSError:
            pass
    say(connected=len(sockets))
    for one in sockets:
        one.settimeout(90)
        try:
            while one.recv(65536):
                pass
        except OSError:
            pass
    say(end="unfinished", closed=len(sockets))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pki", default="foreign-pki")
    parser.add_argument("--user")
    parser.add_argument("--password", default="")
    parser.add_argument("url")
    parser.add_argument("verb", choices=["cycles", "mute", "strangers", "unfinished"])
    parser.add_argument("words", nargs="+")
    asked = parser.parse_args()

    def make():
        return Session(asked.url, asked.pki, user=asked.user, password=asked.password, timeout=60)

    if asked.verb == "unfinished":
        host, port = asked.url.split("://", 1)[1].split("/")[0].rsplit(":", 1)
        unfinished(host, int(port), asked.url, *asked.words)
    elif asked.verb == "strangers":
        flood(asked.url, *asked.words)
    else:
        {"cycles": cycles, "mute": mute}[asked.verb](make, *asked.words)


if __name__ == "__main__":
    main()
