"""Tells stories (a line of JSON each: joinLate, said: [[topic, hex, retained], …]) to the platform in Python, and prints what it
makes of each: rows, events, arrivals, acknowledgements and the report. It is saved and restored once on the way."""
import json
import sys

from lifeline_telemetry import Platform

for line in sys.stdin:
    story = json.loads(line)
    prefix = story.get("prefix", "lifeline")
    platform = Platform(prefix, story["joinLate"], story["window"])
    told = []
    for nth, (topic, payload, retained) in enumerate(story["said"]):
        if nth == len(story["said"]) // 2:
            saved = json.loads(json.dumps(platform.save()))
            platform = Platform.restore(saved, prefix=prefix, join_late=story["joinLate"], window=story["window"])
        taken = platform.ingest(f"{prefix}/v1/tower-7/{topic}", bytes.fromhex(payload), retained)
        told.append({"arrivals": taken["arrivals"], "rows": list(platform.rows(taken)), "events": list(platform.events(taken))})
    print(json.dumps({"told": told, "complete": platform.take_complete("tower-7"), "report": platform.report("tower-7")}))
