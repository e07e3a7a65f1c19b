// Pods: both families, ports, owners, states, and the shapes that are refused.
import { describe, expect, it } from 'vitest';
import { parseAddress } from '../../../net/address.js';
import { documentsOf, onlyEntry, recordReading } from '../../../../test/sketch/kubernetes-documents.js';
import { readPods } from './read.js';

const pod = (more: Record<string, unknown> = {}, metadata: Record<string, unknown> = {}) => ({
  kind: 'Pod',
  metadata: { name: 'web-1', namespace: 'shop', ...metadata },
  ...more,
});
const read = (raw: ReturnType<typeof pod>) => onlyEntry(readPods(documentsOf([raw]), recordReading()));

describe('readPods', () => {
  it('reads a running pod', () => {
    const raw = pod(
      {
        spec: {
          nodeName: 'node-a',
          serviceAccountName: 'web',
          dnsPolicy: 'Default',
          containers: [
            {
              name: 'web',
              ports: [
                { containerPort: 8080, name: 'http' },
                { containerPort: 53, protocol: 'UDP', hostPort: 5353 },
              ],
            },
          ],
          initContainers: [
            { name: 'proxy', restartPolicy: 'Always', ports: [{ containerPort: 15001 }] },
            { name: 'setup', ports: [{ containerPort: 9999 }] },
          ],
        },
        status: {
          phase: 'Running',
          podIP: '10.0.17.11',
          podIPs: [{ ip: '10.0.17.11' }, { ip: '2001:DB8::11' }],
          hostIP: '10.0.16.10',
          startTime: '2026-11-01T00:00:00Z',
          conditions: [{ type: 'Ready', status: 'True' }],
        },
      },
      {
        labels: { app: 'web' },
        annotations: { 'vpc.amazonaws.com/pod-eni': '[]' },
        ownerReferences: [
          { kind: 'Other', name: 'x' },
          { kind: 'ReplicaSet', name: 'web-5d', controller: true },
        ],
      },
    );
    expect(read(raw)).toEqual({
      cluster: 'demo',
      namespace: 'shop',
      name: 'web-1',
      labels: { app: 'web' },
      annotations: { 'vpc.amazonaws.com/pod-eni': '[]' },
      nodeName: 'node-a',
      phase: 'Running',
      hostNetwork: false,
      addresses: [parseAddress('10.0.17.11'), parseAddress('2001:db8::11')],
      hostAddress: parseAddress('10.0.16.10'),
      ports: [
        { port: 8080, hostPort: null, name: 'http', protocol: 'tcp' },
        { port: 53, hostPort: 5353, name: null, protocol: 'udp' },
        { port: 15001, hostPort: null, name: null, protocol: 'tcp' },
      ],
      ready: true,
      terminating: false,
      owner: { kind: 'ReplicaSet', name: 'web-5d' },
      serviceAccount: 'web',
      dnsPolicy: 'Default',
      nameservers: [],
      startTime: '2026-11-01T00:00:00Z',
    });
  });

  it('keeps finished pods with their phase', () => {
    expect(read(pod({ status: { phase: 'Succeeded', podIP: '10.0.0.9' } }))).toMatchObject({ phase: 'Succeeded', ready: false });
  });

  it('reads the name servers that a pod brings itself', () => {
    const dnsConfig = { nameservers: ['10.0.3.99', '2001:db8::53'], searches: ['corp.example'] };
    expect(read(pod({ spec: { dnsPolicy: 'None', dnsConfig } }))?.nameservers).toEqual([
      parseAddress('10.0.3.99'),
      parseAddress('2001:db8::53'),
    ]);
    expect(read(pod({ spec: { dnsConfig: { searches: ['corp.example'] } } }))?.nameservers).toEqual([]);
  });

  it('tells not ready, terminating and host network apart from the usual', () => {
    const status = { phase: 'Running', conditions: [{ type: 'Ready', status: 'False' }] };
    const raw = pod({ spec: { hostNetwork: true }, status }, { deletionTimestamp: '2026-11-01T00:00:00Z' });
    expect(read(raw)).toMatchObject({ ready: false, terminating: true, hostNetwork: true });
  });

  it('takes a bare manifest with an address for a running pod, and one without for a pending one', () => {
    expect(read(pod({ status: { podIP: '10.0.0.9' } }))).toMatchObject({ phase: 'Running', ready: true, nodeName: null, owner: null });
    expect(read(pod())).toMatchObject({
      phase: 'Pending',
      ready: false,
      addresses: [],
      serviceAccount: 'default',
      dnsPolicy: 'ClusterFirst',
    });
  });

  it('refuses a missing name, an unreadable address, a port out of range', () => {
    const reading = recordReading();
    const containers = [{ ports: [{ containerPort: 70000 }] }];
    const found = readPods(
      documentsOf([{ kind: 'Pod', metadata: {} }, pod({ spec: { containers }, status: { podIP: '10.0.0.300' } })]),
      reading,
    );
    expect(found.size).toBe(1);
    expect(reading.refused).toEqual([
      '/items/0/metadata/name: expected the name of the object',
      '/items/1/status/podIP: expected an IP address such as 10.0.1.5 or 2001:db8::5',
      '/items/1/spec/containers/ports/containerPort: expected a port from 1 to 65535',
    ]);
  });
});
