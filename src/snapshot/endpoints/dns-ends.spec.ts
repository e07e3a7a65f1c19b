// `dns`: which servers each kind of sender asks, and what stops the way to them.
import { describe, expect, it } from 'vitest';
import { addDhcpOptions } from '../../../test/sketch/vpc.js';
import { awsFixture } from '../../../test/sketch/aws-fixture.js';
import { addBranchNode } from '../../../test/sketch/eks-lab-parts.js';
import { eksLab, type ClusterLab } from '../../../test/sketch/eks-lab.js';
import { take } from '../../../test/sketch/collection.js';
import { addPod } from '../../../test/sketch/pods.js';
import { allow, any, tcp, udp } from '../../../test/sketch/security-group.js';
import { addWorkload } from '../../../test/sketch/workloads.js';
import { asked, type Asked } from '../../../test/support/asked.js';
import { formatAddress } from '../../net/address.js';

type Ask = Parameters<typeof asked>[1];

function dns(lab: { bundle(): Parameters<typeof asked>[0] }, from = 'pod/prod/cli-a', more: Partial<Ask> = {}): Asked {
  return asked(lab.bundle(), { from, to: 'dns', ...more });
}

/** The addresses that were asked, each once. */
function servers({ trace }: Asked): string[] {
  const first = trace.conversations.flatMap(({ forward }) => forward.hops[0]?.packets[0]?.destinations[0] ?? []);
  return [...new Set(first.map(formatAddress))];
}

const withServers = (lab: { region: ClusterLab['region'] }, ...domainNameServers: string[]): void => {
  addDhcpOptions(lab.region, { id: 'dopt-own', domainNameServers });
  take(lab.region.vpcs, 'vpc-a').dhcpOptions = 'dopt-own';
};

function withCache(lab: ClusterLab): ClusterLab {
  addWorkload(lab.cluster, { id: 'kube-system/node-local-dns', kind: 'DaemonSet', labels: { 'k8s-app': 'node-local-dns' } });
  return lab;
}

/** A pod of node-a with settings of its own. */
function withPod(dnsPolicy: string, spec: object = {}, hostNetwork = false): ClusterLab {
  const lab = eksLab();
  addPod(lab.cluster, {
    id: 'prod/own',
    node: 'node-a',
    ...(hostNetwork ? {} : { ip: '10.0.16.15' }),
    hostNetwork,
    dnsPolicy,
    spec: { ...spec },
  });
  return lab;
}

describe('who is asked', () => {
  it.each<[string, Asked, string, string[]]>([
    ['a pod: cluster DNS', dns(eksLab()), 'reachable', ['172.20.0.10']],
    ['a node: the VPC resolver', dns(eksLab(), 'node/node-a'), 'reachable', ['10.0.0.2']],
    ['an instance: the VPC resolver', dns(awsFixture(), 'instance/i-app'), 'reachable', ['10.0.0.2']],
    ['a pod with policy Default', dns(withPod('Default'), 'pod/prod/own'), 'reachable', ['10.0.0.2']],
    ['a host-network pod with ClusterFirst', dns(withPod('ClusterFirst', {}, true), 'pod/prod/own'), 'reachable', ['10.0.0.2']],
    ['a host-network pod that says so', dns(withPod('ClusterFirstWithHostNet', {}, true), 'pod/prod/own'), 'reachable', ['172.20.0.10']],
    [
      'a pod with servers of its own',
      dns(withPod('None', { dnsConfig: { nameservers: ['10.0.0.2'] } }), 'pod/prod/own'),
      'reachable',
      ['10.0.0.2'],
    ],
    ['a pod with policy None and no servers', dns(withPod('None'), 'pod/prod/own'), 'unknown', []],
    ['a client on the internet', dns(eksLab(), 'internet/203.0.113.9'), 'unknown', []],
  ])('%s', (_name, answer, verdict, expected) => {
    expect([answer.verdict, servers(answer)]).toEqual([verdict, expected]);
  });

  it('asks over UDP on port 53 unless told', () => {
    const { trace } = dns(eksLab());
    expect([trace.protocolText, trace.portText]).toEqual(['udp', '53']);
    expect(dns(eksLab(), 'pod/prod/cli-a', { protocol: 'tcp' }).trace.protocolText).toBe('tcp');
  });

  it('asks the servers of the DHCP options like any destination', () => {
    const lab = awsFixture();
    withServers(lab, '10.0.3.30');
    const open = dns(lab, 'instance/i-app');
    expect([open.verdict, servers(open)]).toEqual(['blocked', ['10.0.3.30']]);
    allow(lab.region, 'sg-db', udp(53, 'sg-app'));
    expect(dns(lab, 'instance/i-app').verdict).toBe('reachable');
    take(lab.region.securityGroups, 'sg-app').egress = [tcp(443, '0.0.0.0/0')];
    expect(dns(lab, 'instance/i-app').causes).toEqual(['ENI_SG_RULES_MISMATCH']);
    expect(asked(lab.bundle(), { from: 'instance/i-app', to: 'ip/10.0.0.2', protocol: 'udp', port: 53 }).verdict).toBe('reachable');
  });

  it('says what it lacks', () => {
    expect(
      asked(awsFixture().without('ec2:DescribeDhcpOptions').bundle(), { from: 'instance/i-app', to: 'dns' }).finding('MISSING_CALL')
        .missing,
    ).toContain('ec2:DescribeDhcpOptions');
    expect(asked(eksLab().without('ServiceList').bundle(), { from: 'pod/prod/cli-a', to: 'dns' })).toMatchObject({ verdict: 'unknown' });
  });
});

describe('what stops it', () => {
  it('names the attribute where the VPC resolver is off', () => {
    const lab = eksLab();
    take(lab.region.vpcs, 'vpc-a').dnsSupport = false;
    const node = dns(lab, 'node/node-a');
    expect([node.verdict, node.causes, node.finding('VPC_DNS_ATTRIBUTE_OFF').symptom]).toEqual([
      'blocked',
      ['VPC_DNS_ATTRIBUTE_OFF'],
      'dns-failure',
    ]);
    expect(dns(lab).verdict).toBe('reachable');
  });

  it('names the Service without endpoints', () => {
    const lab = eksLab();
    take(lab.cluster.pods, 'kube-system/dns-b').ready = false;
    expect(dns(lab).causes).toContain('SERVICE_HAS_NO_ENDPOINTS');
  });

  it('names the branch group without port 53', () => {
    const lab = eksLab();
    addBranchNode(lab);
    take(lab.region.securityGroups, 'sg-pay').egress = [tcp(443, '0.0.0.0/0')];
    expect(dns(lab, 'pod/prod/pay-c')).toMatchObject({ verdict: 'blocked' });
    expect(dns(lab, 'pod/prod/pay-c').finding('ENI_SG_RULES_MISMATCH')).toMatchObject({ resource: 'sg-pay' });
  });
});

describe('NodeLocal DNSCache', () => {
  it('asks cluster DNS over TCP from the address of the node', () => {
    const answer = dns(withCache(eksLab()));
    expect([answer.verdict, servers(answer), answer.sourcesSeen]).toEqual(['reachable', ['169.254.20.10'], ['10.0.16.10']]);
  });

  it.each([
    ['UDP alone', [udp(53, '10.0.0.0/16')], 'blocked'],
    ['TCP too', [udp(53, '10.0.0.0/16'), tcp(53, '10.0.0.0/16')], 'reachable'],
  ])('with a group of the servers that lets in %s', (_name, ingress, verdict) => {
    const lab = withCache(eksLab());
    take(lab.region.securityGroups, 'sg-node').ingress = ingress;
    expect(dns(lab).verdict).toBe(verdict);
  });

  it('is out of reach for a strict-mode branch pod, and in reach in standard mode', () => {
    const strict = withCache(eksLab());
    addBranchNode(strict);
    expect(dns(strict, 'pod/prod/pay-c').causes).toEqual(['NODE_LOCAL_UNREACHABLE_STRICT_MODE']);
    const standard = withCache(eksLab({ cni: { env: { POD_SECURITY_GROUP_ENFORCING_MODE: 'standard' } } }));
    addBranchNode(standard);
    expect(dns(standard, 'pod/prod/pay-c').verdict).toBe('reachable');
  });
});

describe('many queries', () => {
  it('tells of the packet limit where two servers share an interface', () => {
    const lab = eksLab();
    allow(lab.region, 'sg-node', any('self'));
    addPod(lab.cluster, {
      id: 'kube-system/dns-b2',
      node: 'node-b',
      interface: 'eni-b0',
      ip: '10.0.32.21',
      labels: { 'k8s-app': 'kube-dns' },
      dnsPolicy: 'Default',
    });
    expect(dns(lab).finding('DNS_PACKET_LIMIT')).toMatchObject({ effect: 'caveat', resource: 'eni-b0' });
    expect(dns(eksLab()).has('DNS_PACKET_LIMIT')).toBe(false);
  });
});

describe('EKS Auto Mode without a DNS Service', () => {
  it('asks the resolver on the node', () => {
    const lab = eksLab();
    lab.cluster.services.delete('kube-system/kube-dns');
    expect(servers(dns(lab))).toEqual(['10.0.0.2']);
    take(lab.cluster.nodes, 'node-a').computeType = 'auto';
    const answer = dns(lab);
    expect([answer.verdict, servers(answer)]).toEqual(['reachable', ['10.0.16.10']]);
  });
});
