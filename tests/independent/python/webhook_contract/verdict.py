"""The verdict on a body (contract §2 and §3), and what is sent for it (§5)."""

import json
import re
from typing import Any, Dict, Iterator, List, Optional, Sequence, Tuple

from jsonschema import Draft202012Validator

from . import http_url
from .headers import RESERVED, SENSITIVE
from .suggestion import most_similar
from .numbers import in_int32, integer
from .reading import Malformed, Number, Object, read, type_name

Json = Dict[str, Any]

WRONG_BODY = "Wrong JSON body"

# The device's error text, where it depends only on the code.
ERRORS = {
    "malformed_json": WRONG_BODY,
    "not_an_object": WRONG_BODY,
    "duplicate_key": WRONG_BODY,
    "missing": WRONG_BODY + ": no value for {}",
    "wrong_type": WRONG_BODY + ": value {} was of the wrong type",
    "invalid_url": "Invalid URL format. Must be HTTP URL",
    "invalid_status": "Status must be 'active' or 'disabled'",
    "invalid_headers": "Invalid headers. Must be a JSON object of strings",
    "invalid_header_name": "Invalid header name",
    "reserved_header": "Invalid header name",
    "duplicate_header": "Invalid header name",
    "invalid_header_value": "Invalid header value",
    "no_event_types": "event_types must contain at least one item",
    "unknown_event_type": "Invalid event types",
}

# Where it depends on the field.
LIMIT_ERRORS = {
    "url": ERRORS["invalid_url"],
    "secret": "Secret must be between 16 and 128 characters",
    "timeout": "Timeout must be between 1000 and 30000",
    "description": "Description must be at most 1000 characters",
    "max_retries": "Max retries must be between 1 and 5",
}

# Each field in the contract's table. The verdict uses the schema; the two must agree.
TABLE: Dict[str, Json] = {
    "url": {"type": "string", "minLength": 4, "maxLength": 2000},
    "secret": {"type": "string", "minLength": 16, "maxLength": 128},
    "status": {"type": "string", "enum": ["active", "disabled"]},
    "timeout": {"type": "integer", "minimum": 1000, "maximum": 30000},
    "headers": {"type": "string"},
    "description": {"type": "string", "maxLength": 1000},
    "event_types": {"type": "array", "minItems": 1},
    "max_retries": {"type": "integer", "minimum": 1, "maximum": 5},
}
FIELDS = tuple(TABLE)
REQUIRED = ["url", "status", "event_types", "max_retries"]
EVENT_TYPES = 41
# How many findings of one list are reported.
MAX_FINDINGS = 100

# A schema's keywords in the order of the rules: the first one that a value breaks is reported.
KEYWORDS = ("type", "minLength", "maxLength", "minItems", "minimum", "maximum", "pattern", "enum")

# The warnings of a URL, in the table's order.
URL_WARNINGS = ("insecure_url", "credentials_in_url", "fragment_in_url", "loopback_url")


def issue(code: str, path: Sequence[Any], params: Json) -> Json:
    field = path[0] if path else ""
    error = ERRORS[code].format(field) if code in ERRORS else LIMIT_ERRORS[field]
    return {"code": code, "path": list(path), "error": error, "params": params}


def warning(code: str, path: Sequence[Any], params: Optional[Json] = None) -> Json:
    return {"code": code, "path": list(path), "params": params or {}}


def canonical(members: Json) -> str:
    """The body that is sent for a valid webhook (contract §5)."""
    sent: Json = {}
    for field in FIELDS:
        if field not in members:
            continue
        value = members[field]
        if isinstance(value, Number):
            value = integer(value)
        elif field == "event_types":
            value = list(dict.fromkeys(value))
        elif field == "headers":
            headers = read(value.encode("utf-8"))
            value = _stringify({name: text for name, text, _ in headers.members})
        sent[field] = value
    return _stringify(sent)


def _stringify(value: Any) -> str:
    """Writes JSON as JSON.stringify does."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


class Contract:
    """The contract; rules that JSON Schema can express are taken from the crate's schema."""

    def __init__(self, schema: Json, extra_event_types: Sequence[str] = ()):
        schema = _python_patterns(schema)
        Draft202012Validator.check_schema(schema)
        properties = schema["properties"]
        given = {
            name: {word: rule[word] for word in KEYWORDS if word in rule and word != "pattern"}
            for name, rule in properties.items()
        }
        items = properties["event_types"]["items"]
        same = given == TABLE and tuple(given) == FIELDS and schema["required"] == REQUIRED
        if not same or len(items["enum"]) != EVENT_TYPES:
            raise ValueError("The schema differs from the contract's table.")
        self.properties = properties
        self.event_types = [*items["enum"], *extra_event_types]
        event_types = {
            **properties["event_types"],
            "items": {**items, "enum": self.event_types},
        }
        self.validators = {
            name: Draft202012Validator(rule)
            for name, rule in {**properties, "event_types": event_types}.items()
        }
        content = properties["headers"]["contentSchema"]
        self.header_name = Draft202012Validator(content["propertyNames"])
        self.header_value = Draft202012Validator(content["additionalProperties"])

    def validate(self, body: bytes) -> Json:
        try:
            webhook = read(body)
        except Malformed as error:
            return _alone(issue("malformed_json", [], {"offset": [error.first, error.last]}))
        if not isinstance(webhook, Object):
            params = {"expected": "object", "actual": type_name(webhook)}
            return _alone(issue("not_an_object", [], params))
        members: Dict[str, Any] = {}
        for name, value, offset in webhook.members:
            if name in members:
                return _alone(issue("duplicate_key", [name], {"offset": offset}))
            members[name] = value

        errors: List[Json] = []
        warnings: List[Json] = []
        for field in FIELDS:
            if field in members:
                for finding in self.member(field, members[field]):
                    (errors if "error" in finding else warnings).append(finding)
            elif field in REQUIRED:
                params = {"expected": self.properties[field]["type"]}
                errors.append(issue("missing", [field], params))
            elif field == "secret":
                warnings.append(warning("no_secret", [field]))
        for name in members:
            if name not in FIELDS:
                warnings.append(warning("unknown_field", [name], _suggestion(name, FIELDS)))
        result = _result(errors, warnings)
        if result["valid"]:
            body = canonical(members)
            # The canonical body, and that of the canonical body.
            result["built"] = [body, body]
        return result

    def member(self, field: str, value: Any) -> Iterator[Json]:
        """The findings of a member's value, in order; an issue has an `error`."""
        found = list(self.schema_issues(field, value))
        if field == "event_types" and isinstance(value, list) and value:
            yield from self.items(found, value)
            return
        if found:
            yield found[0]
            return
        if field == "url":
            try:
                codes = http_url.warnings(value)
            except http_url.Rejected as error:
                yield issue("invalid_url", [field], {"reason": str(error)})
                return
            for code in URL_WARNINGS:
                if code in codes:
                    yield warning(code, [field])
        if field == "headers":
            yield from self.headers(value)
        yield from self.ambiguous_length(field, value)

    def schema_issues(self, field: str, value: Any) -> Iterator[Json]:
        """The issues that the schema finds in a member, one for each value."""
        first: Dict[Tuple[Any, ...], Any] = {}
        for error in self.validators[field].iter_errors(_python_value(value)):
            at = tuple(error.absolute_path)
            rank = KEYWORDS.index(error.validator)
            if at not in first or rank < KEYWORDS.index(first[at].validator):
                first[at] = error
        for at in sorted(first):
            yield self.schema_issue(field, at, first[at], value[at[0]] if at else value)

    def schema_issue(self, field: str, at: Tuple[Any, ...], error: Any, value: Any) -> Json:
        path, keyword, rule = [field, *at], error.validator, error.schema
        if keyword == "type":
            expected = {"expected": rule["type"], "actual": type_name(value)}
            return issue("wrong_type", path, expected)
        if keyword in ("minLength", "maxLength"):
            code = "too_short" if keyword == "minLength" else "too_long"
            params = {**_limits(rule, "minLength", "maxLength"), "actual": len(value)}
            return issue(code, path, params)
        if keyword in ("minimum", "maximum"):
            params = _limits(rule, "minimum", "maximum")
            exact = integer(value)
            if in_int32(exact):
                params["actual"] = exact
            return issue("out_of_range", path, params)
        if keyword == "minItems":
            return issue("no_event_types", path, {"min": rule["minItems"]})
        if keyword == "pattern":
            # The pattern covers a part of D1; code determines which part is broken.
            try:
                http_url.warnings(value)
            except http_url.Rejected as rejected:
                return issue("invalid_url", path, {"reason": str(rejected)})
            raise AssertionError("the schema rejects a URL that D1 accepts")
        if field == "status":
            params = {"expected": rule["enum"], **_suggestion(value, rule["enum"])}
            return issue("invalid_status", path, params)
        return issue("unknown_event_type", path, _suggestion(value, self.event_types))

    def items(self, found: List[Json], items: List[Any]) -> Iterator[Json]:
        issues = {it["path"][1]: it for it in found}
        seen = set()
        for index, item in enumerate(items):
            if index in issues:
                yield issues[index]
            elif item in seen:
                yield warning("duplicate_event_type", ["event_types", index])
            else:
                seen.add(item)

    def ambiguous_length(self, field: str, value: Any) -> Iterator[Json]:
        most = self.properties[field].get("maxLength")
        if most is None:
            return
        utf16 = len(value.encode("utf-16-le")) // 2
        utf8 = len(value.encode("utf-8"))
        if utf16 > most or utf8 > most:
            params = {"max": most, "actual": len(value), "utf16": utf16, "utf8": utf8}
            yield warning("length_ambiguous", [field], params)

    def headers(self, text: str) -> Iterator[Json]:
        path = ["headers"]
        try:
            headers = read(text.encode("utf-8"))
        except Malformed as error:
            yield issue("invalid_headers", path, {"offset": [error.first, error.last]})
            return
        if not isinstance(headers, Object):
            params = {"expected": "object", "actual": type_name(headers)}
            yield issue("invalid_headers", path, params)
            return
        seen = set()
        for name, value, _ in headers.members:
            at = ["headers", name]
            lower = name.lower()
            broken = next((it.validator for it in self.header_name.iter_errors(name)), None)
            # The schema's reserved names and this package's must be the same.
            if (broken == "not") != (lower in RESERVED and name.isascii()):
                raise AssertionError("the schema's reserved names differ from the reference's")
            if broken == "pattern":
                yield issue("invalid_header_name", at, {})
            elif broken == "not":
                yield issue("reserved_header", at, {})
            elif lower in seen:
                yield issue("duplicate_header", at, {})
            elif lower in SENSITIVE:
                yield warning("sensitive_header", at)
            seen.add(lower)

            broken = {it.validator for it in self.header_value.iter_errors(_python_value(value))}
            if "type" in broken:
                params = {"expected": "string", "actual": type_name(value)}
                yield issue("invalid_header_value", at, params)
            elif broken:
                yield issue("invalid_header_value", at, {})
            elif value != value.strip(" \t"):
                yield warning("header_whitespace", at)


def _limits(rule: Json, least: str, most: str) -> Json:
    return {
        name: rule[keyword]
        for name, keyword in (("min", least), ("max", most))
        if keyword in rule
    }


def _suggestion(wrong: str, names: Sequence[str]) -> Json:
    name = most_similar(wrong, names)
    return {} if name is None else {"suggestion": name}


def _alone(only: Json) -> Json:
    return _result([only], [])


def _result(errors: List[Json], warnings: List[Json]) -> Json:
    """The result; the error is decided by all issues, the reported ones and those left out."""
    result: Json = {
        "valid": not errors,
        "errors": list(_reported(errors)),
        "warnings": list(_reported(warnings)),
    }
    if errors:
        unread = (it for it in errors if it["code"] in ("missing", "wrong_type"))
        result["error"] = next(unread, errors[0])["error"]
    if (len(result["errors"]), len(result["warnings"])) != (len(errors), len(warnings)):
        result["truncated"] = True
    return result


def _reported(findings: List[Json]) -> Iterator[Json]:
    """The first findings of each list: within a field, and of the unknown members."""
    counts: Dict[Any, int] = {}
    for finding in findings:
        known = finding["path"] and finding["path"][0] in FIELDS
        kind = finding["path"][0] if known else None
        counts[kind] = counts.get(kind, 0) + 1
        if counts[kind] <= MAX_FINDINGS:
            yield finding


def _python_value(value: Any) -> Any:
    """The value for jsonschema; any number that is not an integer becomes 0.5."""
    if isinstance(value, Number):
        exact = integer(value)
        return 0.5 if exact is None else exact
    if isinstance(value, list):
        return [_python_value(item) for item in value]
    if isinstance(value, Object):
        return {name: _python_value(inner) for name, inner, _ in value.members}
    return value


def _python_patterns(schema: Any) -> Any:
    """Python's `$` also matches before a final line feed; ECMA-262's, which JSON Schema uses, does not."""
    if isinstance(schema, list):
        return [_python_patterns(it) for it in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: re.sub(r"\$\Z", r"\\Z", value)
        if key == "pattern" and isinstance(value, str)
        else _python_patterns(value)
        for key, value in schema.items()
    }
