/** A scenario folder as data: its variants (sketches that differ in the one deciding rule) and its cases, read and checked. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Sketch } from '../../sketch/bundle.js';

/** What a folder's `sketch.ts` exports as its default: `base`, and its twins. */
export type Variants = Readonly<Record<string, () => Sketch>>;

const end = z.string().min(1);
const port = z.union([z.number(), z.string()]);

const flowShape = z.strictObject({
  from: end,
  to: end,
  protocol: z.union([z.string(), z.number()]).optional(),
  port: port.optional(),
  sourcePort: port.optional(),
  family: z.enum(['ipv4', 'ipv6']).optional(),
  icmp: z.strictObject({ type: z.number(), code: z.number().optional() }).optional(),
  host: z.string().optional(),
  path: z.string().optional(),
  onDownTunnels: z.enum(['block', 'caveat']).optional(),
});

const caseShape = z.strictObject({
  name: z.string().regex(/^[a-z0-9-]+$/, 'a name is lower case with hyphens: it is part of a file name'),
  on: z.string().default('base'),
  flow: flowShape,
  verdict: z.enum(['reachable', 'partial', 'blocked', 'unknown']),
  /** The code that decides: of the first cause, or, of an unknown, of what is missing. */
  code: z.string().optional(),
  leg: z.enum(['forward', 'return']).optional(),
  resource: z.string().optional(),
  rule: z.string().optional(),
  sourceSeen: z.string().optional(),
  symptom: z.string().optional(),
  scope: z.strictObject({ over: z.string().optional(), failing: z.number(), of: z.number() }).optional(),
  /** Notes that the answer must carry. */
  caveats: z.array(z.string()).default([]),
  /** Blockers that wait behind the first one, in order. */
  behind: z.array(z.string()).optional(),
  /** When the question is asked (RFC 3339), where that matters; half an hour after the capture unless said. */
  askedAt: z.string().optional(),
  tags: z.array(z.string()).min(1),
});

export type ScenarioCase = z.infer<typeof caseShape>;

export interface Story {
  readonly name: string;
  readonly folder: string;
  readonly variants: Variants;
  readonly cases: readonly ScenarioCase[];
}

/** The folder of all stories. */
export const SCENARIOS = join(import.meta.dirname, '..');

/** The names of all stories: every folder with cases. */
export function storyNames(): string[] {
  return readdirSync(SCENARIOS, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(SCENARIOS, entry.name, 'cases.yaml')))
    .map(({ name }) => name)
    .sort();
}

/** Reads a story. Throws, naming the file and the place, where the cases have another shape. */
export async function readStory(name: string): Promise<Story> {
  const folder = join(SCENARIOS, name);
  const cases = z
    .array(caseShape)
    .min(2, 'a story has its answer and a twin')
    .safeParse(parse(readFileSync(join(folder, 'cases.yaml'), 'utf8')));
  if (!cases.success) throw new Error(`${name}/cases.yaml: ${z.prettifyError(cases.error)}`);
  const module = (await import(pathToFileURL(join(folder, 'sketch.ts')).href)) as { default: Variants };
  return { name, folder, variants: module.default, cases: cases.data };
}

/** The golden of a case, below the story's folder. */
export function goldenName({ on, name }: ScenarioCase): string {
  return `${on}.${name}.txt`;
}
