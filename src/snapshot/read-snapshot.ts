/** Documents → network: reads a bundle by way of all components' readers, and says what it lacks and what can't be read. */
import { readAws } from '../components/aws/read-aws.js';
import { readKubernetes } from '../components/kubernetes/read-kubernetes.js';
import type { Reading } from '../components/reader.js';
import type { Network } from '../model/network.js';
import type { Bundle, SnapshotWarning } from './bundle.js';
import { capturedHomes, collectedKeys } from './collected.js';
import { countResources } from './counts.js';
import { indexDocuments } from './documents.js';
import { looseEndWarnings } from './loose-ends.js';
import { missingCallWarnings, missingKindWarnings } from './missing-calls.js';
import { missingSubjectWarnings } from './missing-subjects.js';
import { signsOf } from './signs.js';

/** A place in the bundle that can't be read; `value` is what stands there, left out where it is a list or an object. */
export interface ReadingError {
  readonly path: string;
  readonly message: string;
  readonly value?: unknown;
}

export interface SnapshotReading {
  /** Whole only where `errors` is empty. */
  readonly network: Network;
  readonly warnings: SnapshotWarning[];
  /** Not empty: the upload is to be refused. At most MOST_ERRORS, the first ones. */
  readonly errors: ReadingError[];
  /** Resources by kind, without zeros. */
  readonly counts: Record<string, number>;
}

/** One wrong habit of a tool repeats in every item: more places than this tell nothing new. */
const MOST_ERRORS = 100;
const LONGEST_VALUE = 100;

function shownValue(value: unknown): Pick<ReadingError, 'value'> {
  if (typeof value === 'string') return { value: value.length > LONGEST_VALUE ? `${value.slice(0, LONGEST_VALUE)}…` : value };
  return typeof value === 'number' || typeof value === 'boolean' || value === null ? { value } : {};
}

function collectingReading(warnings: SnapshotWarning[], errors: ReadingError[]): Reading {
  return {
    warn: (code, message, path) => warnings.push({ code, message, path }),
    refuse: (path, expected, value) => {
      if (errors.length < MOST_ERRORS) errors.push({ path, message: `Expected ${expected}.`, ...shownValue(value) });
    },
  };
}

/**
 * Reads a bundle in its canonical form. Never throws for what the bundle holds: wrong shapes are `errors`, gaps and oddities `warnings`.
 * A bundle may hold AWS data, Kubernetes data, or both.
 */
export function readSnapshot(bundle: Bundle): SnapshotReading {
  const documents = indexDocuments(bundle);
  const warnings: SnapshotWarning[] = [];
  const errors: ReadingError[] = [];
  const reading = collectingReading(warnings, errors);
  const aws = readAws(documents, reading);
  const kubernetes = readKubernetes(documents, reading);
  const homes = capturedHomes(bundle, documents, aws);
  const network: Network = { ...aws, ...kubernetes, collected: collectedKeys(bundle, homes) };
  warnings.push(
    ...missingCallWarnings(homes, signsOf(network, documents)),
    ...missingSubjectWarnings(network, documents),
    ...missingKindWarnings(bundle),
    ...looseEndWarnings(network),
  );
  return { network, warnings, errors, counts: countResources(network, documents) };
}
