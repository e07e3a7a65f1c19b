// Label selectors: the case table of matchesSelector, their text, and what is refused.
import { describe, expect, it } from 'vitest';
import { recordReading } from '../../../test/sketch/kubernetes-documents.js';
import { formatSelector, matchesSelector, selectorAt } from './selector.js';

const expression = (operator: string, ...values: string[]) => ({ matchLabels: {}, matchExpressions: [{ key: 'team', operator, values }] });

describe('matchesSelector', () => {
  it.each([
    ['In', { team: 'x' }, true],
    ['In', { team: 'y' }, false],
    ['In', {}, false],
    ['NotIn', { team: 'x' }, false],
    ['NotIn', { team: 'y' }, true],
    ['NotIn', {}, true],
    ['Exists', { team: '' }, true],
    ['Exists', {}, false],
    ['DoesNotExist', { team: 'x' }, false],
    ['DoesNotExist', {}, true],
  ])('%s (x) on %j is %s', (operator, labels, expected) => {
    const values = operator.endsWith('In') ? ['x'] : [];
    expect(matchesSelector(expression(operator, ...values), labels as Record<string, string>)).toBe(expected);
  });

  it('asks for every label and every expression', () => {
    const selector = { matchLabels: { app: 'web' }, matchExpressions: [{ key: 'tier', operator: 'In', values: ['fe', 'be'] }] };
    expect(matchesSelector(selector, { app: 'web', tier: 'be', more: '1' })).toBe(true);
    expect(matchesSelector(selector, { app: 'web', tier: 'db' })).toBe(false);
    expect(matchesSelector(selector, { app: 'api', tier: 'be' })).toBe(false);
  });

  it('picks everything when it is empty, and looks at own labels only', () => {
    expect(matchesSelector({ matchLabels: {}, matchExpressions: [] }, {})).toBe(true);
    expect(matchesSelector({ matchLabels: {}, matchExpressions: [{ key: 'constructor', operator: 'Exists', values: [] }] }, {})).toBe(
      false,
    );
  });
});

describe('selectorAt', () => {
  it('keeps null apart from empty', () => {
    const here = { reading: recordReading(), pointer: '/a' };
    expect(selectorAt(here, undefined, 's')).toBeNull();
    expect(selectorAt(here, null, 's')).toBeNull();
    expect(selectorAt(here, {}, 's')).toEqual({ matchLabels: {}, matchExpressions: [] });
  });

  it('refuses an operator that Kubernetes does not know, and a label that is no text', () => {
    const reading = recordReading();
    const here = { reading, pointer: '/a' };
    selectorAt(here, { matchExpressions: [{ key: 'team', operator: 'in', values: ['x'] }] }, 's');
    selectorAt(here, { matchLabels: { 'a/b': 1 } }, 's');
    expect(reading.refused).toEqual([
      '/a/s/matchExpressions/0/operator: expected In, NotIn, Exists or DoesNotExist',
      '/a/s/matchLabels/a~1b: expected a text',
    ]);
  });
});

it('prints selectors as kubectl takes them', () => {
  const matchExpressions = [
    { key: 'tier', operator: 'In', values: ['a', 'b'] },
    { key: 'old', operator: 'DoesNotExist', values: [] },
    { key: 'zone', operator: 'NotIn', values: ['c'] },
    { key: 'ok', operator: 'Exists', values: [] },
  ];
  expect(formatSelector({ matchLabels: { app: 'web' }, matchExpressions })).toBe('app=web,tier in (a,b),!old,zone notin (c),ok');
  expect(formatSelector({ matchLabels: {}, matchExpressions: [] })).toBe('all');
});
