// Where the package deviates from a suite of public test data, and why. A listed case that does not deviate
// fails the test.

const LONE_SURROGATE = "No lone surrogate, since UTF-8 cannot encode one (contract §1).";
const NOT_UTF8 = "UTF-8 without a byte-order mark and nothing else (contract §1).";

/** Of the cases that the suite leaves to the implementation (`i_…`), those that are rejected. */
export const JSON_REJECTED = [
  {
    why: LONE_SURROGATE,
    cases: [
      "i_object_key_lone_2nd_surrogate.json",
      "i_string_1st_surrogate_but_2nd_missing.json",
      "i_string_1st_valid_surrogate_2nd_invalid.json",
      "i_string_incomplete_surrogate_and_escape_valid.json",
      "i_string_incomplete_surrogate_pair.json",
      "i_string_incomplete_surrogates_escape_valid.json",
      "i_string_invalid_lonely_surrogate.json",
      "i_string_invalid_surrogate.json",
      "i_string_inverted_surrogates_U+1D11E.json",
      "i_string_lone_second_surrogate.json",
    ],
  },
  {
    why: NOT_UTF8,
    cases: [
      "i_string_UTF-16LE_with_BOM.json",
      "i_string_UTF-8_invalid_sequence.json",
      "i_string_UTF8_surrogate_U+D800.json",
      "i_string_invalid_utf-8.json",
      "i_string_iso_latin_1.json",
      "i_string_lone_utf8_continuation_byte.json",
      "i_string_not_in_unicode_range.json",
      "i_string_overlong_sequence_2_bytes.json",
      "i_string_overlong_sequence_6_bytes.json",
      "i_string_overlong_sequence_6_bytes_null.json",
      "i_string_truncated-utf-8.json",
      "i_string_utf16BE_no_BOM.json",
      "i_string_utf16LE_no_BOM.json",
      "i_structure_UTF-8_BOM_empty_object.json",
    ],
  },
  {
    why: "At most 64 levels of nesting (contract §1).",
    cases: ["i_structure_500_nested_arrays.json"],
  },
];

/** Cases that the suite accepts (`y_…`) and the package rejects. */
export const JSON_DUPLICATES = {
  why: "A duplicate top-level member is duplicate_key: two parsers would read two webhooks (contract §1).",
  cases: ["y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json"],
};

/** HTTP URLs that browsers repair and D1 rejects. */
export const URLS_REJECTED = [
  {
    why: "It begins with http:// or https:// (D1).",
    cases: [
      "http:\\\\www.google.com\\foo",
      "http:/example.com/",
      "https:/example.com/",
      "http:example.com/",
      "https:example.com/",
      "http:@www.example.com",
      "http:/@www.example.com",
      "http:a:b@www.example.com",
      "http:/a:b@www.example.com",
      "http::b@www.example.com",
      "http:/:b@www.example.com",
      "http:a:@www.example.com",
      "http:/a:@www.example.com",
      "\u0000\u001b\u0004\u0012 http://example.com/\u001f \r ",
      "h\tt\nt\rp://h\to\ns\rt:9\t0\n0\r0/p\ta\nt\rh?q\tu\ne\rry#f\tr\na\rg",
    ],
  },
  {
    why: "No ASCII white space, control character or backslash (D1).",
    cases: [
      "http://example.com/foo\t\u0091%91",
      "http://example.com/foo\tbar",
      "http://example.com\\\\foo\\\\bar",
      "http://www.google.com/foo?bar=baz# »",
      "https://www.example.com/path{\u007fpath.html?query'\u007f=query#fragment<\u007ffragment",
      "http://ho\tst/",
      "http://ho\nst/",
      "http://ho\rst/",
      "http://foo.bar/baz?qux#foo\bbar",
      "http://example.org/test?a#b\u0000c",
      "https://x/\u0000y",
      "https://x/?\u0000y",
      "https://x/?#\u0000y",
    ],
  },
];

/** Statuses of IdnaTestV2 for checks that the URL Standard turns off. */
export const NOT_IN_URL_STANDARD = {
  V2: "CheckHyphens is false",
  V3: "CheckHyphens is false",
  U1: "UseSTD3ASCIIRules is false",
  A4_1: "VerifyDnsLength is false",
  A4_2: "VerifyDnsLength is false",
  X4_2: "VerifyDnsLength is false",
};

/** Hosts on which the package and IdnaTestV2 differ. */
export const HOSTS = [
  { why: "A host is not empty (D1).", cases: [""] },
  {
    why: "A host whose last label is a number must be an IPv4 address (URL Standard); this is not one.",
    cases: ["\u7e71\u{115bf}\u200d.8\u3002"],
  },
  {
    why: "The locked url crate accepts a label that begins with xn-- once decoded.",
    cases: ["xn--xn--a--gua.pt", "xn--xn---epa"],
  },
  {
    why: "The suite is for Unicode 16; the locked url crate knows characters added later.",
    cases: [
      "xn--5cb172r175fug38a.xn--mlj",
      "\u{32931}20.\u97f3.\ua8661.",
      "xn--20-9802c.xn--0w5a.xn--1-eg4e.",
      "xn--9-i0j5967eg3qz.ss",
      "\u{3e8ac}\u3002\u0729\u3002\ucbd95",
      "\u{3e8ac}\u3002\u0729\u3002\u110d\u1173\u11ac5",
      "xn--t92s.xn--znb.xn--5-y88f",
    ],
  },
];
