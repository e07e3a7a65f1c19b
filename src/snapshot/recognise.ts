/** What a parsed JSON or YAML value is, judged by its content and never by a file's name: AWS output, Kubernetes objects, a bundle, or only something that looks like one. */
import { commandFor, operationOfItem } from './aws-operation-index.js';
import { isJsonObject, type Json } from './input-problem.js';
import { recogniseAwsOutput } from './recognise-aws.js';
import { recogniseKubernetes } from './recognise-kubernetes.js';
import type { Recognised } from './recognised.js';

/** Says what `value` is. Never throws. */
export function recognise(value: unknown): Recognised {
  if (Array.isArray(value)) return { what: 'look-alike', message: bareListMessage(value) };
  if (!isJsonObject(value)) return { what: 'unread', message: 'is neither AWS output nor a Kubernetes object' };
  if (isBundle(value)) return { what: 'bundle', value };
  if (typeof value.kind === 'string') return recogniseKubernetes(value);
  const wrapped = unwrap(value);
  const error = errorMessageOf(value);
  if (error !== null) return { what: 'look-alike', message: error };
  return recogniseAwsOutput(wrapped.output, wrapped.input, wrapped.pointer) ?? notOutput(value);
}

/** Marks of a bundle: its version, or a list of captures under `aws` or `kubernetes`. */
function isBundle(value: Json): boolean {
  if (typeof value.kind === 'string') return false;
  return Object.hasOwn(value, 'schemaVersion') || Array.isArray(value.aws) || Array.isArray(value.kubernetes);
}

/** A file may hold one call as a bundle does, `{ "operation": …, "input": …, "output": … }`, so that it can say what an output is about. */
function unwrap(value: Json): { output: Json; input: Json | null; pointer: string } {
  if (!isJsonObject(value.output)) return { output: value, input: null, pointer: '' };
  return { output: value.output, input: isJsonObject(value.input) ? value.input : null, pointer: '/output' };
}

function notOutput(value: Json): Recognised {
  const operation = operationOfItem(value);
  if (operation !== undefined) {
    return {
      what: 'look-alike',
      message: `holds one bare resource, as --query leaves it. Save the whole output of: ${commandFor(operation)}`,
    };
  }
  if (Object.hasOwn(value, 'apiVersion') || Object.hasOwn(value, 'metadata')) {
    return {
      what: 'look-alike',
      message: 'looks like a Kubernetes object without its kind. Save the whole output of: kubectl get … -A -o json',
    };
  }
  const keys = Object.keys(value).slice(0, 3).join(', ');
  return { what: 'unread', message: `is not output that packetpath reads (top-level fields: ${keys === '' ? 'none' : keys})` };
}

/** What to say of a bare list: which command it may come from, told by its first item. */
function bareListMessage(list: readonly unknown[]): string {
  const first = list[0];
  if (isJsonObject(first) && typeof first.kind === 'string') {
    return 'is a bare list of Kubernetes objects, which may have been filtered. Save the whole output of: kubectl get … -A -o json';
  }
  const operation = isJsonObject(first) ? operationOfItem(first) : undefined;
  const command = operation === undefined ? 'aws … --output json' : commandFor(operation);
  return `is a bare list, as --query leaves it. Run the command without --query and save its whole output: ${command}`;
}

/** Error answers of the two APIs in JSON form: `{"Error": {"Code": …}}`, `{"__type": …, "message": …}`. */
function errorMessageOf(value: Json): string | null {
  const nested = isJsonObject(value.Error) ? value.Error : null;
  const code = nested?.Code ?? nested?.code ?? value.__type;
  if (typeof code !== 'string') return null;
  return `is an error message of AWS (${code.slice(0, 80)}), not output. Solve the error and run the same command again with --output json`;
}
