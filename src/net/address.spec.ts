/** Addresses are read as strictly as Node's own isIP, and printing undoes reading. */
import { isIP } from 'node:net';
import * as fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { describe, expect, it } from 'vitest';
import { anyAddress } from '../../test/arbitraries/net.js';
import { familyOf, formatAddress, IPV4_BASE, IPV4_END, LINE_END, parseAddress } from './address.js';

/** The value as ipaddr.js reads it, moved to our line. */
function asIpaddr(text: string): bigint {
  const parsed = ipaddr.parse(text);
  const value = parsed.toByteArray().reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  return parsed.kind() === 'ipv4' ? IPV4_BASE + value : value;
}

/** The exploded and the shortened way of writing the same eight groups, and the ways between. */
const ipv6Text = fc
  .tuple(
    fc.array(
      fc.oneof(
        fc.constant('0'),
        fc.integer({ min: 0, max: 0xffff }).map((n) => n.toString(16)),
      ),
      { minLength: 0, maxLength: 9 },
    ),
    fc.array(
      fc.integer({ min: 0, max: 0xffff }).map((n) => n.toString(16).padStart(4, '0').toUpperCase()),
      { minLength: 0, maxLength: 4 },
    ),
    fc.constantFrom(':', '::', ''),
    fc.constantFrom('', '', ':10.0.0.1', ':10.0.0.256', ':010.0.0.1', '%eth0', ':'),
  )
  .map(([head, tail, joint, end]) => head.join(':') + joint + tail.join(':') + end);

const nearlyAddress = fc.oneof(
  fc.ipV4(),
  fc.ipV4Extended(),
  fc.ipV6(),
  ipv6Text,
  fc
    .array(fc.constantFrom('0', '1', '25', '255', '256', '00', '.', '.', ':', '::', 'f', 'ffff', '%', ' ', '/'), { maxLength: 16 })
    .map((parts) => parts.join('')),
  fc.string({ maxLength: 20 }),
);

describe('parseAddress', () => {
  it.each([
    ['0.0.0.0', IPV4_BASE],
    ['255.255.255.255', IPV4_END - 1n],
    ['10.0.0.1', IPV4_BASE + 0x0a000001n],
    ['::', 0n],
    ['::1', 1n],
    ['ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', LINE_END - 1n],
    ['2001:DB8::a', 0x20010db8_00000000_00000000_0000000an],
    ['1:2:3:4:5:6:7::', 0x00010002000300040005000600070000n],
    ['64:ff9b::192.0.2.33', 0x0064ff9b_00000000_00000000_c0000221n],
    ['1:2:3:4:5:6:1.2.3.4', 0x00010002000300040005000601020304n],
    ['::ffff:10.0.0.1', IPV4_BASE + 0x0a000001n],
    ['::ffff:a00:1', IPV4_BASE + 0x0a000001n],
    ['::10.0.0.1', 0x0a000001n],
  ])('reads %s', (text, address) => {
    expect(parseAddress(text)).toBe(address);
  });

  it.each([
    '',
    ' ',
    ' 10.0.0.1',
    '10.0.0.1 ',
    '10.0.0.1\n',
    '10. 0.0.1',
    '010.0.0.1',
    '10.0.0.01',
    '10.0.1',
    '1',
    '167772161',
    '0x0a.0.0.1',
    '10.0.0.256',
    '10.0.0.1.2',
    '10.0.0.',
    '-1.0.0.0',
    '+1.0.0.0',
    '1e1.0.0.0',
    '١٠.0.0.1',
    '10.0.0.1/32',
    '10.0.0.1:80',
    ':',
    ':::',
    '1::2::3',
    ':1',
    '1:',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7::8',
    '12345::',
    'g::',
    'fe80::1%eth0',
    'fe80::1%1',
    '[::1]',
    '1.2.3.4::',
    '1.2.3.4::1',
    '::1.2.3.4:5',
    '::1.2.3',
    '::01.2.3.4',
    '1:2:3:4:5:6:7:1.2.3.4',
    'localhost',
  ])('rejects %j', (text) => {
    expect(parseAddress(text)).toBeNull();
    if (!text.includes('%')) expect(isIP(text)).toBe(0);
  });

  it('accepts exactly what node:net accepts, zone indexes aside', () => {
    fc.assert(
      fc.property(nearlyAddress, (text) => {
        expect(parseAddress(text) !== null).toBe(isIP(text) !== 0 && !text.includes('%'));
      }),
      { numRuns: 3000 },
    );
  });

  // ipaddr.js takes the long deprecated `::10.0.0.1` for `::ffff:10.0.0.1`; RFC 4291 and the C library do not.
  it('agrees on the value with ipaddr.js', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6(), ipv6Text), (text) => {
        fc.pre(isIP(text) !== 0 && !text.includes('%') && !/^::[\d.]+\.\d+$/.test(text));
        expect(parseAddress(text)).toBe(asIpaddr(text));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('formatAddress', () => {
  it.each([
    ['10.1.2.3', '10.1.2.3'],
    ['255.255.255.255', '255.255.255.255'],
    ['2001:0DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['0:0:0:0:0:0:0:0', '::'],
    ['1:0:0:0:0:0:0:0', '1::'],
    ['1:0:2:0:3:0:4:0', '1:0:2:0:3:0:4:0'],
    ['1:0:0:2:0:0:0:3', '1:0:0:2::3'],
    ['1:0:0:2:0:0:3:4', '1::2:0:0:3:4'],
    ['::ffff:10.0.0.1', '10.0.0.1'],
    ['::1.2.3.4', '::102:304'],
  ])('prints %s as %s', (text, printed) => {
    expect(formatAddress(parseAddress(text) as bigint)).toBe(printed);
  });

  it('is undone by parseAddress and is what RFC 5952 asks', () => {
    fc.assert(
      fc.property(anyAddress, (address) => {
        const text = formatAddress(address);
        expect(parseAddress(text)).toBe(address);
        expect(isIP(text)).toBe(familyOf(address) === 'ipv4' ? 4 : 6);
        expect(ipaddr.parse(text).toString()).toBe(text);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('familyOf', () => {
  it('is ipv4 within ::ffff:0:0/96 only', () => {
    expect([0n, IPV4_BASE - 1n, IPV4_END, LINE_END - 1n].map(familyOf)).toEqual(['ipv6', 'ipv6', 'ipv6', 'ipv6']);
    expect([IPV4_BASE, IPV4_END - 1n].map(familyOf)).toEqual(['ipv4', 'ipv4']);
  });
});
