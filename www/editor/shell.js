// Splits a shell command into its words, as a POSIX shell and bash's $'…' do.

const ESCAPES = { n: "\n", t: "\t", r: "\r" };

/** The words of a command; undefined if a quotation mark is not closed. */
export function shellWords(text) {
  const words = [];
  let word;
  const add = (part) => {
    word = (word ?? "") + part;
  };
  // Single quotes, $'…', double quotes, an escaped character or line end, white space, anything else.
  const token =
    /'([^']*)'|\$'((?:[^'\\]|\\[\s\S])*)'|"((?:[^"\\]|\\[\s\S])*)"|\\(\r?\n|[\s\S])|(\s+)|([^\s'"\\$]+|\$)|(['"\\])/g;
  for (const [, single, ansi, double, escaped, blank, plain, open] of text.matchAll(token)) {
    if (open !== undefined) return undefined;
    if (single !== undefined) add(single);
    else if (ansi !== undefined) add(unescapeAnsi(ansi));
    else if (double !== undefined)
      add(double.replace(/\\(\r?\n|[$`"\\])/g, (_, it) => (/\n/.test(it) ? "" : it)));
    else if (escaped !== undefined) {
      if (!/\n$/.test(escaped)) add(escaped);
    } else if (plain !== undefined) add(plain);
    else if (blank !== undefined && word !== undefined) {
      words.push(word);
      word = undefined;
    }
  }
  if (word !== undefined) words.push(word);
  return words;
}

const unescapeAnsi = (text) =>
  text.replace(/\\(?:u([0-9a-f]{1,4})|x([0-9a-f]{1,2})|([\s\S]))/gi, (_, unicode, hex, one) =>
    one === undefined
      ? String.fromCharCode(Number.parseInt(unicode ?? hex, 16))
      : (ESCAPES[one] ?? one),
  );
