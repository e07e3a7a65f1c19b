// DNS64: names with IPv4 addresses only, asked for by IPv6 callers.
import { describe, expect, it } from 'vitest';
import { addDatabase, databaseName } from '../../../test/sketch/databases.js';
import { addRoutes } from '../../../test/sketch/route-table.js';
import { awsFixture } from '../../../test/sketch/aws-fixture.js';
import { take } from '../../../test/sketch/collection.js';
import { allow, any, tcp } from '../../../test/sketch/security-group.js';
import { asked } from '../../../test/support/asked.js';
import { address, seen } from '../../../test/support/named.js';

const PARTNER = 'api.partner.example';

describe('DNS64', () => {
  const fixture = (dns64: boolean) => {
    const made = awsFixture();
    take(made.region.subnets, 'sn-prv-a').dns64 = dns64;
    take(made.region.interfaces, 'eni-app').ipv6.push('2001:db8:a:2::20');
    addRoutes(made.region, 'rtb-prv', { '64:ff9b::/96': 'nat-a' });
    take(made.region.securityGroups, 'sg-app').egress.push(any('::/0'));
    allow(made.region, 'sg-db', tcp(5432, '10.0.0.0/16'));
    const database = addDatabase(made.region, { id: 'orders', subnet: 'sn-prv-b', ip: '10.0.3.60', groups: ['sg-db'] });
    return { made, name: databaseName(made.region, database) };
  };

  it('gives IPv6 callers a made-up address, which the NAT gateway turns back', () => {
    const { made, name } = fixture(true);
    const answer = asked(made.bundle(), { from: 'instance/i-app', to: name, family: 'ipv6' });
    expect([...seen(answer), answer.sourcesSeen]).toEqual(['reachable', '64:ff9b::a00:33c', ['10.0.1.5']]);
    expect(answer.finding('NAME_RESOLVES_BY_DNS64')).toMatchObject({ effect: 'caveat' });
  });

  it('does so for names of the world, whatever their address', () => {
    const { made } = fixture(true);
    const answer = asked(made.bundle(), { from: 'instance/i-app', to: PARTNER, port: 443, family: 'ipv6' });
    expect([answer.verdict, answer.sourcesSeen]).toEqual(['reachable', ['198.51.100.5']]);
    expect(answer.finding('NAME_RESOLVES_BY_DNS64').text).toContain('NAT64');
  });

  it('does nothing where it is off, or for IPv4', () => {
    for (const { on, family } of [
      { on: false, family: 'ipv4' },
      { on: true, family: 'ipv4' },
    ] as const) {
      const { made, name } = fixture(on);
      const answer = asked(made.bundle(), { from: 'instance/i-app', to: name, family });
      expect([address(answer), answer.has('NAME_RESOLVES_BY_DNS64')]).toEqual(['10.0.3.60', false]);
    }
  });

  it('leads nowhere without its route', () => {
    const { made, name } = fixture(true);
    const table = take(made.region.routeTables, 'rtb-prv');
    table.routes = table.routes.filter((route) => route.to !== '64:ff9b::/96');
    const answer = asked(made.bundle(), { from: 'instance/i-app', to: name, family: 'ipv6' });
    expect([answer.causes, answer.finding('NO_ROUTE_TO_DESTINATION').text]).toEqual([
      ['NO_ROUTE_TO_DESTINATION'],
      expect.stringContaining('64:ff9b::a00:33c'),
    ]);
  });
});
