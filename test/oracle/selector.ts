/** Kubernetes label selectors: every label and every expression has to hold; an empty selector holds for all. */
import { child, list, text, texts, type Raw } from './raw.js';

function expressionHolds(expression: Raw, labels: Raw): boolean {
  const [key, values] = [text(expression, 'key'), texts(expression, 'values')];
  const value = labels[key];
  const present = typeof value === 'string';
  switch (text(expression, 'operator')) {
    case 'In':
      return present && values.includes(value);
    case 'NotIn':
      return !present || !values.includes(value);
    case 'Exists':
      return present;
    case 'DoesNotExist':
      return !present;
    default:
      return false;
  }
}

export function selects(selector: Raw | undefined, labels: Raw): boolean {
  const wanted = Object.entries(child(selector, 'matchLabels') ?? {});
  return (
    wanted.every(([key, value]) => labels[key] === value) &&
    list(selector, 'matchExpressions').every((expression) => expressionHolds(expression, labels))
  );
}
