"""Validates bodies: reads one JSON text per line from standard input, `{"body": HEX, "extraEventTypes": […]}`,
and writes one verdict per line to standard output. The argument is the file of the JSON Schema."""

import json
import sys

from . import Contract


def main() -> None:
    with open(sys.argv[1], encoding="utf-8") as file:
        schema = json.load(file)
    contracts = {}
    for line in sys.stdin.buffer:
        case = json.loads(line)
        extra = tuple(case.get("extraEventTypes", ()))
        if extra not in contracts:
            contracts[extra] = Contract(schema, extra)
        verdict = contracts[extra].validate(bytes.fromhex(case["body"]))
        print(json.dumps(verdict), flush=True)


main()
