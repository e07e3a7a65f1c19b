// The API server by its name: which mode serves whom, who is on the list, and what breaks when the kubelet can't be reached.
import { describe, expect, it } from 'vitest';
import { addNeighbours } from '../../../../test/sketch/eks-lab-parts.js';
import { eksLab, type ClusterLab } from '../../../../test/sketch/eks-lab.js';
import { apiServerName } from '../../../../test/sketch/cluster.js';
import { take } from '../../../../test/sketch/collection.js';
import { addDhcpOptions } from '../../../../test/sketch/vpc.js';
import { caveatsOf } from '../../../../test/support/ask.js';
import { asked, type Asked } from '../../../../test/support/asked.js';

const NAT = '198.51.100.10';
const EVERYONE = ['0.0.0.0/0'];

type Mode = 'public' | 'both' | 'private';

function lab(mode: Mode, cidrs: string[] = EVERYONE, change: (sketch: ClusterLab) => void = () => undefined): ClusterLab {
  const sketch = eksLab();
  Object.assign(sketch.cluster, { publicAccess: mode !== 'private', privateAccess: mode !== 'public', publicAccessCidrs: cidrs });
  change(sketch);
  return sketch;
}

function join(sketch: ClusterLab, from = 'node/node-a'): Asked {
  return asked(sketch.bundle(), { from, to: 'eks/lab', port: 443 });
}

const attributes = (dnsSupport: boolean, dnsHostnames: boolean) => (sketch: ClusterLab) => {
  Object.assign(take(sketch.region.vpcs, 'vpc-a'), { dnsSupport, dnsHostnames });
};
const withServers = (sketch: ClusterLab): void => {
  addDhcpOptions(sketch.region, { id: 'dopt-own', domainNameServers: ['10.0.3.99', '10.0.3.98'] });
  take(sketch.region.vpcs, 'vpc-a').dhcpOptions = 'dopt-own';
};

describe('who reaches the API server, by mode', () => {
  it.each<[string, ClusterLab, string, string, string[]]>([
    ['public only, everyone listed', lab('public'), 'node/node-a', 'reachable', []],
    ['public only, the NAT address listed', lab('public', [`${NAT}/32`]), 'node/node-a', 'reachable', []],
    ['public only, a range around it listed', lab('public', ['198.51.100.0/28']), 'node/node-a', 'reachable', []],
    ['public only, its neighbour listed', lab('public', ['198.51.100.11/32']), 'node/node-a', 'blocked', ['ENDPOINT_CIDR_NOT_ALLOWED']],
    ['both, the NAT address not listed', lab('both', ['203.0.113.0/24']), 'node/node-a', 'reachable', []],
    ['private only', lab('private'), 'node/node-a', 'reachable', []],
    ['private only, from a pod', lab('private'), 'pod/prod/cli-a', 'reachable', []],
    ['private only, from the internet', lab('private'), 'internet/203.0.113.9', 'blocked', ['ENDPOINT_ACCESS_DISABLED']],
    ['public, from a listed client', lab('public', ['203.0.113.0/24']), 'internet/203.0.113.9', 'reachable', []],
    ['public, from another client', lab('public', ['203.0.113.0/24']), 'internet/192.0.2.9', 'blocked', ['ENDPOINT_CIDR_NOT_ALLOWED']],
    [
      'both, DNS hostnames off',
      lab('both', ['203.0.113.0/24'], attributes(true, false)),
      'node/node-a',
      'blocked',
      ['ENDPOINT_CIDR_NOT_ALLOWED'],
    ],
    ['both, DNS hostnames off, listed', lab('both', EVERYONE, attributes(true, false)), 'node/node-a', 'reachable', []],
    ['private only, DNS hostnames off', lab('private', [], attributes(true, false)), 'node/node-a', 'blocked', ['VPC_DNS_ATTRIBUTE_OFF']],
    ['both, DNS off altogether', lab('both', EVERYONE, attributes(false, true)), 'node/node-a', 'blocked', ['VPC_DNS_ATTRIBUTE_OFF']],
    [
      'both, DNS servers of their own, not listed',
      lab('both', ['203.0.113.0/24'], withServers),
      'node/node-a',
      'blocked',
      ['ENDPOINT_CIDR_NOT_ALLOWED'],
    ],
    [
      'both, from a peered VPC without a way out',
      lab('both', EVERYONE, addNeighbours),
      'instance/i-peer',
      'blocked',
      ['NO_ROUTE_TO_DESTINATION'],
    ],
    [
      'private only, from a peered VPC that its group shuts out',
      lab('private', [], addNeighbours),
      'instance/i-peer',
      'blocked',
      ['ENI_SG_RULES_MISMATCH'],
    ],
    [
      'private only, from on-premises, shut out by the group',
      lab('private', [], addNeighbours),
      'onprem/192.168.1.9',
      'blocked',
      ['ENI_SG_RULES_MISMATCH'],
    ],
    ['both, from on-premises by an unknown address', lab('both', EVERYONE, addNeighbours), 'onprem/192.168.1.9', 'unknown', []],
  ])('%s', (_name, sketch, from, verdict, causes) => {
    const answer = join(sketch, from);
    expect([answer.verdict, ...answer.causes.slice(0, 1)]).toEqual([verdict, ...causes]);
  });

  it('meets the interfaces in the VPC where private access answers, and none where it does not', () => {
    expect(join(lab('private')).scope).toMatchObject({ over: 'api interfaces', of: 2 });
    expect(join(lab('private')).sourcesSeen).toEqual(['10.0.16.10']);
    expect(join(lab('public')).sourcesSeen).toEqual([NAT]);
  });

  it('lets a part of the internet in where a part is listed', () => {
    expect(join(lab('public', ['203.0.113.0/24']), 'internet').verdict).toBe('partial');
    expect(join(lab('public'), 'internet').verdict).toBe('reachable');
  });

  it('does not decide without the DNS attributes, the DHCP options or the cluster itself', () => {
    const unknown = (call: string) => asked(lab('both').without(call).bundle(), { from: 'node/node-a', to: 'eks/lab', port: 443 });
    expect(unknown('ec2:DescribeVpcAttribute')).toMatchObject({ verdict: 'unknown' });
    expect(unknown('ec2:DescribeVpcAttribute').finding('MISSING_CALL').missing).toContain('ec2:DescribeVpcAttribute');
    expect(unknown('ec2:DescribeDhcpOptions').finding('MISSING_CALL').missing).toContain('ec2:DescribeDhcpOptions');
    expect(unknown('eks:DescribeCluster').finding('MISSING_CALL').missing).toContain('eks:DescribeCluster');
    const publicOnly = lab('public').without('ec2:DescribeVpcAttribute').bundle();
    expect(asked(publicOnly, { from: 'node/node-a', to: 'eks/lab', port: 443 }).verdict).toBe('reachable');
  });
});

describe('what is said', () => {
  it('names the source, the gateway, the list and the better way', () => {
    const { text, resource } = join(lab('public', ['203.0.113.0/24'])).finding('ENDPOINT_CIDR_NOT_ALLOWED');
    expect(resource).toBe('lab');
    expect(text).toBe(
      'The public endpoint of lab sees the source 198.51.100.10 of NAT gateway nat-a, which is not in its publicAccessCidrs [203.0.113.0/24]. Private access is off; for clients in the VPC it is the better fit than a longer list.',
    );
  });

  it('tells that attributes or DNS servers keep private access from answering', () => {
    const off = join(lab('both', ['203.0.113.0/24'], attributes(true, false)));
    expect(off.finding('VPC_DNS_ATTRIBUTE_OFF')).toMatchObject({ effect: 'caveat', resource: 'vpc-a' });
    expect(off.finding('ENDPOINT_CIDR_NOT_ALLOWED').text).toContain('enableDnsHostnames of vpc-a is false');
    expect(join(lab('both', EVERYONE, withServers)).finding('NAME_RESOLVES_PUBLIC').text).toContain('10.0.3.99');
    expect(caveatsOf(join(lab('both')).trace)).not.toContain('NAME_RESOLVES_PUBLIC');
  });

  it('resolves by the name of the endpoint as by the reference', () => {
    const sketch = lab('both');
    const answer = asked(sketch.bundle(), { from: 'pod/prod/cli-a', to: apiServerName(sketch.cluster), port: 443 });
    expect([answer.verdict, answer.trace.to.end.kind]).toEqual(['reachable', 'eks']);
  });
});

describe('the control plane to the kubelet', () => {
  const kubelet = { from: 'eks/lab', to: 'node/node-a', port: 10250 };
  const shut = (): ClusterLab => {
    const sketch = eksLab();
    const group = take(sketch.region.securityGroups, 'sg-node');
    group.ingress = group.ingress.filter(({ peer }) => peer !== 'sg-cluster');
    return sketch;
  };

  it('tells what breaks and what does not', () => {
    const answer = asked(shut().bundle(), kubelet);
    expect(answer).toMatchObject({ verdict: 'blocked', causes: ['ENI_SG_RULES_MISMATCH'], scope: { failing: 2, of: 2 } });
    expect(answer.finding('KUBELET_UNREACHABLE').text).toMatch(/logs, exec.*nodes stay Ready/);
  });

  it('says nothing of it where the kubelet is reached, on other ports and from elsewhere', () => {
    expect(asked(eksLab().bundle(), kubelet).has('KUBELET_UNREACHABLE')).toBe(false);
    expect(asked(shut().bundle(), { ...kubelet, port: 10255 }).has('KUBELET_UNREACHABLE')).toBe(false);
    expect(asked(shut().bundle(), { ...kubelet, from: 'node/node-b' }).has('KUBELET_UNREACHABLE')).toBe(false);
  });
});
