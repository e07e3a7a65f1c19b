/**
 * Plain accessors for the fields of Kubernetes objects: absent and null are the same, a wrong shape refuses the upload and
 * names the place. No schema library, because a snapshot may hold a hundred thousand pods.
 */
import { parseAddress, type Address } from '../../net/address.js';
import { parsePrefix, type Prefix } from '../../net/prefix.js';
import type { Reading } from '../reader.js';

export type Raw = Readonly<Record<string, unknown>>;

/** Where an object stands in the upload; `path` arguments below are relative to it: `spec/ports/0/port`. */
export interface Here {
  readonly reading: Reading;
  readonly pointer: string;
}

const NOTHING: Raw = {};
const NO_LABELS: Readonly<Record<string, string>> = {};
const NONE: readonly unknown[] = [];

export function refuse(here: Here, path: string, expected: string, value: unknown): void {
  here.reading.refuse(`${here.pointer}/${path}`, expected, value);
}

/** The keys and values of an object; empty when it is absent or refused. */
export function recordAt(here: Here, value: unknown, path: string): Raw {
  if (value === undefined || value === null) return NOTHING;
  if (typeof value === 'object' && !Array.isArray(value)) return value as Raw;
  refuse(here, path, 'an object', value);
  return NOTHING;
}

/** The items of a list; empty when it is absent or refused. */
export function listAt(here: Here, value: unknown, path: string): readonly unknown[] {
  if (value === undefined || value === null) return NONE;
  if (Array.isArray(value)) return value;
  refuse(here, path, 'a list', value);
  return NONE;
}

/** A text; null when it is absent, empty or refused: Kubernetes prints an unset text either way. */
export function textAt(here: Here, value: unknown, path: string): string | null {
  if (value === undefined || value === null || value === '') return null;
  if (typeof value === 'string') return value;
  refuse(here, path, 'a text', value);
  return null;
}

/** Texts of a list, without those that were refused. */
export function textsAt(here: Here, value: unknown, path: string): readonly string[] {
  return listAt(here, value, path).flatMap((item, index) => textAt(here, item, `${path}/${index}`) ?? []);
}

export function flagAt(here: Here, value: unknown, path: string): boolean | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'boolean') return value;
  refuse(here, path, 'true or false', value);
  return null;
}

/** A port from 1 to 65535; null when it is absent, 0 (which Kubernetes prints for "none") or refused. */
export function portAt(here: Here, value: unknown, path: string): number | null {
  if (value === undefined || value === null || value === 0) return null;
  if (typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= 65535) return value;
  refuse(here, path, 'a port from 1 to 65535', value);
  return null;
}

/** A port's number or name; digits in quotes are the number. Null when it is absent or refused. */
export function portOrNameAt(here: Here, value: unknown, path: string): number | string | null {
  if (typeof value !== 'string') return portAt(here, value, path);
  return /^\d+$/.test(value) ? portAt(here, Number(value), path) : textAt(here, value, path);
}

/** `tcp`, `udp` or `sctp`: lower case, TCP when it is absent, as the API server fills it in. */
export function protocolAt(here: Here, value: unknown, path: string): string {
  const protocol = textAt(here, value, path)?.toLowerCase() ?? 'tcp';
  if (protocol !== 'tcp' && protocol !== 'udp' && protocol !== 'sctp') refuse(here, path, 'TCP, UDP or SCTP', value);
  return protocol;
}

export function addressAt(here: Here, value: unknown, path: string): Address | null {
  const text = textAt(here, value, path);
  if (text === null) return null;
  const address = parseAddress(text);
  if (address === null) refuse(here, path, 'an IP address such as 10.0.1.5 or 2001:db8::5', value);
  return address;
}

export function prefixAt(here: Here, value: unknown, path: string): Prefix | null {
  const text = textAt(here, value, path);
  const prefix = text === null ? null : parsePrefix(text);
  if (prefix === null) refuse(here, path, 'a CIDR such as 10.0.0.0/16 or 2001:db8::/32', value);
  return prefix;
}

/** Labels or annotations: texts by key. */
export function labelsAt(here: Here, value: unknown, path: string): Readonly<Record<string, string>> {
  if (value === undefined || value === null) return NO_LABELS;
  const labels = recordAt(here, value, path);
  for (const key in labels) {
    if (typeof labels[key] === 'string') continue;
    refuse(here, `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, 'a text', labels[key]);
    return NO_LABELS;
  }
  return labels as Readonly<Record<string, string>>;
}

/** Is the condition of that type True? Null when the object has no conditions at all. */
export function conditionAt(here: Here, status: Raw, type: string): boolean | null {
  if (status['conditions'] === undefined || status['conditions'] === null) return null;
  for (const condition of listAt(here, status['conditions'], 'status/conditions')) {
    const { type: found, status: answer } = recordAt(here, condition, 'status/conditions');
    if (found === type) return answer === 'True';
  }
  return false;
}
