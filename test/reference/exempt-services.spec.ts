// The services that groups, ACLs and routes do not judge: the resolver, metadata, time; and those link-local ones that they do judge.
import { describe, expect, it } from 'vitest';
import { awsFixture } from '../sketch/aws-fixture.js';
import { take } from '../sketch/collection.js';
import { ask, decisive } from '../support/ask.js';
import { acl, open, outOf, route } from './changes.js';
import { checkRows, tcp, type Change } from './table.js';

const closed: readonly Change[] = [outOf('sg-app'), acl('sn-prv-a', { inbound: [], outbound: [] })];
const dns = { protocol: 'udp', port: 53 } as const;

describe('services of the VPC', () => {
  checkRows([
    ['the resolver with everything closed (#99)', closed, { from: 'eni/eni-app', to: 'ip/10.0.0.2', ...dns }, 'reachable'],
    ['the resolver at its link-local address', closed, { from: 'eni/eni-app', to: 'ip/169.254.169.253', ...dns }, 'reachable'],
    [
      'the resolver, support off (#100)',
      [(region) => (take(region.vpcs, 'vpc-a').dnsSupport = false)],
      { from: 'eni/eni-app', to: 'ip/10.0.0.2', ...dns },
      'blocked VPC_DNS_ATTRIBUTE_OFF',
    ],
    [
      'the peer’s resolver (#101)',
      [route('rtb-b', { '10.0.0.0/16': 'pcx-ab' }), route('rtb-prv', { '10.1.0.0/16': 'pcx-ab' })],
      { from: 'eni/eni-b', to: 'ip/10.0.0.2', ...dns },
      'blocked NO_POSSIBLE_DESTINATION',
    ],
    ['base + 2 of another subnet', [open('sg-app')], { from: 'eni/eni-app', to: 'ip/10.0.2.2', ...dns }, 'blocked NO_POSSIBLE_DESTINATION'],
    ['metadata with everything closed (#102)', closed, tcp('eni/eni-app', 'ip/169.254.169.254', 80), 'reachable'],
    ['time', closed, { from: 'eni/eni-app', to: 'ip/169.254.169.123', protocol: 'udp', port: 123 }, 'reachable'],
    ['Lattice with closed groups (#103)', [outOf('sg-app')], tcp('eni/eni-app', 'ip/169.254.171.9', 443), 'blocked SG_HAS_NO_RULES'],
    ['another link-local address', [], tcp('eni/eni-app', 'ip/169.254.10.10', 443), 'blocked NO_POSSIBLE_DESTINATION'],
  ]);

  it('says that a resolver answers only inside its own VPC', () => {
    const sketch = awsFixture();
    route('rtb-b', { '10.0.0.0/16': 'pcx-ab' })(sketch.region);
    const trace = ask(sketch.bundle(), { from: 'eni/eni-b', to: 'ip/10.0.0.2', ...dns });
    expect(decisive(trace)?.finding.say()).toContain('answers only inside its own VPC');
  });

  it('can’t tell whether the resolver answers without the VPC attributes', () => {
    const sketch = awsFixture().without('ec2:DescribeVpcAttribute');
    expect(ask(sketch.bundle(), { from: 'eni/eni-app', to: 'ip/10.0.0.2', ...dns }).verdict).toBe('unknown');
  });
});
