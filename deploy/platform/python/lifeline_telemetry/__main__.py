"""Reads lines `<topic> <payload in hex>` from files or stdin and prints a line of JSON for each. A birth must come before the
telemetry that names it."""
import fileinput
import json

from .decode import decode


def main():
    known = {}
    for line in fileinput.input():
        where, _, data = line.strip().partition(" ")
        print(json.dumps(decode(where, bytes.fromhex(data), known), ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
