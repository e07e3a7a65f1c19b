// Host names as the caller's resolver gives them: cluster names, AWS resources, services with endpoints, and the rest of the world.
import { describe, expect, it } from 'vitest';
import { addDatabase, databaseName } from '../../../test/sketch/databases.js';
import { addRoutes } from '../../../test/sketch/route-table.js';
import { addService } from '../../../test/sketch/services.js';
import { addWorkload } from '../../../test/sketch/workloads.js';
import { awsFixture } from '../../../test/sketch/aws-fixture.js';
import { addNeighbours } from '../../../test/sketch/eks-lab-parts.js';
import { eksLab, type ClusterLab } from '../../../test/sketch/eks-lab.js';
import { take } from '../../../test/sketch/collection.js';
import { addPod } from '../../../test/sketch/pods.js';
import { addSecurityGroup, allow, any, tcp } from '../../../test/sketch/security-group.js';
import { asked } from '../../../test/support/asked.js';
import { address, seen, setDnsAttributes, to } from '../../../test/support/named.js';

const PARTNER = 'api.partner.example';

describe('names of a cluster', () => {
  const lab = (): ClusterLab => {
    const made = eksLab();
    const ports = [{ name: 'http', containerPort: 8080 }];
    addWorkload(made.cluster, { id: 'prod/db', kind: 'StatefulSet', ports, pods: [{ node: 'node-b', ip: '10.0.32.15' }] });
    addService(made.cluster, { id: 'prod/db', clusterIP: 'None', ports: [{ name: 'http', port: 8080 }] });
    addService(made.cluster, {
      id: 'prod/far',
      type: 'ExternalName',
      clusterIP: '',
      selector: null,
      ports: [],
      spec: { externalName: PARTNER },
    });
    addService(made.cluster, {
      id: 'prod/near',
      type: 'ExternalName',
      clusterIP: '',
      selector: null,
      ports: [],
      spec: { externalName: 'web.prod.svc.cluster.local' },
    });
    addService(made.cluster, {
      id: 'prod/ring',
      type: 'ExternalName',
      clusterIP: '',
      selector: null,
      ports: [],
      spec: { externalName: 'ring.prod.svc.cluster.local' },
    });
    return made;
  };

  it.each<[string, number, string, string | null]>([
    ['web.prod.svc.cluster.local', 80, 'reachable', '172.20.50.5'],
    ['web.prod.svc', 80, 'reachable', '172.20.50.5'],
    ['web.prod', 80, 'reachable', '172.20.50.5'],
    ['WEB.prod.svc.cluster.local.', 80, 'reachable', '172.20.50.5'],
    ['db-0.db.prod.svc.cluster.local', 8080, 'reachable', '10.0.32.15'],
    ['10-0-32-11.prod.pod.cluster.local', 8080, 'reachable', '10.0.32.11'],
    ['near.prod.svc.cluster.local', 80, 'reachable', '172.20.50.5'],
    ['far.prod.svc.cluster.local', 443, 'reachable', null],
    ['ring.prod.svc.cluster.local', 80, 'unknown', null],
    ['gone.prod.svc.cluster.local', 80, 'unknown', null],
    ['web.elsewhere.svc', 80, 'unknown', null],
    ['nothing.cluster.local', 80, 'unknown', null],
  ])('%s', (name, port, verdict, expected) => {
    expect(seen(to(lab(), name, 'pod/prod/cli-a', port))).toEqual([verdict, expected]);
  });

  it('says that nothing defines the name, and what to add', () => {
    const { text, missing } = to(lab(), 'gone.prod.svc.cluster.local').finding('NAME_NOT_IN_SNAPSHOT');
    expect(text).toBe('gone.prod.svc.cluster.local is a private name, and no Service or pod of the cluster in the snapshot has it.');
    expect(missing).toContain('kubectl get services');
  });

  it('only resolve for those who ask the DNS of the cluster', () => {
    expect(seen(to(lab(), 'web.prod.svc.cluster.local', 'node/node-a', 80))).toEqual(['unknown', null]);
    const own = lab();
    addPod(own.cluster, { id: 'prod/host', node: 'node-a', hostNetwork: true });
    expect(to(own, 'web.prod.svc.cluster.local', 'pod/prod/host', 80).verdict).toBe('unknown');
  });

  it('a name of two parts that no Service has is somebody else’s', () => {
    expect(to(lab(), 'partner.example').has('NAME_RESOLVES_PUBLIC')).toBe(true);
  });

  it('work while the VPC resolver is off, and other names do not', () => {
    const off = lab();
    setDnsAttributes(off.region, false, true);
    expect(to(off, 'web.prod.svc.cluster.local', 'pod/prod/cli-a', 80).verdict).toBe('reachable');
    const other = to(off, PARTNER);
    expect([other.verdict, other.causes, other.finding('VPC_DNS_ATTRIBUTE_OFF').symptom]).toEqual([
      'blocked',
      ['VPC_DNS_ATTRIBUTE_OFF'],
      'dns-failure',
    ]);
  });
});

describe('names of AWS resources', () => {
  const withDatabase = (publicIp?: string): { lab: ClusterLab; name: string } => {
    const lab = eksLab();
    addNeighbours(lab);
    addSecurityGroup(lab.region, { id: 'sg-db', vpc: 'vpc-a', ingress: [tcp(5432, '0.0.0.0/0')] });
    const database = addDatabase(lab.region, { id: 'orders', subnet: 'sn-pub-a', ip: '10.0.0.80', groups: ['sg-db'], publicIp });
    return { lab, name: databaseName(lab.region, database) };
  };

  it.each<[string, string | undefined, string, boolean, string]>([
    ['private, inside', undefined, 'pod/prod/cli-a', false, '10.0.0.80'],
    ['public, inside', '198.51.100.80', 'pod/prod/cli-a', false, '10.0.0.80'],
    ['public, from the internet', '198.51.100.80', 'internet/203.0.113.9', false, '198.51.100.80'],
    ['private, from a peered VPC', undefined, 'instance/i-peer', false, '10.0.0.80'],
    ['public, from a peered VPC', '198.51.100.80', 'instance/i-peer', false, '198.51.100.80'],
    ['public, from a peered VPC that resolves names', '198.51.100.80', 'instance/i-peer', true, '10.0.0.80'],
  ])('a database: %s', (_name, publicIp, from, resolves, expected) => {
    const { lab, name } = withDatabase(publicIp);
    const peering = take(lab.region.peerings, 'pcx-peer');
    const bundle = lab.bundle();
    if (resolves) {
      const call = bundle.aws[0]?.calls.find(({ operation }) => operation === 'ec2:DescribeVpcPeeringConnections');
      const [connection] = (call?.output as { VpcPeeringConnections: Record<string, object>[] }).VpcPeeringConnections;
      for (const side of ['RequesterVpcInfo', 'AccepterVpcInfo'])
        Object.assign(connection?.[side] ?? {}, { PeeringOptions: { AllowDnsResolutionFromRemoteVpc: true } });
    }
    expect(peering.id).toBe('pcx-peer');
    for (const reference of [name, 'rds/orders']) expect(address(asked(bundle, { from, to: reference }))).toBe(expected);
  });

  it('a database has the port of its name', () => {
    const { lab, name } = withDatabase();
    const { trace } = asked(lab.bundle(), { from: 'pod/prod/cli-a', to: name });
    expect([trace.portText, trace.to.end.kind]).toEqual(['5432', 'rds']);
  });

  it.each<[string, string, string, string | null]>([
    ['node-b', 'pod/prod/cli-a', 'reachable', '10.0.32.10'],
    ['ip-10-0-32-10.eu-west-1.compute.internal', 'pod/prod/cli-a', 'reachable', '10.0.32.10'],
  ])('a node: %s', (name, from, verdict, expected) => {
    expect(seen(to(eksLab(), name.includes('.') ? name : `node/${name}`, from, 10250))).toEqual([verdict, expected]);
  });

  it('a public name of an instance is private inside its VPC', () => {
    const name = 'ec2-198-51-100-10.eu-west-1.compute.amazonaws.com';
    const fixture = awsFixture();
    allow(fixture.region, 'sg-web', any('0.0.0.0/0'));
    expect(seen(to(fixture, name, 'instance/i-app'))).toEqual(['reachable', '10.0.1.10']);
    expect(seen(to(fixture, name, 'internet/203.0.113.9'))).toEqual(['reachable', '198.51.100.10']);
    expect(address(to(fixture, name, 'instance/i-b'))).toBe('198.51.100.10');
  });

  it.each(['lost.abcdefghijkl.eu-west-1.rds.amazonaws.com', 'internal-lost-1.eu-west-1.elb.amazonaws.com', 'db.corp.internal'])(
    '%s is private',
    (name) => {
      expect(to(eksLab(), name, 'pod/prod/cli-a', 5432).finding('NAME_NOT_IN_SNAPSHOT').effect).toBe('unknown');
    },
  );
});

describe('names that nothing defines', () => {
  it('are public addresses of unknown value', () => {
    const answer = to(eksLab(), PARTNER);
    expect([answer.verdict, answer.sourcesSeen, answer.trace.to.end.kind]).toEqual(['reachable', ['198.51.100.10'], 'host']);
    expect(answer.finding('NAME_RESOLVES_PUBLIC').text).toBe(
      `Nothing in the snapshot defines ${PARTNER}: it is taken as a public address of unknown value.`,
    );
  });

  it('are blocked where nothing leads out', () => {
    const lab = eksLab();
    take(lab.region.routeTables, 'rtb-prv').routes = [];
    expect(to(lab, PARTNER).causes).toEqual(['NO_ROUTE_TO_DESTINATION']);
  });

  it('can’t be decided where only some public addresses are let through', () => {
    const lab = eksLab();
    const group = take(lab.region.securityGroups, 'sg-node');
    group.egress = [any('10.0.0.0/8')];
    expect(to(lab, PARTNER).causes).toEqual(['ENI_SG_RULES_MISMATCH']);
    group.egress = [any('10.0.0.0/8'), tcp(443, '203.0.113.0/24')];
    const answer = to(lab, PARTNER);
    expect([answer.verdict, answer.finding('NAME_RESOLVES_PUBLIC').missing]).toEqual([
      'unknown',
      `the address that ${PARTNER} resolves to (ask for internet/ADDRESS)`,
    ]);
  });

  it('are not mixed up with networks that routes single out', () => {
    const lab = eksLab();
    addNeighbours(lab);
    addRoutes(lab.region, 'rtb-prv', { '203.0.113.0/24': 'tgw-1' });
    expect(to(lab, PARTNER).verdict).toBe('reachable');
  });

  it('need a port', () => {
    expect(() => asked(eksLab().bundle(), { from: 'pod/prod/cli-a', to: PARTNER })).toThrow('PORT_REQUIRED');
  });
});
