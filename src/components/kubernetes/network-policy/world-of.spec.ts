// Policies judged on an indexed network: pods by address, host pods by their node's, Services with the pods behind them.
import { describe, expect, it } from 'vitest';
import { parseAddress } from '../../../net/address.js';
import { oneAddress } from '../../../net/interval-set.js';
import { parsePrefix, prefixSet } from '../../../net/prefix.js';
import type { Network } from '../../../model/network.js';
import { buildIndex } from '../../../lookup/indexed-network.js';
import { documentsOf, recordReading, type RawObject } from '../../../../test/sketch/kubernetes-documents.js';
import { readAws } from '../../aws/read-aws.js';
import { readKubernetes } from '../read-kubernetes.js';
import { policyWorldOf } from './world-of.js';

function worldOf(objects: readonly RawObject[]) {
  const documents = documentsOf(objects);
  const network: Network = { ...readAws(documents, recordReading()), ...readKubernetes(documents, recordReading()), collected: new Set() };
  return policyWorldOf(buildIndex(network));
}
const pod = (name: string, podIP: string, more: Record<string, unknown> = {}, phase = 'Running'): RawObject => ({
  kind: 'Pod',
  metadata: { namespace: 'prod', name },
  spec: { nodeName: 'node-a', ...more },
  status: { podIP, phase },
});
const world = worldOf([
  pod('web', '10.0.16.11'),
  pod('done', '10.0.16.12', {}, 'Succeeded'),
  pod('agent', '10.0.16.10', { hostNetwork: true }),
  {
    kind: 'Node',
    metadata: { name: 'node-a', labels: { zone: 'a' } },
    status: { addresses: [{ type: 'InternalIP', address: '10.0.16.10' }] },
  },
  { kind: 'Namespace', metadata: { name: 'prod', labels: { team: 'x' } } },
  {
    kind: 'Service',
    metadata: { namespace: 'prod', name: 'web' },
    spec: { clusterIP: '172.20.50.5', externalIPs: ['10.0.16.11'], ports: [{ port: 80 }] },
  },
  {
    kind: 'EndpointSlice',
    metadata: { namespace: 'prod', name: 'web-1', labels: { 'kubernetes.io/service-name': 'web' } },
    endpoints: [
      { addresses: ['10.0.16.11'], targetRef: { kind: 'Pod', namespace: 'prod', name: 'web' } },
      { addresses: ['10.0.16.13'], targetRef: { kind: 'Pod', namespace: 'prod', name: 'gone' } },
    ],
  },
  { kind: 'NetworkPolicy', metadata: { namespace: 'prod', name: 'np' }, spec: {} },
]);
const at = (text: string) => oneAddress(parseAddress(text) as bigint);
const wide = prefixSet(parsePrefix('10.0.0.0/8') ?? expect.fail());
const names = (found: readonly { readonly name: string }[]): string[] => found.map(({ name }) => name).sort();

describe('policyWorldOf', () => {
  it('finds pods, host pods by their node’s address, and no finished ones', () => {
    expect(names(world.podsAt('demo', at('10.0.16.11')))).toEqual(['web']);
    expect(names(world.podsAt('demo', at('10.0.16.10')))).toEqual(['agent']);
    expect(names(world.podsAt('demo', at('10.0.16.12')))).toEqual([]);
    expect(names(world.podsAt('demo', wide))).toEqual(['agent', 'web']);
    expect(names(world.podsAt('other', wide))).toEqual([]);
  });

  it('finds nodes, and Services with the pods behind them', () => {
    expect(names(world.nodesAt('demo', at('10.0.16.10')))).toEqual(['node-a']);
    expect(names(world.nodesAt('demo', at('10.0.16.11')))).toEqual([]);
    const [service] = world.servicesAt('demo', at('172.20.50.5'));
    expect(names(service === undefined ? [] : world.podsOf(service))).toEqual(['web']);
    expect(world.servicesAt('demo', at('172.20.50.6'))).toEqual([]);
  });

  it('knows the policies of a namespace and the labels of those that are there', () => {
    expect(names(world.networkPolicies('demo', 'prod'))).toEqual(['np']);
    expect(world.networkPolicies('demo', 'dev')).toEqual([]);
    expect(world.clusterPolicies('demo')).toEqual([]);
    expect(world.namespaceLabels('demo', 'prod')).toMatchObject({ team: 'x' });
    expect(world.namespaceLabels('demo', 'dev')).toBeNull();
  });
});
