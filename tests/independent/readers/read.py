# Reads JSON bodies, one a line, with Python's json, and writes each in the format of
# tests/independent/readers.test.js.

import json
import sys


def show(value):
    if isinstance(value, str):
        return '"' + value.encode().hex()
    if isinstance(value, bool) or not isinstance(value, (int, list, dict)):
        raise TypeError(f"a webhook does not contain {value!r}")
    if isinstance(value, int):
        return str(value)
    if isinstance(value, list):
        return "[" + ",".join(map(show, value)) + "]"
    return "{" + ",".join(sorted(f"{show(name)}:{show(it)}" for name, it in value.items())) + "}"


for line in sys.stdin.buffer:
    body = json.loads(line)
    print(show(body), show(json.loads(body.get("headers", "{}"))))
