/** Text to parsed values: one or several JSON documents in a file, or YAML; every fault with its place in the file. */
import { Composer, Lexer, LineCounter, Parser, type CST, type Document, type YAMLError } from 'yaml';
import type { InputProblem, InputProblemCode } from '../snapshot/input-problem.js';
import { NESTING_LIMIT, tooDeepAt } from '../snapshot/nesting.js';
import { scanJson, type JsonFault, type JsonRange } from './scan-json.js';

export type ParseResult =
  { readonly ok: true; readonly documents: readonly unknown[] } | { readonly ok: false; readonly problem: InputProblem };

/** Parses JSON: one document, or several one after the other with nothing but blanks between. */
export function parseJson(text: string, file: string): ParseResult {
  try {
    return withinNesting([JSON.parse(text) as unknown], file);
  } catch (error) {
    // JSON.parse names neither line nor pointer, and takes a second document for a fault: look again.
    if (!(error instanceof SyntaxError)) throw error;
    return parseScanned(text, file);
  }
}

function parseScanned(text: string, file: string): ParseResult {
  const scan = scanJson(text);
  if (!scan.ok) return { ok: false, problem: jsonProblem(file, scan.fault) };
  const parse = ({ start, end }: JsonRange): unknown => JSON.parse(text.slice(start, end));
  return withinNesting(scan.documents.map(parse), file);
}

/** Hostile keys and nesting can make a pointer longer than the file's use for it. */
const POINTER_CHARACTERS = 500;

function jsonProblem(file: string, fault: JsonFault): InputProblem {
  const place = `line ${fault.line}, column ${fault.column}`;
  const message = fault.truncated
    ? `The file ends in the middle of a document (${place}): ${fault.expected} is missing. Was it cut off?`
    : `Malformed JSON at ${place}: expected ${fault.expected}.`;
  return { code: 'MALFORMED_JSON', file, pointer: fault.pointer.slice(0, POINTER_CHARACTERS), message };
}

/** Parses YAML: all documents of the file. Empty documents (`---` at the end) are left out. */
export function parseYaml(text: string, file: string): ParseResult {
  const lines = new LineCounter();
  try {
    // Unique keys are not checked: the check compares every key with every other, and a hostile file could hold very many.
    const composer = new Composer({ lineCounter: lines, uniqueKeys: false, prettyErrors: false, logLevel: 'silent' });
    const documents = [...composer.compose(nestingGuarded(text, lines))];
    const fault = documents.flatMap(({ errors }) => errors)[0];
    if (fault !== undefined) return yamlProblem(file, describeYamlError(fault, lines));
    return withinNesting(
      documents.map(valueOf).filter((value) => value !== null && value !== undefined),
      file,
    );
  } catch (error) {
    if (error instanceof TooDeep) return tooDeep(file, '');
    // The library refuses aliases that would multiply into very many.
    if (error instanceof ReferenceError) return yamlProblem(file, 'an alias without its anchor, or too many aliases');
    throw error;
  }
}

class TooDeep extends Error {}

/** A value opens at most this many of the parser's levels: itself, and the list or mapping entry that holds it. */
const PARSER_LEVELS_PER_VALUE = 2;

/**
 * The library's parser, stopped at a nesting that its composer could not take: the composer recurses, and on a stack that overflows in
 * the wrong place the whole process ends without an error to catch.
 */
function* nestingGuarded(text: string, lines: LineCounter): Generator<CST.Token, void> {
  const parser = new Parser(lines.addNewLine);
  lines.addNewLine(0);
  for (const lexeme of new Lexer().lex(text)) {
    yield* parser.next(lexeme);
    if (parser.stack.length > NESTING_LIMIT * PARSER_LEVELS_PER_VALUE) throw new TooDeep();
  }
  yield* parser.end();
}

const valueOf = (document: Document | Document.Parsed): unknown => document.toJS({ maxAliasCount: 100 }) as unknown;

function describeYamlError(error: YAMLError, lines: LineCounter): string {
  const { line, col } = lines.linePos(error.pos[0]);
  const firstLine = error.message.split('\n')[0] ?? '';
  return `line ${line}, column ${col}: ${firstLine.slice(0, 200)}`;
}

function yamlProblem(file: string, what: string): ParseResult {
  return { ok: false, problem: { code: 'MALFORMED_YAML', file, pointer: '', message: `Malformed YAML: ${what}` } };
}

function withinNesting(documents: readonly unknown[], file: string): ParseResult {
  for (const document of documents) {
    const pointer = tooDeepAt(document);
    if (pointer !== null) return tooDeep(file, pointer);
  }
  return { ok: true, documents };
}

function tooDeep(file: string, pointer: string): ParseResult {
  const code: InputProblemCode = 'UPLOAD_TOO_LARGE';
  return {
    ok: false,
    problem: {
      code,
      file,
      pointer: pointer.slice(0, POINTER_CHARACTERS),
      message: `Values are nested more than ${NESTING_LIMIT} levels deep; no AWS or kubectl output is.`,
    },
  };
}
