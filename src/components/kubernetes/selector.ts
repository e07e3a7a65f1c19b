/** Label selectors: which labels they pick, and how they are read. */
import type { LabelSelector } from '../../model/kubernetes/cluster.js';
import { labelsAt, listAt, recordAt, refuse, textAt, textsAt, type Here } from './fields.js';

type Expression = LabelSelector['matchExpressions'][number];

const OPERATORS: ReadonlySet<string> = new Set(['In', 'NotIn', 'Exists', 'DoesNotExist']);

/**
 * Does the selector pick something with these labels? All parts must hold ("Labels and Selectors"):
 *
 * | part              | label is missing | label has a listed value | label has another value |
 * | ----------------- | ---------------- | ------------------------ | ----------------------- |
 * | matchLabels, `In` | no               | yes                      | no                      |
 * | `NotIn`           | yes              | no                       | yes                     |
 * | `Exists`          | no               | yes                      | yes                     |
 * | `DoesNotExist`    | yes              | no                       | no                      |
 * | no part at all    | yes              | yes                      | yes                     |
 *
 * A selector that is absent (null) means different things in different fields, so the caller decides about it.
 */
export function matchesSelector(selector: LabelSelector, labels: Readonly<Record<string, string>>): boolean {
  for (const key in selector.matchLabels) {
    if (!Object.hasOwn(labels, key) || labels[key] !== selector.matchLabels[key]) return false;
  }
  return selector.matchExpressions.every((expression) => holdsFor(expression, labels));
}

function holdsFor({ key, operator, values }: Expression, labels: Readonly<Record<string, string>>): boolean {
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return false;
  }
}

/** The selector that picks everything. */
export const EVERYTHING: LabelSelector = { matchLabels: {}, matchExpressions: [] };

export function isEverything(selector: LabelSelector): boolean {
  return selector.matchExpressions.length === 0 && Object.keys(selector.matchLabels).length === 0;
}

/** Reads a selector; null when it is absent. An operator that Kubernetes doesn't know is refused. */
export function selectorAt(here: Here, value: unknown, path: string): LabelSelector | null {
  if (value === undefined || value === null) return null;
  const raw = recordAt(here, value, path);
  const expressions = listAt(here, raw['matchExpressions'], `${path}/matchExpressions`);
  return {
    matchLabels: labelsAt(here, raw['matchLabels'], `${path}/matchLabels`),
    matchExpressions: expressions.flatMap((item, index) => expressionAt(here, item, `${path}/matchExpressions/${index}`) ?? []),
  };
}

function expressionAt(here: Here, value: unknown, path: string): Expression | null {
  const raw = recordAt(here, value, path);
  const key = textAt(here, raw['key'], `${path}/key`);
  const operator = textAt(here, raw['operator'], `${path}/operator`);
  if (key === null) refuse(here, `${path}/key`, 'the key of a label', raw['key']);
  if (operator === null || !OPERATORS.has(operator)) refuse(here, `${path}/operator`, 'In, NotIn, Exists or DoesNotExist', raw['operator']);
  return key === null || operator === null ? null : { key, operator, values: valuesAt(here, raw['values'], `${path}/values`) };
}

/** An empty text is a legal value here, so these are not read by textsAt. */
function valuesAt(here: Here, value: unknown, path: string): readonly string[] {
  const values = listAt(here, value, path);
  return values.every((item) => typeof item === 'string') ? values : textsAt(here, values, path);
}

/** `app=web,tier in (a,b),!legacy`, as kubectl takes it; `all` for the selector that picks everything. */
export function formatSelector(selector: LabelSelector): string {
  if (isEverything(selector)) return 'all';
  const labels = Object.entries(selector.matchLabels).map(([key, value]) => `${key}=${value}`);
  return [...labels, ...selector.matchExpressions.map(formatExpression)].join(',');
}

function formatExpression({ key, operator, values }: Expression): string {
  switch (operator) {
    case 'Exists':
      return key;
    case 'DoesNotExist':
      return `!${key}`;
    case 'In':
      return `${key} in (${values.join(',')})`;
    default:
      return `${key} notin (${values.join(',')})`;
  }
}
