"""Which name to suggest. The contract leaves this open; this is the crate's choice: the first of the
most similar names, among those that are equal except for letter case and separators, or except for one
typo in every four characters of the right name, three at most."""

from typing import Iterable, Optional

# A longer name is not a typo.
LONGEST = 64


def _folded(name: str) -> bytes:
    return bytes(byte for byte in name.encode("utf-8").lower() if byte not in b"_-. ")


def _distance(a: bytes, b: bytes) -> int:
    """Counts insertions, deletions, replacements and transpositions (optimal string alignment)."""
    before, last = [], list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            step = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                step = min(step, before[j - 2] + 1)
            row.append(step)
        before, last = last, row
    return last[-1]


def most_similar(wrong: str, names: Iterable[str]) -> Optional[str]:
    if len(wrong.encode("utf-8")) > LONGEST:
        return None
    written, found = _folded(wrong), []
    for name in names:
        right = _folded(name)
        most = min(3, max(1, len(right) // 4))
        # The difference in length is a lower bound of the distance.
        if abs(len(right) - len(written)) <= most:
            far = _distance(written, right)
            if far <= most:
                found.append((far, name))
    return min(found, key=lambda it: it[0])[1] if found else None
