// Services, endpoint slices, Endpoints, Ingresses and target group bindings.
import { describe, expect, it } from 'vitest';
import { parseAddress } from '../../../net/address.js';
import { documentsOf, onlyEntry, recordReading, type RawObject } from '../../../../test/sketch/kubernetes-documents.js';
import { readEndpointSlices } from './read-endpoints.js';
import { readIngresses, readTargetGroupBindings } from './read-exposure.js';
import { readServices } from './read.js';

const metadata = { name: 'web', namespace: 'shop' };
const service = (spec: Record<string, unknown>, more: Record<string, unknown> = {}) =>
  onlyEntry(readServices(documentsOf([{ kind: 'Service', metadata, spec, ...more }]), recordReading()));
const address = (text: string) => parseAddress(text) as bigint;

describe('readServices', () => {
  it('fills in what the API server would', () => {
    expect(service({ clusterIP: '172.20.50.5', selector: { app: 'web' }, ports: [{ port: 80 }] })).toMatchObject({
      type: 'ClusterIP',
      clusterAddresses: [address('172.20.50.5')],
      headless: false,
      ports: [{ name: null, protocol: 'tcp', port: 80, targetPort: 80, nodePort: null }],
      selector: { app: 'web' },
      externalTrafficPolicy: 'Cluster',
      internalTrafficPolicy: 'Cluster',
      sessionAffinity: 'None',
      healthCheckNodePort: null,
    });
  });

  it('reads a load balancer', () => {
    const spec = {
      type: 'LoadBalancer',
      clusterIPs: ['172.20.50.5', 'fd12::5'],
      externalTrafficPolicy: 'Local',
      internalTrafficPolicy: 'Local',
      healthCheckNodePort: 31135,
      loadBalancerClass: 'service.k8s.aws/nlb',
      loadBalancerSourceRanges: ['203.0.113.0/24'],
      externalIPs: ['192.0.2.9'],
      ports: [{ name: 'dns', protocol: 'UDP', port: 53, targetPort: 'dns', nodePort: 30053 }],
    };
    const status = {
      loadBalancer: { ingress: [{ hostname: 'K8s-Web.ELB.example' }, { ip: '192.0.2.1' }, { ip: '192.0.2.2', ipMode: 'Proxy' }] },
    };
    expect(service(spec, { status })).toMatchObject({
      clusterAddresses: [address('172.20.50.5'), address('fd12::5')],
      externalAddresses: [address('192.0.2.9')],
      externalTrafficPolicy: 'Local',
      internalTrafficPolicy: 'Local',
      healthCheckNodePort: 31135,
      sourceRanges: ['203.0.113.0/24'],
      loadBalancerHosts: ['k8s-web.elb.example'],
      loadBalancerAddresses: [address('192.0.2.1')],
      ports: [{ name: 'dns', protocol: 'udp', port: 53, targetPort: 'dns', nodePort: 30053 }],
    });
  });

  it('reads headless, ExternalName and selectorless Services, a node port of 0 and a number in quotes', () => {
    expect(service({ clusterIP: 'None', clusterIPs: ['None'] })).toMatchObject({ headless: true, clusterAddresses: [] });
    expect(service({ type: 'ExternalName', externalName: 'db.example' })).toMatchObject({
      externalName: 'db.example',
      clusterAddresses: [],
    });
    expect(service({ selector: {}, ports: [{ port: 80, targetPort: '8080', nodePort: 0 }] })).toMatchObject({
      selector: null,
      ports: [{ targetPort: 8080, nodePort: null }],
    });
  });

  it('takes source ranges from the annotation when the field is not set', () => {
    const annotations = { 'service.beta.kubernetes.io/load-balancer-source-ranges': '10.0.0.0/8, 192.0.2.0/24' };
    expect(service({}, { metadata: { ...metadata, annotations } }).sourceRanges).toEqual(['10.0.0.0/8', '192.0.2.0/24']);
  });

  it('refuses an unreadable cluster address', () => {
    const reading = recordReading();
    readServices(documentsOf([{ kind: 'Service', metadata, spec: { clusterIP: '172.20.0' } }]), reading);
    expect(reading.refused).toEqual(['/items/0/spec/clusterIPs: expected an IP address such as 10.0.1.5 or 2001:db8::5']);
  });
});

const slice = (more: Record<string, unknown>): RawObject => ({
  kind: 'EndpointSlice',
  metadata: { name: 'web-x1', namespace: 'shop', labels: { 'kubernetes.io/service-name': 'web' } },
  addressType: 'IPv4',
  ...more,
});

describe('readEndpointSlices', () => {
  it('reads an endpoint with everything', () => {
    const endpoint = {
      addresses: ['10.0.17.11'],
      conditions: { ready: false, serving: true, terminating: true },
      nodeName: 'node-a',
      zone: 'eu-a',
      hints: { forZones: [{ name: 'eu-a' }] },
      targetRef: { kind: 'Pod', namespace: 'prod', name: 'web-a2' },
    };
    const found = onlyEntry(
      readEndpointSlices(documentsOf([slice({ endpoints: [endpoint], ports: [{ name: '', port: 8080 }] })]), recordReading()),
    );
    expect(found).toMatchObject({
      serviceName: 'web',
      ports: [{ name: null, port: 8080, protocol: 'tcp' }],
      endpoints: [
        {
          addresses: [address('10.0.17.11')],
          ready: false,
          serving: true,
          terminating: true,
          nodeName: 'node-a',
          zone: 'eu-a',
          hintZones: ['eu-a'],
          hintNodes: null,
          target: { kind: 'Pod', namespace: 'prod', name: 'web-a2' },
        },
      ],
    });
  });

  it('counts missing conditions as ready and serving, and bears a null list of ports', () => {
    const found = onlyEntry(
      readEndpointSlices(documentsOf([slice({ endpoints: [{ addresses: ['10.0.0.1'] }], ports: null })]), recordReading()),
    );
    expect(found).toMatchObject({
      ports: [],
      endpoints: [{ ready: true, serving: true, terminating: false, hintZones: null, target: null }],
    });
  });

  it('takes an unknown serving for what ready says, and no endpoint of a slice of host names', () => {
    const notReady = slice({ endpoints: [{ addresses: ['10.0.0.1'], conditions: { ready: false } }] });
    expect(onlyEntry(readEndpointSlices(documentsOf([notReady]), recordReading())).endpoints[0]).toMatchObject({
      ready: false,
      serving: false,
    });
    const names = slice({ addressType: 'FQDN', endpoints: [{ addresses: ['db.example'] }] });
    expect(onlyEntry(readEndpointSlices(documentsOf([names]), recordReading())).endpoints).toEqual([]);
  });

  it('reads Endpoints where a Service has no slice, and only there', () => {
    const endpoints = {
      kind: 'Endpoints',
      metadata,
      subsets: [
        {
          addresses: [
            { ip: '10.0.0.1', nodeName: 'node-a', targetRef: { kind: 'Pod', namespace: 'shop', name: 'web-1' } },
            { ip: 'fd00::1' },
          ],
          notReadyAddresses: [{ ip: '10.0.0.2' }],
          ports: [{ port: 8080, name: 'http' }],
        },
      ],
    };
    const found = [...readEndpointSlices(documentsOf([endpoints]), recordReading()).values()];
    expect(
      found.map(({ name, serviceName, addressType, endpoints: all }) => [name, serviceName, addressType, all.map(({ ready }) => ready)]),
    ).toEqual([
      ['web', 'web', 'IPv4', [true, false]],
      ['web-1', 'web', 'IPv6', [true]],
    ]);
    expect(onlyEntry(readEndpointSlices(documentsOf([slice({ endpoints: [] }), endpoints]), recordReading())).name).toBe('web-x1');
  });
});

describe('readIngresses', () => {
  const backend = (name: string, port: Record<string, unknown>) => ({ service: { name, port } });

  it('reads rules, the default backend and the load balancer', () => {
    const spec = {
      ingressClassName: 'alb',
      defaultBackend: backend('fallback', { number: 80 }),
      rules: [
        { host: 'shop.example', http: { paths: [{ path: '/a', pathType: 'Prefix', backend: backend('web', { name: 'http' }) }] } },
        { http: { paths: [{ backend: backend('old', { number: 81 }) }, { backend: { resource: { kind: 'Bucket' } } }] } },
      ],
    };
    const status = { loadBalancer: { ingress: [{ hostname: 'Internal-K8s.example' }] } };
    expect(onlyEntry(readIngresses(documentsOf([{ kind: 'Ingress', metadata, spec, status }]), recordReading()))).toMatchObject({
      className: 'alb',
      hosts: ['internal-k8s.example'],
      defaultBackend: { serviceName: 'fallback', servicePort: 80 },
      rules: [
        { host: 'shop.example', path: '/a', pathType: 'Prefix', serviceName: 'web', servicePort: 'http' },
        { host: null, path: null, pathType: 'ImplementationSpecific', serviceName: 'old', servicePort: 81 },
      ],
    });
  });

  it('reads the class annotation and the old form of a backend', () => {
    const annotations = { 'kubernetes.io/ingress.class': 'alb' };
    const spec = { rules: [{ http: { paths: [{ backend: { serviceName: 'web', servicePort: 80 } }] } }] };
    const found = onlyEntry(
      readIngresses(documentsOf([{ kind: 'Ingress', metadata: { ...metadata, annotations }, spec }]), recordReading()),
    );
    expect(found).toMatchObject({ className: 'alb', defaultBackend: null, rules: [{ serviceName: 'web', servicePort: 80 }] });
  });
});

it('reads target group bindings, and whether they manage rules', () => {
  const spec = { targetGroupARN: 'arn:tg', serviceRef: { name: 'web', port: 80 }, targetType: 'ip', networking: { ingress: [] } };
  const bindings = [
    { kind: 'TargetGroupBinding', metadata, spec },
    {
      kind: 'TargetGroupBinding',
      metadata: { ...metadata, name: 'by-name' },
      spec: { targetGroupName: 'tg', serviceRef: { name: 'web', port: 'http' } },
    },
  ];
  expect([...readTargetGroupBindings(documentsOf(bindings), recordReading()).values()]).toMatchObject([
    { targetGroupArn: 'arn:tg', serviceName: 'web', servicePort: 80, targetType: 'ip', managesRules: true },
    { targetGroupArn: 'tg', servicePort: 'http', targetType: '', managesRules: false },
  ]);
});
