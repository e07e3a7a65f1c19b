/** The restrictions on further CIDRs, row by row. */
import { expect, it } from 'vitest';
import { parsePrefix, type Prefix } from '../../../net/prefix.js';
import { canAssociate } from './cidr-association.js';

// 10.5.0.0/15 has host bits; AWS clears them before it judges, as parsePrefix does.
const p = (text: string): Prefix => {
  const prefix = parsePrefix(text);
  if (prefix === null) throw new Error(text);
  return prefix;
};

const rows: readonly [existing: string[], added: string, allowed: boolean, why?: RegExp, routes?: string[]][] = [
  [['192.168.0.0/16'], '10.0.0.0/16', false, /10\.0\.0\.0\/8/],
  [['192.168.0.0/20'], '192.168.32.0/20', true],
  [['192.168.0.0/20'], '192.168.8.0/21', false, /overlaps/],
  [['10.1.0.0/16'], '10.0.0.0/16', false, /10\.1\.0\.0\/16/],
  [['10.2.0.0/16'], '10.0.0.0/16', true],
  [['10.0.0.0/16'], '100.64.0.0/16', true],
  [['10.0.0.0/16'], '198.19.0.0/20', false, /198\.19/],
  [['172.16.0.0/16'], '172.31.0.0/16', false, /172\.31/],
  [['172.16.0.0/16'], '172.30.0.0/16', true],
  [['100.64.0.0/16'], '10.0.0.0/16', false, /began with/],
  [['100.64.0.0/16'], '100.65.0.0/16', true],
  [['10.0.0.0/16'], '10.5.0.0/15', false, /larger than a \/16/],
  [['10.0.0.0/16'], '10.5.0.0/29', false, /smaller than a \/28/],
  [['10.2.0.0/16'], '10.0.0.0/25', true, undefined, ['10.0.0.0/24']],
  [['10.2.0.0/16'], '10.0.0.0/24', false, /route/, ['10.0.0.0/24']],
  [['10.2.0.0/16'], '10.0.0.0/20', false, /route/, ['10.0.0.0/24']],
  [['10.0.0.0/16'], '169.254.0.0/16', false, /never/],
];

it.each(rows)('%j + %s: %s', (existing, added, allowed, why, routes = []) => {
  const result = canAssociate(existing.map(p), p(added), routes.map(p));
  expect(result.allowed).toBe(allowed);
  if (!result.allowed && why !== undefined) expect(result.why).toMatch(why);
});
