/** Text that isn't JSON or YAML but comes from the same commands: tables, error messages, descriptions, spreadsheets, web pages. Each is told by how it begins. */
import { commandFor, operationWithApiName } from './aws-operation-index.js';

/** `refuse`: someone meant it as input, so the upload fails and says so; `ignore`: it may be anything, so it is left out with a warning. */
export interface LookAlikeText {
  readonly then: 'refuse' | 'ignore';
  readonly message: string;
}

/** How much of a text is looked at: what these texts are shows in their first lines. */
const HEAD_CHARACTERS = 4096;

const KUBECTL = 'kubectl get … -A -o json';

interface Sign {
  readonly pattern: RegExp;
  readonly then: LookAlikeText['then'];
  readonly message: (match: RegExpExecArray) => string;
}

const SIGNS: readonly Sign[] = [
  {
    pattern: /^-{3,}\r?\n\|\s*([A-Za-z]+)\s*\|/,
    then: 'refuse',
    message: (match) => `is a table as --output table prints it. Save the output of: ${commandOfApiName(match[1])}`,
  },
  {
    pattern: /^[A-Z][A-Z0-9]{3,}\t\S/,
    then: 'refuse',
    message: () => 'is tab-separated text as --output text prints it. Run the same command with --output json',
  },
  {
    pattern: /^(?:.*\n)?(?:aws: \[ERROR\]: )?An error occurred \((\w+)\) when calling the (\w+) operation/,
    then: 'refuse',
    message: (match) =>
      `is the error message ${match[1]} of ${match[2]}. Solve the error and save the output of: ${commandOfApiName(match[2])}`,
  },
  {
    pattern:
      /^(?:.*\n)?(?:Unable to locate credentials|Partial credentials found|The config profile|The SSO session|Error (?:when|loading)|You must specify a region|Could not connect to the endpoint|usage: aws|aws: error)/,
    then: 'refuse',
    message: () => 'is an error message of the AWS CLI. Solve the error and run the same command again with --output json',
  },
  {
    pattern:
      /^(?:error: |Error from server|Unable to connect to the server|The connection to the server|No resources found|The server doesn't have a resource)/i,
    then: 'refuse',
    message: () => `is a message of kubectl. Solve the error and save the output of: ${KUBECTL}`,
  },
  {
    pattern: /^Name:[ \t]{2,}\S.*\r?\n(?:.*\r?\n){0,3}?(?:Namespace|Labels|Annotations|Roles|Priority):[ \t]/,
    then: 'refuse',
    message: () => `is the text of kubectl describe. Save the output of: ${KUBECTL}`,
  },
  {
    pattern: /^(?:NAMESPACE {2,})?NAME {2,}[A-Z]/,
    then: 'refuse',
    message: () => `is a table as kubectl get prints it. Save the output of: ${KUBECTL}`,
  },
  {
    pattern: /^<(?:!doctype|html|\?xml)/i,
    then: 'ignore',
    message: () => `is a web page or XML, not output of the AWS CLI or kubectl. If it should be: aws … --output json, or ${KUBECTL}`,
  },
  {
    pattern: /^"?[\w .:/-]+"?(?:,"?[\w .:/-]*"?){2,}\r?\n/,
    then: 'ignore',
    message: () => `is comma-separated values. If it should be read, save the output of: aws … --output json, or ${KUBECTL}`,
  },
];

/** What the text is, when it begins like one of those; null otherwise. Leading blank lines don't matter. */
export function recogniseText(text: string): LookAlikeText | null {
  const head = text.slice(0, HEAD_CHARACTERS).trimStart();
  for (const { pattern, then, message } of SIGNS) {
    const match = pattern.exec(head);
    if (match !== null) return { then, message: message(match) };
  }
  return null;
}

function commandOfApiName(apiName: string | undefined): string {
  const operation = apiName === undefined ? undefined : operationWithApiName(apiName);
  return operation === undefined ? 'aws … --output json' : commandFor(operation);
}
