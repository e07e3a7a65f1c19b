/** One plain file of an upload to recognised pieces: decoded, parsed, judged by content. What can't be used is refused or ignored, by name. */
import type { SnapshotWarning } from '../snapshot/bundle.js';
import { placeInUpload, type InputProblem, type InputProblemCode } from '../snapshot/input-problem.js';
import { warning, type AwsPiece, type KubernetesPiece } from '../snapshot/pieces.js';
import { emptyList, fieldsIgnored, kubernetesPage, readBundle } from '../snapshot/read-bundle.js';
import { recognise } from '../snapshot/recognise.js';
import { recogniseText } from '../snapshot/recognise-text.js';
import type { Recognised } from '../snapshot/recognised.js';
import { declaredPlace } from './declared-place.js';
import { decodeText } from './decode-text.js';
import { beginsLikeJson, beginsLikeKubernetesYaml, beginsWithBracket, isMeantAsData, isSystemFile, mayBeYaml } from './file-intent.js';
import { takeBytes, type ByteBudget } from './ingest-limits.js';
import { parseJson, parseYaml, type ParseResult } from './parse-documents.js';
import type { UploadedFile } from './uploaded-file.js';

/** What a file gave. `names` and `times` are those of the bundles in it; `isBundle` tells an empty bundle from a file without use. */
export interface FileReading {
  readonly aws: readonly AwsPiece[];
  readonly kubernetes: readonly KubernetesPiece[];
  readonly name: string | null;
  readonly capturedAt: string | null;
  readonly isBundle: boolean;
  readonly warnings: readonly SnapshotWarning[];
  readonly problems: readonly InputProblem[];
}

const NOTHING: FileReading = { aws: [], kubernetes: [], name: null, capturedAt: null, isBundle: false, warnings: [], problems: [] };

/** Reads one file; YAML takes its size from `yamlBudget`. Problems are given, not thrown; the rest of the reading counts only when there are none. */
export function readFile(file: UploadedFile, yamlBudget: ByteBudget): FileReading {
  const { name, bytes } = file;
  if (isSystemFile(name)) return ignored(name, 'is a file of the operating system');
  const decoded = decodeText(bytes);
  if (!decoded.ok) {
    const what = decoded.reason === 'binary' ? 'is binary' : 'is text in another encoding than UTF-8 or UTF-16';
    return isMeantAsData(name) ? refused('UNREADABLE_TEXT', name, `${what}: expected JSON or YAML`) : ignored(name, what);
  }
  const parsed = parseText(name, decoded.text, bytes.length, yamlBudget);
  if (!('ok' in parsed)) return parsed;
  if (!parsed.ok) return { ...NOTHING, problems: [parsed.problem] };
  const several = parsed.documents.length > 1;
  return joinReadings(parsed.documents.map((document, index) => readDocument(document, name, several ? index + 1 : null)));
}

/** Parses the text as what it begins like; a reading instead of a result is the end of it. */
function parseText(name: string, text: string, bytes: number, yamlBudget: ByteBudget): ParseResult | FileReading {
  const meant = isMeantAsData(name);
  if (text.trim() === '') {
    const message = 'is empty: the command that should have written it failed. Run it again';
    return meant ? refused('NOT_RAW_OUTPUT', name, message) : ignored(name, 'is empty');
  }
  if (beginsLikeJson(text) || (meant && beginsWithBracket(text))) return parseJson(text, name);
  const lookAlike = recogniseText(text);
  if (lookAlike !== null) {
    return lookAlike.then === 'refuse' || meant ? refused('NOT_RAW_OUTPUT', name, lookAlike.message) : ignored(name, lookAlike.message);
  }
  if (name === '' || /\.json$/i.test(name))
    return beginsLikeKubernetesYaml(text) ? yaml(name, text, bytes, yamlBudget) : parseJson(text, name);
  return mayBeYaml(name, text) ? yaml(name, text, bytes, yamlBudget) : ignored(name, 'is neither JSON nor YAML');
}

function yaml(name: string, text: string, bytes: number, yamlBudget: ByteBudget): ParseResult | FileReading {
  if (!takeBytes(yamlBudget, bytes)) {
    return refused('UPLOAD_TOO_LARGE', name, 'makes more YAML than one upload may hold: save the output as JSON (kubectl get … -o json)');
  }
  const parsed = parseYaml(text, name);
  const meant = isMeantAsData(name) || beginsLikeKubernetesYaml(text);
  return parsed.ok || meant || parsed.problem.code !== 'MALFORMED_YAML' ? parsed : ignored(name, 'is neither JSON nor YAML');
}

/** `document` counts from 1 where a file holds several. */
function readDocument(value: unknown, name: string, document: number | null): FileReading {
  const label = document === null ? name : `${name} (document ${document})`;
  const found = recognise(value);
  switch (found.what) {
    case 'bundle': {
      const read = readBundle(found.value, label);
      return read.ok ? { ...read.pieces, isBundle: true, problems: [] } : { ...NOTHING, problems: read.problems };
    }
    case 'aws':
      return awsReading(found, name, label);
    case 'kubernetes': {
      const warnings = [...(found.parts.length === 0 ? [emptyList(label)] : []), ...(found.incomplete ? [kubernetesPage(label)] : [])];
      return { ...NOTHING, kubernetes: found.parts.map((part) => ({ part, file: label, pointer: '', cluster: null })), warnings };
    }
    case 'invalid':
      return refused('INVALID_OUTPUT', label, found.message, found.pointer);
    case 'look-alike':
      return refused('NOT_RAW_OUTPUT', label, found.message);
    case 'unread':
      return name === ''
        ? refused('INVALID_BUNDLE', label, 'expected a bundle with "aws" and "kubernetes"')
        : ignored(label, found.message);
  }
}

function awsReading(found: Extract<Recognised, { what: 'aws' }>, name: string, label: string): FileReading {
  const { accountId, region, directory } = declaredPlace(name);
  const aws = found.calls.map((call) => ({ call, file: label, group: directory, accountId, region }));
  return { ...NOTHING, aws, warnings: found.ignored.length === 0 ? [] : [fieldsIgnored(found.ignored, label)] };
}

/** Puts readings together; the first that says a name or a time counts. */
export function joinReadings(readings: readonly FileReading[]): FileReading {
  return {
    aws: readings.flatMap(({ aws }) => aws),
    kubernetes: readings.flatMap(({ kubernetes }) => kubernetes),
    name: readings.find(({ name }) => name !== null)?.name ?? null,
    capturedAt: readings.find(({ capturedAt }) => capturedAt !== null)?.capturedAt ?? null,
    isBundle: readings.some(({ isBundle }) => isBundle),
    warnings: readings.flatMap(({ warnings }) => warnings),
    problems: readings.flatMap(({ problems }) => problems),
  };
}

function refused(code: InputProblemCode, name: string, message: string, pointer = ''): FileReading {
  const sentence = name === '' ? `The body ${message}` : message;
  return { ...NOTHING, problems: [{ code, file: name, pointer, message: pointer === '' ? sentence : message }] };
}

function ignored(name: string, message: string): FileReading {
  const place = placeInUpload(name, '');
  return {
    ...NOTHING,
    warnings: [warning('FILE_IGNORED', `${place === '' ? 'The body' : place} ${message}: it is ignored.`, place === '' ? null : place)],
  };
}
