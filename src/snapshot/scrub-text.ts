/** Removes credentials from texts that are kept for what else they say: configuration values, Corefiles, arguments. */

const REMOVED = '(removed)';

/** Names that stand for a secret, as the name of a variable, flag or key. */
const SECRET_NAME = /secret|passw|token|credential|private_?key|access_?key|api_?key/i;

/**
 * Names are looked at up to a length: without it a hostile text would take time by the square of its length.
 * `NAME: value`, `"NAME": "value"`, `--name=value` where the name is a secret's; an unquoted value goes on to the end of the line or field.
 */
const SECRET_VALUE =
  /((?<![\w-])[\w-]{0,80}(?:secret|passw|token|credential|private_?key|access_?key|api_?key)[\w-]{0,80}["']?[ \t]*[:=][ \t]*)("(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[^\s,}][^\n,}]*)/gi;

/** In YAML, the lines under such a name that are indented further than it: a block of text, or a map. */
const SECRET_BLOCK =
  /^([ \t]*)([\w-]{0,80}(?:secret|passw|token|credential|private_?key|access_?key|api_?key)[\w-]{0,80}["']?:)[ \t]*(?:[|>][-+\d]*)?[ \t]*(?:\n\1[ \t]+.*)+/gim;

/** The CoreDNS plugins etcd and route53 take theirs as words after a keyword (CoreDNS manual, "etcd", "route53"). */
const SECRET_WORDS = /^([ \t]*(?:aws_access_key|credentials)[ \t]+).*$/gim;

/** The user part of `https://user:password@host`. */
const URL_USER = /(:\/\/)[^\s/@"']+@/g;

/** True for the name of a variable whose value must not be kept. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name);
}

/** The text with the values of secret names and the users of URLs replaced by `(removed)`. */
export function scrubText(text: string): string {
  return text
    .replace(SECRET_BLOCK, `$1$2 ${REMOVED}`)
    .replace(SECRET_WORDS, `$1${REMOVED}`)
    .replace(SECRET_VALUE, (_match, name: string, value: string) => name + inSameQuotes(value))
    .replace(URL_USER, '$1');
}

/** The text around a value is read as JSON or YAML afterwards, so it keeps its quotes. */
function inSameQuotes(value: string): string {
  const quote = /^["']/.exec(value)?.[0] ?? '';
  return quote + REMOVED + quote;
}
