/** Protocols, ports and ICMP fields: reading, printing and packing. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numberSet } from '../../test/arbitraries/net.js';
import { holds, intersect, intervalSet, oneNumber, range, sizeOf, subtract, union } from './interval-set.js';
import {
  ALL_PORTS,
  ALL_PROTOCOLS,
  formatPorts,
  formatProtocol,
  formatProtocols,
  icmpPorts,
  icmpReplyPorts,
  isIcmp,
  LINUX_CLIENT_PORTS,
  parsePorts,
  parseProtocol,
  WIDE_CLIENT_PORTS,
  WINDOWS_CLIENT_PORTS,
  type NumberSet,
} from './port.js';

const port = fc.oneof(fc.integer({ min: 0, max: 65535 }), fc.constantFrom(0, 1, 80, 443, 65534, 65535));
const portSet: fc.Arbitrary<NumberSet> = fc
  .array(fc.tuple(port, port), { minLength: 1, maxLength: 5 })
  .map((pairs) => intervalSet(pairs.map(([one, other]) => [Math.min(one, other), Math.max(one, other) + 1])));

describe('parseProtocol', () => {
  it.each([
    ['tcp', 6],
    ['TCP', 6],
    ['udp', 17],
    ['icmp', 1],
    ['icmpv6', 58],
    ['sctp', 132],
    ['0', 0],
    ['6', 6],
    ['255', 255],
  ])('reads %s', (text, number) => {
    expect(parseProtocol(text)).toBe(number);
  });

  it.each(['', 'any', '-1', '256', '1000', '6.0', ' 6', 'tcp ', 'http', 'constructor', '__proto__', 'toString'])('rejects %j', (text) => {
    expect(parseProtocol(text)).toBeNull();
  });

  it('reads what formatProtocol writes', () => {
    for (let protocol = 0; protocol < 256; protocol += 1) expect(parseProtocol(formatProtocol(protocol))).toBe(protocol);
  });
});

describe('formatProtocols', () => {
  it.each([
    [oneNumber(6), 'tcp'],
    [
      intervalSet([
        [6, 7],
        [17, 18],
      ]),
      'tcp,udp',
    ],
    [range(47, 48), '47,48'],
    [ALL_PROTOCOLS, 'any'],
    [subtract(ALL_PROTOCOLS, oneNumber(6)), 'any but tcp'],
    [
      subtract(
        ALL_PROTOCOLS,
        intervalSet([
          [6, 7],
          [17, 18],
        ]),
      ),
      'any but tcp,udp',
    ],
    [[], ''],
  ])('prints %j', (protocols, text) => {
    expect(formatProtocols(protocols)).toBe(text);
  });

  it('names exactly the protocols of the set', () => {
    fc.assert(
      fc.property(numberSet(256), (protocols) => {
        const text = formatProtocols(protocols);
        const names = text === '' || text === 'any' ? [] : text.replace('any but ', '').split(',');
        const named = intervalSet(names.map((name) => [parseProtocol(name) as number, (parseProtocol(name) as number) + 1]));
        expect(text.startsWith('any') ? subtract(ALL_PROTOCOLS, named) : named).toEqual(protocols);
      }),
    );
  });
});

describe('formatPorts and parsePorts', () => {
  it.each([
    [oneNumber(443), '443'],
    [oneNumber(0), '0'],
    [oneNumber(65535), '65535'],
    [range(8000, 8100), '8000-8100'],
    [
      intervalSet([
        [80, 81],
        [443, 444],
      ]),
      '80,443',
    ],
    [
      intervalSet([
        [80, 81],
        [8000, 8101],
      ]),
      '80,8000-8100',
    ],
    [ALL_PORTS, 'any'],
    [range(1, 65535), '1-65535'],
    [range(0, 1023), '0-1023'],
  ])('prints %j as %s', (ports, text) => {
    expect(formatPorts(ports)).toBe(text);
    expect(parsePorts(text)).toEqual(ports);
  });

  it('reading undoes printing, and the text joins what touches', () => {
    fc.assert(
      fc.property(portSet, (ports) => {
        expect(parsePorts(formatPorts(ports))).toEqual(ports);
      }),
    );
    expect(parsePorts('81,80')).toEqual([80, 82]);
    expect(parsePorts('80-90, 85 - 95')).toEqual([80, 96]);
    expect(parsePorts('0-65535')).toEqual(ALL_PORTS);
  });

  it.each([
    '',
    ' ',
    ',',
    '80,',
    '-80',
    '80-',
    '90-80',
    '65536',
    '80-65536',
    '99999',
    '100000',
    '80;443',
    '8 0',
    'http',
    '-1',
    '80.5',
    '0x50',
    '1e3',
    'any,80',
  ])('rejects %j', (text) => {
    expect(parsePorts(text)).toBeNull();
  });
});

describe('icmpPorts', () => {
  it('packs type and code, one field value for each', () => {
    const byte = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(byte, byte, byte, byte, (type, code, otherType, otherCode) => {
        expect(sizeOf(icmpPorts(type, code))).toBe(1);
        expect(holds(ALL_PORTS, icmpPorts(type, code)[0] as number)).toBe(true);
        const same = type === otherType && code === otherCode;
        expect(intersect(icmpPorts(type, code), icmpPorts(otherType, otherCode)).length > 0).toBe(same);
        expect(holds(icmpPorts(type, -1), icmpPorts(otherType, otherCode)[0] as number)).toBe(type === otherType);
      }),
    );
  });

  it.each([
    [8, 0, [2048, 2049]],
    [8, -1, [2048, 2304]],
    [3, 4, [772, 773]],
    [255, 255, [65535, 65536]],
    [0, -1, [0, 256]],
    [-1, -1, ALL_PORTS],
  ])('type %i code %i', (type, code, ports) => {
    expect(icmpPorts(type, code)).toEqual(ports);
  });
});

describe('icmpReplyPorts', () => {
  it.each([
    ['echo is answered by echo reply', icmpPorts(8, 0), icmpPorts(0, 0)],
    ['echo with any code likewise', icmpPorts(8, -1), icmpPorts(0, 0)],
    ['ICMPv6 echo', icmpPorts(128, 0), icmpPorts(129, 0)],
    ['timestamp', icmpPorts(13, 0), icmpPorts(14, 0)],
    ['all types stay all types', ALL_PORTS, ALL_PORTS],
    ['an error asks for no reply', icmpPorts(3, 4), []],
    ['a reply asks for no reply', icmpPorts(0, 0), []],
    ['nothing asks for nothing', [], []],
    ['types 7 to 9 hold one request', range(7 * 256, 9 * 256 + 255), icmpPorts(0, 0)],
    ['the end of type 7 and echo', range(7 * 256 + 255, 8 * 256), icmpPorts(0, 0)],
    ['all but echo', subtract(ALL_PORTS, icmpPorts(8, -1)), intervalSet([14, 16, 18, 129].map((type) => [type * 256, type * 256 + 1]))],
    ['two requests', union(icmpPorts(8, 0), icmpPorts(13, 0)), union(icmpPorts(0, 0), icmpPorts(14, 0))],
  ])('%s', (_, request, reply) => {
    expect(icmpReplyPorts(request)).toEqual(reply);
  });

  it('isIcmp', () => {
    expect([1, 58].map(isIcmp)).toEqual([true, true]);
    expect([0, 6, 17, 132].map(isIcmp)).toEqual([false, false, false, false]);
  });
});

describe('client port ranges', () => {
  it('print as documented', () => {
    expect([LINUX_CLIENT_PORTS, WINDOWS_CLIENT_PORTS, WIDE_CLIENT_PORTS].map(formatPorts)).toEqual([
      '32768-60999',
      '49152-65535',
      '1024-65535',
    ]);
  });
});
