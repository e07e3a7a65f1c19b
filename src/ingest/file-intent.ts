/** What a file seems to be meant as, before it is parsed. Only for deciding between refusing and ignoring it: what it is follows from its content alone. */

const PROBED_CHARACTERS = 4096;

/** Files that archives carry along: resource forks of macOS, folder views. Some have the names of real files, so they are told by theirs. */
export function isSystemFile(name: string): boolean {
  return /(?:^|\/)(?:__MACOSX\/|\._|\.DS_Store$|Thumbs\.db$|desktop\.ini$)/.test(name);
}

/** The body of a request, and files with the extension of data, are meant to be read: when they can't be, the upload is refused. */
export function isMeantAsData(name: string): boolean {
  return name === '' || /\.(?:json|ya?ml|ndjson|jsonl)$/i.test(name);
}

/** Begins as JSON and goes on so: `[INFO]` and `[a link](…)` don't. */
export function beginsLikeJson(text: string): boolean {
  return /^\s*(?:\{\s*["}]|\[\s*[{["\]])/.test(text.slice(0, PROBED_CHARACTERS));
}

/** Begins with a bracket, whatever follows: enough for a file that is meant as data. */
export function beginsWithBracket(text: string): boolean {
  return /^\s*[{[]/.test(text.slice(0, PROBED_CHARACTERS));
}

/** Holds the marks of a Kubernetes object at the start of a line. */
export function beginsLikeKubernetesYaml(text: string): boolean {
  return /^(?:apiVersion|kind): *\S/m.test(text.slice(0, PROBED_CHARACTERS));
}

/** YAML by its name, or as the AWS CLI prints it (`Vpcs:`). */
export function mayBeYaml(name: string, text: string): boolean {
  return (
    /\.ya?ml$/i.test(name) ||
    beginsLikeKubernetesYaml(text) ||
    /^(?:---\s*\n)?[A-Za-z]+:\s*(?:\[\])?\n/.test(text.slice(0, PROBED_CHARACTERS))
  );
}
