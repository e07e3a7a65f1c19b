// Settings inside a text: JSON, block YAML, flow YAML, and what is not read.
import { describe, expect, it } from 'vitest';
import { readEmbeddedSettings, settingFlag, settingText, settingTexts } from './embedded-settings.js';

describe('readEmbeddedSettings', () => {
  it('reads JSON', () => {
    expect(readEmbeddedSettings(' {"env": {"A": "1"}, "on": true}')).toEqual({ env: { A: '1' }, on: true });
    expect(readEmbeddedSettings('{"env": ')).toBeNull();
  });

  it('reads block YAML with comments, quotes, lists and nesting', () => {
    const text = `---
# settings
apiVersion: v1 # the first
mode: "ipvs"
url: http://a#b
empty: ""
nothing: null
iptables:
  masqueradeAll: false
  deeper:
    x: 'y: z'
addresses:
- 10.0.0.0/8
- "192.168.0.0/16"
tolerations:
  - key: a
    operator: Exists
  - operator: Exists
last: 1
`;
    expect(readEmbeddedSettings(text)).toEqual({
      apiVersion: 'v1',
      mode: 'ipvs',
      url: 'http://a#b',
      empty: '',
      nothing: 'null',
      iptables: { masqueradeAll: 'false', deeper: { x: 'y: z' } },
      addresses: ['10.0.0.0/8', '192.168.0.0/16'],
      tolerations: [{ key: 'a', operator: 'Exists' }, { operator: 'Exists' }],
      last: '1',
    });
  });

  it('reads flow mappings and lists', () => {
    expect(
      readEmbeddedSettings('mode: ipvs\niptables: {masqueradeAll: false, masqueradeBit: 14}\na: []\nb: [x, "y,z", {c: d}]\ne: {}'),
    ).toEqual({
      mode: 'ipvs',
      iptables: { masqueradeAll: 'false', masqueradeBit: '14' },
      a: [],
      b: ['x', 'y,z', { c: 'd' }],
      e: {},
    });
  });

  it.each(['a: |\n  block', 'a: &x 1', 'just words', 'a: [1', 'a: {b: 1]', 'a: 1\n   b: 2', '\ta: 1\nb: 2', 'a: "open'])(
    'does not guess at %j',
    (text) => {
      expect(readEmbeddedSettings(text)).toBeNull();
    },
  );

  it('takes an empty text for no settings', () => {
    expect(readEmbeddedSettings(' \n')).toEqual({});
  });
});

it('reads values as the programs do', () => {
  expect([settingText(true), settingText('null'), settingText('~'), settingText('x')]).toEqual(['true', null, null, 'x']);
  expect([settingTexts(['a', 'null']), settingTexts('b'), settingTexts(undefined)]).toEqual([['a'], ['b'], []]);
  expect(['true', 'True', 't', '1', true].map((value) => settingFlag(value, false))).toEqual([true, true, true, true, true]);
  expect(['false', 'F', '0', false].map((value) => settingFlag(value, true))).toEqual([false, false, false, false]);
  expect(['yes', '', undefined].map((value) => [settingFlag(value, false), settingFlag(value, true)])).toEqual([
    [false, true],
    [false, true],
    [false, true],
  ]);
});
