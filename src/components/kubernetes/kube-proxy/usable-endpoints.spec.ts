// Which endpoints a node may use: readiness, endings, hints, Local policies and address families.
import { describe, expect, it } from 'vitest';
import { formatAddress, parseAddress, type Family } from '../../../net/address.js';
import { indexBackends } from '../../../lookup/service-backends.js';
import type { EndpointSlice, Service, ServiceEndpoint } from '../../../model/kubernetes/cluster.js';
import type { Network } from '../../../model/network.js';
import { usableBackends } from './usable-endpoints.js';

const NODES = { A: { name: 'node-a', zone: 'eu-a' }, B: { name: 'node-b', zone: 'eu-b' } } as const;
type Letter = keyof typeof NODES;

interface Given {
  on: Letter;
  /** `r`eady, not ready (`-`), `s`erving and `t`erminating. */
  state?: 'r' | '-' | 'st';
  zones?: Letter[];
  nodes?: Letter[];
}

const port = { name: 'http', protocol: 'tcp', port: 80, targetPort: 8080, nodePort: null };

function endpoint({ on, state = 'r', zones, nodes }: Given, index: number): ServiceEndpoint {
  const address = parseAddress(`10.0.${on === 'A' ? 16 : 32}.${index + 1}`);
  return {
    addresses: address === null ? [] : [address],
    ready: state === 'r',
    serving: state !== '-',
    terminating: state === 'st',
    nodeName: NODES[on].name,
    zone: NODES[on].zone,
    hintZones: zones?.map((letter) => NODES[letter].zone) ?? null,
    hintNodes: nodes?.map((letter) => NODES[letter].name) ?? null,
    target: null,
  };
}

function choose(
  given: readonly Given[],
  policy: 'Cluster' | 'Local',
  asked: Letter,
  more: { publish?: boolean; family?: Family } = {},
): string {
  const service = { cluster: 'lab', publishNotReadyAddresses: more.publish ?? false, ports: [port] } as unknown as Service;
  const slice = { ports: [{ name: 'http', port: 8080, protocol: 'tcp' }], endpoints: given.map(endpoint) } as unknown as EndpointSlice;
  const backendsOf = indexBackends({ pods: new Map() } as unknown as Network, () => [slice]);
  const usable = usableBackends(backendsOf(service, port, more.family ?? 'ipv4'), policy, NODES[asked]);
  if (usable.kind !== 'backends') return usable.kind === 'none' ? 'REJECT' : 'DROP';
  return usable.backends.map(({ address }) => (formatAddress(address).startsWith('10.0.16.') ? 'A' : 'B')).join('');
}

describe('usableBackends', () => {
  it.each<[string, Given[], 'Cluster' | 'Local', Letter, string]>([
    ['ready ones of all nodes', [{ on: 'A' }, { on: 'B' }], 'Cluster', 'A', 'AB'],
    ['Local: those of the node', [{ on: 'A' }, { on: 'B' }], 'Local', 'A', 'A'],
    ['Local without one here', [{ on: 'B' }], 'Local', 'A', 'DROP'],
    ['none', [], 'Cluster', 'A', 'REJECT'],
    ['none, Local', [], 'Local', 'A', 'REJECT'],
    [
      'none is ready',
      [
        { on: 'A', state: '-' },
        { on: 'B', state: '-' },
      ],
      'Cluster',
      'A',
      'REJECT',
    ],
    ['none is ready, Local', [{ on: 'A', state: '-' }], 'Local', 'A', 'REJECT'],
    ['an ending one is left out while one is ready', [{ on: 'A', state: 'st' }, { on: 'B' }], 'Cluster', 'A', 'B'],
    [
      'ending ones where none is ready',
      [
        { on: 'A', state: 'st' },
        { on: 'B', state: 'st' },
      ],
      'Cluster',
      'A',
      'AB',
    ],
    ['Local: an ending one here for want of a ready one here', [{ on: 'A', state: 'st' }, { on: 'B' }], 'Local', 'A', 'A'],
    [
      'hints of the zone',
      [
        { on: 'A', zones: ['A'] },
        { on: 'B', zones: ['B'] },
      ],
      'Cluster',
      'A',
      'A',
    ],
    ['hints that one lacks', [{ on: 'A', zones: ['A'] }, { on: 'B' }], 'Cluster', 'A', 'AB'],
    [
      'hints for another zone only',
      [
        { on: 'B', zones: ['B'] },
        { on: 'B', zones: ['B'] },
      ],
      'Cluster',
      'A',
      'BB',
    ],
    [
      'hints for another node only',
      [
        { on: 'A', nodes: ['B'] },
        { on: 'B', nodes: ['B'] },
      ],
      'Cluster',
      'A',
      'AB',
    ],
    [
      'hints for the node',
      [
        { on: 'A', nodes: ['A'] },
        { on: 'B', nodes: ['B'] },
      ],
      'Cluster',
      'A',
      'A',
    ],
    [
      'Local beats hints',
      [
        { on: 'A', zones: ['B'] },
        { on: 'B', zones: ['A'] },
      ],
      'Local',
      'A',
      'A',
    ],
  ])('%s', (_name, given, policy, asked, expected) => expect(choose(given, policy, asked)).toBe(expected));

  it('uses what is not ready where the Service publishes it', () => {
    expect(choose([{ on: 'A', state: '-' }], 'Cluster', 'A', { publish: true })).toBe('A');
    expect(choose([{ on: 'A', state: '-' }], 'Cluster', 'A')).toBe('REJECT');
  });

  it('knows only endpoints of the family', () => {
    expect(choose([{ on: 'A' }], 'Cluster', 'A', { family: 'ipv6' })).toBe('REJECT');
  });
});
