"""The contract read a second time, for tests only: what a device's webhook API takes.

Written from the contract's text, not from the crate, so that a rule misread once is not misread
twice. Says what JSON Schema can say by the crate's own schema, and the rest in code.
"""

from .verdict import Contract

__all__ = ["Contract"]
