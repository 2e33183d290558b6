// The layout that abi.rs describes, for JavaScript. A test in abi.rs reads this file and compares
// each line with the module's value.

// Sizes.
export const SCRATCH = 65536;
export const LONG_TEXT = 16384;
export const MAX_ITEMS = 64;
export const SHORT_DESCRIPTION = 333;
export const DOCUMENTED = 65536;

// Fields of a webhook, by position.
export const FIELDS = [
  "url",
  "secret",
  "status",
  "timeout",
  "headers",
  "description",
  "event_types",
  "max_retries",
];
export const DESCRIPTION_FIELD = 5;
export const LIST_FIELD = 6;

// Kinds of a member's value.
export const ABSENT = 0;
export const STRING = 1;
export const DESCRIPTION = 2;
export const FITS = 3;
export const INTEGER = 4;
export const SCALAR = 5;
export const LIST = 6;

// Words before the findings of a report.
export const ISSUES = 0;
export const WARNINGS = 1;
export const TRUNCATED = 2;
export const ERROR_ENTRY = 3;
export const NAMES_START = 4;
export const NAMES_LENGTH = 5;
export const BODY_START = 6;
export const BODY_LENGTH = 7;
export const HEAD_WORDS = 8;

// Words of a finding.
export const ENTRY = 0;
export const PLACE_KIND = 1;
export const PLACE = 2;
export const DETAIL_KIND = 3;
export const DETAIL = 4;
export const UTF16 = 5;
export const UTF8 = 6;
export const FINDING_WORDS = 7;

// Kinds of a finding's place.
export const AT_FIELD = 0;
export const AT_INDEX = 1;
export const AT_NAME = 2;

// Kinds of a finding's detail.
export const NO_DETAIL = 0;
export const OFFSET = 1;
export const LENGTH = 2;
export const NUMBER = 3;
export const TYPE = 4;
export const LENGTHS = 5;
export const KNOWN_NAME = 6;
export const OTHER_NAME = 7;

// Kinds of a rule's params.
export const NO_PARAMS = 0;
export const REASON = 1;
export const LIMITS = 2;
export const EXPECTED = 3;
export const OTHER_PARAMS = 4;
