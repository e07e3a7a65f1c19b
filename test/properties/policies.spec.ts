/** Random policies over a handful of pods: the judgement by sets agrees with the oracle's, packet by packet, and its parts are disjoint and whole. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readAws } from '../../src/components/aws/read-aws.js';
import { evaluatePolicies, type PolicyDecision } from '../../src/components/kubernetes/network-policy/evaluate.js';
import type { Direction } from '../../src/components/kubernetes/network-policy/isolation.js';
import { policiesSelecting } from '../../src/components/kubernetes/network-policy/selected-by.js';
import { policyWorldOf } from '../../src/components/kubernetes/network-policy/world-of.js';
import { readKubernetes } from '../../src/components/kubernetes/read-kubernetes.js';
import { buildIndex } from '../../src/lookup/indexed-network.js';
import type { Network } from '../../src/model/network.js';
import { parseAddress } from '../../src/net/address.js';
import { oneAddress, oneNumber } from '../../src/net/interval-set.js';
import { intersectSet, subtractSet, type PacketBox, type PacketSet } from '../../src/net/packet-set.js';
import { ALL_IPV4 } from '../../src/net/prefix.js';
import { ALL_PORTS, ALL_PROTOCOLS } from '../../src/net/port.js';
import type { Bundle } from '../../src/snapshot/bundle.js';
import { address } from '../oracle/addresses.js';
import { judgePolicies } from '../oracle/policy.js';
import type { Workload } from '../oracle/workload.js';
import { documentsOf, recordReading, type RawObject } from '../sketch/kubernetes-documents.js';

const NODES = ['10.0.1.1', '10.0.2.1'] as const;
const OUTSIDE = ['203.0.113.9', '10.0.1.77'] as const;
const PORTS = [53, 80, 81, 8080] as const;

const label = fc.constantFrom('a', 'b', 'c');
const labels = fc.record({ app: label, tier: label }, { requiredKeys: [] });
const expression = fc.oneof(
  fc.record({
    key: fc.constantFrom('app', 'tier'),
    operator: fc.constantFrom('In', 'NotIn'),
    values: fc.array(label, { minLength: 1, maxLength: 2 }),
  }),
  fc.record({ key: fc.constantFrom('app', 'tier'), operator: fc.constantFrom('Exists', 'DoesNotExist') }),
);
const selector = fc.record({ matchLabels: labels, matchExpressions: fc.array(expression, { maxLength: 1 }) }, { requiredKeys: [] });
const byNamespaceName = fc.constantFrom('prod', 'dev').map((name) => ({ matchLabels: { 'kubernetes.io/metadata.name': name } }));
const namespaceSelector = fc.oneof(selector, byNamespaceName);
const block = fc.record(
  {
    cidr: fc.constantFrom('10.0.0.0/16', '10.0.1.0/25', '0.0.0.0/0', '203.0.113.0/24'),
    except: fc.array(fc.constantFrom('10.0.1.8/29', '203.0.113.8/31', '10.0.2.0/24'), { maxLength: 2 }),
  },
  { requiredKeys: ['cidr'] },
);
const peer = fc.oneof(
  fc.record({ podSelector: selector }),
  fc.record({ namespaceSelector }),
  fc.record({ podSelector: selector, namespaceSelector }),
  fc.record({ ipBlock: block }),
);
const protocol = fc.constantFrom('TCP', 'UDP', 'SCTP', undefined);
const port = fc.oneof(
  fc.record({ protocol, port: fc.constantFrom<number | string>(...PORTS, 'http', 'dns') }),
  fc.record({ protocol, port: fc.constantFrom(53, 80), endPort: fc.constantFrom(80, 81, 9000) }),
  fc.record({ protocol }),
);
const rules = (side: string) =>
  fc.array(fc.record({ [side]: fc.array(peer, { maxLength: 2 }), ports: fc.array(port, { maxLength: 2 }) }, { requiredKeys: [] }), {
    maxLength: 2,
  });
const policySpec = fc.record(
  {
    podSelector: selector,
    policyTypes: fc.subarray(['Ingress', 'Egress'], { minLength: 1 }),
    ingress: rules('from'),
    egress: rules('to'),
  },
  { requiredKeys: ['podSelector'] },
);
const podPorts = fc.subarray([
  { name: 'http', containerPort: 8080, protocol: 'TCP' },
  { name: 'http', containerPort: 81, protocol: 'UDP' },
  { name: 'dns', containerPort: 53 },
]);
const pod = fc.record({
  namespace: fc.constantFrom('prod', 'dev'),
  labels,
  ports: podPorts,
  host: fc.boolean(),
  over: fc.integer({ min: 0, max: 5 }),
});

const drawn = fc.record({
  pods: fc.array(pod, { minLength: 2, maxLength: 5 }),
  policies: fc.array(fc.record({ namespace: fc.constantFrom('prod', 'dev'), spec: policySpec }), { maxLength: 4 }),
  namespaceLabels: fc.record({ prod: labels, dev: labels }),
  direction: fc.constantFrom<Direction>('ingress', 'egress'),
  strict: fc.boolean(),
});
type Drawn = typeof drawn extends fc.Arbitrary<infer T> ? T : never;

/** The first pod is the one judged: it is on the first node, in a network of its own, and runs. */
function objectsOf({ pods, policies, namespaceLabels }: Drawn): RawObject[] {
  const written = pods.map(({ namespace, labels: of, ports, host, over }, index): RawObject => {
    const isHost = host && index > 0;
    const node = NODES[index % 2] ?? NODES[0];
    return {
      kind: 'Pod',
      metadata: { namespace, name: `pod-${index}`, labels: of },
      spec: { nodeName: `node-${index % 2}`, hostNetwork: isHost, containers: [{ ports }] },
      status: {
        phase: over === 0 && index > 0 ? 'Failed' : 'Running',
        podIP: isHost ? node : `10.0.${(index % 2) + 1}.${8 + index}`,
        hostIP: node,
      },
    };
  });
  return [
    ...written,
    ...NODES.map((ip, index) => ({
      kind: 'Node',
      metadata: { name: `node-${index}` },
      status: { addresses: [{ type: 'InternalIP', address: ip }] },
    })),
    ...Object.entries(namespaceLabels).map(([name, of]) => ({
      kind: 'Namespace',
      metadata: { name, labels: { ...of, 'kubernetes.io/metadata.name': name } },
    })),
    ...policies.map(({ namespace, spec }, index) => ({ kind: 'NetworkPolicy', metadata: { namespace, name: `np-${index}` }, spec })),
  ];
}

function bundleOf(objects: readonly RawObject[]): Bundle {
  const kinds = ['Pod', 'Node', 'Namespace', 'NetworkPolicy'];
  const lists = kinds.map((kind) => ({ kind: `${kind}List`, apiVersion: 'v1', items: objects.filter((item) => item.kind === kind) }));
  return {
    schemaVersion: 1,
    name: 'policies',
    capturedAt: '2026-11-20T10:00:00Z',
    aws: [],
    kubernetes: [{ cluster: 'demo', objects: lists }],
  };
}

function decide(objects: readonly RawObject[], { direction, strict }: Drawn, packets: PacketSet): PolicyDecision {
  const documents = documentsOf(objects);
  const reading = recordReading();
  const network: Network = { ...readAws(documents, reading), ...readKubernetes(documents, reading), collected: new Set() };
  expect(reading.refused).toEqual([]);
  const world = policyWorldOf(buildIndex(network));
  const subject = network.pods.get(`demo|${String((objects[0]?.['metadata'] as { namespace: string }).namespace)}|pod-0`) ?? expect.fail();
  return evaluatePolicies({ pod: subject, direction, packets, strict }, policiesSelecting(subject, world), world);
}

function oracleSays(
  objects: readonly RawObject[],
  { direction, strict }: Drawn,
  far: string,
  protocolNumber: number,
  destinationPort: number,
): boolean {
  const [subject] = objects;
  const own = address('10.0.1.8');
  const workload = {
    mode: 'pod',
    cluster: 'demo',
    pod: subject,
    node: undefined,
    nodeName: 'node-0',
    addresses: [own],
    eni: {},
    primary: { PrivateIpAddress: NODES[0], PrivateIpAddresses: [{ PrivateIpAddress: NODES[0], Primary: true }] },
    settings: { policies: strict ? 'strict' : 'standard', policiesOnStrictBranches: true },
  } as unknown as Workload;
  const [source, destination] = direction === 'ingress' ? [address(far), own] : [own, address(far)];
  const packet = { source, destination, protocol: protocolNumber, sourcePort: 40000, destinationPort, icmp: null };
  return judgePolicies(bundleOf(objects), workload, direction === 'ingress' ? 'Ingress' : 'Egress', packet) === 'allowed';
}

function packetsOf(direction: Direction, far: PacketBox['sources']): PacketSet {
  const own = oneAddress(parseAddress('10.0.1.8') as bigint);
  const [sources, destinations] = direction === 'ingress' ? [far, own] : [own, far];
  return [{ protocols: ALL_PROTOCOLS, sources, destinations, sourcePorts: ALL_PORTS, destinationPorts: ALL_PORTS }];
}

it('agrees with the oracle on every sampled packet of all packets at once', () => {
  fc.assert(
    fc.property(drawn, (scene) => {
      const objects = objectsOf(scene);
      const packets = packetsOf(scene.direction, ALL_IPV4);
      const { parts } = decide(objects, scene, packets);
      const far = [...OUTSIDE, ...NODES, ...scene.pods.map((_pod, index) => `10.0.${(index % 2) + 1}.${8 + index}`)];
      for (const ip of far) {
        for (const protocolNumber of [6, 17, 132, 1]) {
          for (const destinationPort of protocolNumber === 1 ? [2048] : PORTS) {
            const [one] = packetsOf(scene.direction, oneAddress(parseAddress(ip) as bigint));
            const match = { ...one, protocols: oneNumber(protocolNumber), destinationPorts: oneNumber(destinationPort) };
            const holding = parts.filter((part) => intersectSet(part.packets, match).length > 0);
            expect(holding).toHaveLength(1);
            const expected = oracleSays(objects, scene, ip, protocolNumber, destinationPort) ? 'allowed' : 'denied';
            expect([ip, protocolNumber, destinationPort, holding[0]?.outcome]).toEqual([ip, protocolNumber, destinationPort, expected]);
          }
        }
      }
    }),
    { numRuns: 150 },
  );
});

it('splits packets into disjoint parts that are all of them', () => {
  fc.assert(
    fc.property(drawn, (scene) => {
      const packets = packetsOf(scene.direction, ALL_IPV4);
      const { parts } = decide(objectsOf(scene), scene, packets);
      let rest = packets;
      for (const part of parts) {
        for (const box of part.packets) {
          expect(subtractSet([box], rest)).toEqual([]);
          rest = subtractSet(rest, [box]);
        }
      }
      expect(rest).toEqual([]);
    }),
    { numRuns: 50 },
  );
});
