"""Reads bodies from standard input, a JSON text a line: `{"body": BASE64, "extraEventTypes": […]}`;
writes the verdict on each, a JSON text a line. The argument is the file of the JSON Schema."""

import base64
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
        verdict = contracts[extra].validate(base64.b64decode(case["body"]))
        sys.stdout.write(json.dumps(verdict) + "\n")


main()
