import { emoji, prefix, quote, text, withDescription, withSecret } from "./lib/bodies.js";
import { bad, describe, named, ok } from "./lib/cases.js";
import { ambiguous, invalidStatus, noSecret, tooLong, tooShort } from "./lib/findings.js";

const withStatus = (status) => text({ status: quote(status) });

const otherStatuses = [
  "",
  " ",
  "Active",
  "ACTIVE",
  "Disabled",
  " active",
  "active ",
  "active\n",
  "active\0",
  "\ufeffactive",
  "act\u200bive",
  "activ",
  "actives",
  "disable",
  "inactive",
  "enabled",
  "on",
  "true",
  "1",
  "null",
  "active,disabled",
  "active|disabled",
  "аctive",
  "ａｃｔｉｖｅ",
  "__proto__",
  "constructor",
  "a".repeat(300),
];

export default {
  kind: "validate",
  about: "The secret, the status and the description: contract §2, with no_secret and lengths, §3.",
  cases: [
    ok("secret absent", text({ secret: undefined }), [noSecret]),
    bad("secret of 0", withSecret(""), [tooShort("secret", 0)]),
    bad("secret of 1", withSecret("s"), [tooShort("secret", 1)]),
    bad("secret of 15", withSecret("s".repeat(15)), [tooShort("secret", 15)]),
    ok("secret of 16", withSecret("s".repeat(16))),
    ok("secret of 17", withSecret("s".repeat(17))),
    ok("secret of 127", withSecret("s".repeat(127))),
    ok("secret of 128", withSecret("s".repeat(128))),
    bad("secret of 129", withSecret("s".repeat(129)), [tooLong("secret", 129)]),
    bad("secret of 500", withSecret("s".repeat(500)), [tooLong("secret", 500)]),
    bad("secret of 8 emoji is 16 units", withSecret(emoji.repeat(8)), [tooShort("secret", 8)]),
    bad("secret of 15 emoji", withSecret(emoji.repeat(15)), [tooShort("secret", 15)]),
    ok("secret of 16 emoji", withSecret(emoji.repeat(16))),
    ok("secret of 32 emoji", withSecret(emoji.repeat(32))),
    ok("secret of 33 emoji", withSecret(emoji.repeat(33)), [ambiguous("secret", 33, 66, 132)]),
    ok("secret of 64 emoji", withSecret(emoji.repeat(64)), [ambiguous("secret", 64, 128, 256)]),
    ok("secret of 65 emoji", withSecret(emoji.repeat(65)), [ambiguous("secret", 65, 130, 260)]),
    ok("secret of 128 emoji", withSecret(emoji.repeat(128)), [ambiguous("secret", 128, 256, 512)]),
    bad("secret of 129 emoji", withSecret(emoji.repeat(129)), [tooLong("secret", 129)]),
    bad("secret of 15 two-byte characters", withSecret("é".repeat(15)), [tooShort("secret", 15)]),
    ok("secret of 64 two-byte characters", withSecret("é".repeat(64))),
    ok("secret of 65 two-byte characters", withSecret("é".repeat(65)), [
      ambiguous("secret", 65, 65, 130),
    ]),
    ok("secret of 42 three-byte characters", withSecret("€".repeat(42))),
    ok("secret of 43 three-byte characters", withSecret("€".repeat(43)), [
      ambiguous("secret", 43, 43, 129),
    ]),
    ok("secret of 127 and one emoji", withSecret(`${"s".repeat(127)}${emoji}`), [
      ambiguous("secret", 128, 129, 131),
    ]),
    bad("secret of 14 and one emoji", withSecret(`${"s".repeat(14)}${emoji}`), [
      tooShort("secret", 15),
    ]),
    ok("secret of 15 and one emoji", withSecret(`${"s".repeat(15)}${emoji}`)),
    bad("secret of 128 and one mark", withSecret(`${"s".repeat(128)}\u0301`), [
      tooLong("secret", 129),
    ]),
    ok("secret of escaped letters", text({ secret: `"${"\\u0073".repeat(128)}"` })),
    bad("secret of 15 escaped letters", text({ secret: `"${"\\u0073".repeat(15)}"` }), [
      tooShort("secret", 15),
    ]),
    ok("secret of 128 escaped emoji", text({ secret: `"${"\\ud83d\\ude00".repeat(128)}"` }), [
      ambiguous("secret", 128, 256, 512),
    ]),
    bad("secret of 129 escaped emoji", text({ secret: `"${"\\ud83d\\ude00".repeat(129)}"` }), [
      tooLong("secret", 129),
    ]),
    ok("secret of spaces", withSecret(" ".repeat(16))),
    ok("secret of controls", withSecret("\0\n\t\u001f".repeat(4))),
    ok("secret of quotes and backslashes", withSecret('"\\'.repeat(8))),

    ok("status active", withStatus("active")),
    ok("status disabled", withStatus("disabled"), [], withStatus("disabled")),
    ok("status escaped", text({ status: '"d\\u0069sabled"' }), [], withStatus("disabled")),
    ...otherStatuses.map((status) =>
      bad(`status ${named(describe(status))}`, withStatus(status), [invalidStatus()]),
    ),

    ok("description absent", text()),
    ok("description of 0", withDescription(""), [], withDescription("")),
    ok("description of 1", withDescription("d")),
    ok("description like headers", withDescription('{"Host":"a","X A":"b"}')),
    ok("description of 999", withDescription("d".repeat(999))),
    ok("description of 1000", withDescription("d".repeat(1000))),
    bad("description of 1001", withDescription("d".repeat(1001)), [tooLong("description", 1001)]),
    ok("description of 250 emoji", withDescription(emoji.repeat(250))),
    ok("description of 251 emoji", withDescription(emoji.repeat(251)), [
      ambiguous("description", 251, 502, 1004),
    ]),
    ok("description of 1000 emoji", withDescription(emoji.repeat(1000)), [
      ambiguous("description", 1000, 2000, 4000),
    ]),
    bad("description of 1001 emoji", withDescription(emoji.repeat(1001)), [
      tooLong("description", 1001),
    ]),
    ok("description of 500 two-byte characters", withDescription("é".repeat(500))),
    ok("description of 501 two-byte characters", withDescription("é".repeat(501)), [
      ambiguous("description", 501, 501, 1002),
    ]),
    ok("description of 1000 two-byte characters", withDescription("é".repeat(1000)), [
      ambiguous("description", 1000, 1000, 2000),
    ]),
    ok("description of 999 and one emoji", withDescription(`${"d".repeat(999)}${emoji}`), [
      ambiguous("description", 1000, 1001, 1003),
    ]),
    ok("description of 999 and one accent", withDescription(`${"d".repeat(999)}é`), [
      ambiguous("description", 1000, 1000, 1001),
    ]),
    bad("description of 1000 and one mark", withDescription(`${"d".repeat(1000)}\u0301`), [
      tooLong("description", 1001),
    ]),
    ok("description of 1000 escaped letters", text({ description: `"${"\\u0064".repeat(1000)}"` })),
    bad(
      "description of 1001 escaped letters",
      text({ description: `"${"\\u0064".repeat(1001)}"` }),
      [tooLong("description", 1001)],
    ),
    ok("description of 1000 short escapes", text({ description: `"${"\\n".repeat(1000)}"` })),
    ok("description of markup", withDescription("<script>alert(1)</script>&amp;")),
    ok("description of white space", withDescription(" \t\r\n ")),
    ok("description of NUL", withDescription("a\0b")),

    bad(
      "every length wrong",
      text({ url: '"x"', secret: '"x"', description: quote("d".repeat(1001)) }),
      [tooShort("url", 1), tooShort("secret", 1), tooLong("description", 1001)],
    ),
    ok(
      "every length ambiguous",
      text({
        url: quote(prefix + "é".repeat(991)),
        secret: quote("é".repeat(65)),
        description: quote("é".repeat(501)),
      }),
      [
        ambiguous("url", 1011, 1011, 2002),
        ambiguous("secret", 65, 65, 130),
        ambiguous("description", 501, 501, 1002),
      ],
    ),
  ],
};
