"""An independent implementation of the contract, only for tests: which webhooks the device accepts.

It is written from the contract's text, not from the crate, so that a rule that was misread once is not
misread twice. Rules that JSON Schema can express come from the crate's own schema, the rest is code.
"""

from .verdict import Contract

__all__ = ["Contract"]
