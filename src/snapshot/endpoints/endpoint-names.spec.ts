// Names of AWS services, with and without interface and gateway endpoints in the caller's VPC.
import { describe, expect, it } from 'vitest';
import { addGatewayEndpoint, addInterfaceEndpoint } from '../../../test/sketch/endpoints.js';
import { addNeighbours } from '../../../test/sketch/eks-lab-parts.js';
import { eksLab, type ClusterLab } from '../../../test/sketch/eks-lab.js';
import { take } from '../../../test/sketch/collection.js';
import { addSecurityGroup, tcp } from '../../../test/sketch/security-group.js';
import { addDhcpOptions } from '../../../test/sketch/vpc.js';
import { ask, passed } from '../../../test/support/ask.js';
import { asked } from '../../../test/support/asked.js';
import { address, setDnsAttributes, to } from '../../../test/support/named.js';

const STS = 'sts.eu-west-1.amazonaws.com';
const S3 = 's3.eu-west-1.amazonaws.com';

describe('an AWS service with an interface endpoint', () => {
  const lab = (change: (made: ClusterLab) => void = () => undefined): ClusterLab => {
    const made = eksLab();
    addNeighbours(made);
    addSecurityGroup(made.region, { id: 'sg-vpce', vpc: 'vpc-a', ingress: [tcp(443, '10.0.0.0/16')] });
    addInterfaceEndpoint(made.region, {
      id: 'vpce-0a1',
      vpc: 'vpc-a',
      service: 'sts',
      groups: ['sg-vpce'],
      interfaces: { 'sn-prv-a': '10.0.16.77' },
    });
    change(made);
    return made;
  };
  const own = (made: ClusterLab): string =>
    (
      made.bundle().aws[0]?.calls.find(({ operation }) => operation === 'ec2:DescribeVpcEndpoints')?.output as {
        VpcEndpoints: { DnsEntries: { DnsName: string }[] }[];
      }
    ).VpcEndpoints[0]?.DnsEntries[0]?.DnsName ?? '';

  it.each<[string, ClusterLab, string, string, string | null]>([
    ['private DNS on', lab(), STS, 'pod/prod/cli-a', '10.0.16.77'],
    ['private DNS on, from a node', lab(), STS, 'node/node-a', '10.0.16.77'],
    ['private DNS off', lab((made) => (take(made.region.endpoints, 'vpce-0a1').privateDns = false)), STS, 'pod/prod/cli-a', null],
    [
      'its own name, private DNS off',
      lab((made) => (take(made.region.endpoints, 'vpce-0a1').privateDns = false)),
      own(lab()),
      'pod/prod/cli-a',
      '10.0.16.77',
    ],
    ['DNS hostnames off', lab((made) => setDnsAttributes(made.region, true, false)), STS, 'pod/prod/cli-a', null],
    ['still being made', lab((made) => (take(made.region.endpoints, 'vpce-0a1').state = 'pending')), STS, 'pod/prod/cli-a', null],
    ['another service', lab(), 'ec2.eu-west-1.amazonaws.com', 'pod/prod/cli-a', null],
    ['another Region', lab(), 'sts.us-east-1.amazonaws.com', 'pod/prod/cli-a', null],
    ['from a peered VPC', lab(), STS, 'instance/i-peer', null],
    ['its own name, from a peered VPC', lab(), own(lab()), 'instance/i-peer', '10.0.16.77'],
  ])('%s', (_name, made, name, from, expected) => {
    expect(address(to(made, name, from))).toBe(expected);
  });

  it('goes out by the NAT gateway, with the reason, where the private name does not count', () => {
    const off = to(
      lab((made) => setDnsAttributes(made.region, true, false)),
      STS,
    );
    expect([off.verdict, off.sourcesSeen]).toEqual(['reachable', ['198.51.100.10']]);
    expect(off.finding('VPC_DNS_ATTRIBUTE_OFF')).toMatchObject({ effect: 'caveat', resource: 'vpce-0a1' });
    const servers = to(
      lab((made) => {
        addDhcpOptions(made.region, { id: 'dopt-own', domainNameServers: ['10.0.3.99'] });
        take(made.region.vpcs, 'vpc-a').dhcpOptions = 'dopt-own';
      }),
      STS,
    );
    expect(servers.finding('NAME_RESOLVES_PUBLIC').text).toContain('10.0.3.99');
  });

  it('does not decide without the attributes, or without the endpoints', () => {
    expect(to(lab().without('ec2:DescribeVpcAttribute'), STS).finding('MISSING_CALL').missing).toContain('ec2:DescribeVpcAttribute');
    expect(to(lab().without('ec2:DescribeVpcEndpoints'), STS)).toMatchObject({ verdict: 'unknown' });
  });
});

describe('S3 and DynamoDB', () => {
  const lab = (): ClusterLab => {
    const made = eksLab();
    addGatewayEndpoint(made.region, { id: 'vpce-s3', vpc: 'vpc-a', service: 's3', routeTables: ['rtb-prv'] });
    return made;
  };

  it.each([S3, `bucket.${S3}`, 'bucket.s3.dualstack.eu-west-1.amazonaws.com', 'bucket.s3.amazonaws.com'])(
    '%s goes by the gateway endpoint',
    (name) => {
      const trace = ask(lab().bundle(), { from: 'pod/prod/cli-a', to: name, port: 443 });
      expect(passed(trace, 'forward')).toContain('vpce-s3');
      expect(passed(trace, 'forward')).not.toContain('nat-a');
      expect(asked(lab().bundle(), { from: 'pod/prod/cli-a', to: name, port: 443 }).finding('NAME_RESOLVES_PUBLIC').text).toContain(
        'pl-s3',
      );
    },
  );

  it('another Region and another service go by the NAT gateway', () => {
    for (const name of ['s3.us-east-1.amazonaws.com', 'dynamodb.eu-west-1.amazonaws.com'])
      expect(passed(ask(lab().bundle(), { from: 'pod/prod/cli-a', to: name, port: 443 }), 'forward')).toContain('nat-a');
  });
});
