// What a reference to a Service stands for, depending on who asks.
import { describe, expect, it } from 'vitest';
import { ask, brief, caveatsOf, decisive } from '../../../test/support/ask.js';
import { addWebBalancer } from '../../../test/sketch/eks-lab-parts.js';
import { eksLab, type ClusterLab } from '../../../test/sketch/eks-lab.js';
import { addInstance } from '../../../test/sketch/instances.js';
import { addPod } from '../../../test/sketch/pods.js';
import { allow, tcp } from '../../../test/sketch/security-group.js';
import { addService } from '../../../test/sketch/services.js';
import { take } from '../../../test/sketch/collection.js';
import { formatAddress } from '../../net/address.js';
import { formatPorts } from '../../net/port.js';
import type { Trace, TraceRequest } from '../../trace/trace-flow.js';

const CLI = 'pod/prod/cli-a';
const trace = (lab: ClusterLab, request: Partial<TraceRequest>): Trace =>
  ask(lab.bundle(), { from: CLI, to: 'service/prod/web', ...request });

/** The address and port that each conversation starts out for. */
function asked(result: Trace): string[] {
  return result.conversations.map(({ forward }) => {
    const [box] = forward.hops[0]?.packets ?? [];
    return box === undefined ? '' : `${formatAddress(box.destinations[0] ?? 0n)}:${formatPorts(box.destinationPorts)}`;
  });
}
const says = (result: Trace): string => decisive(result)?.finding.say() ?? '';

describe('service references', () => {
  it('are the cluster IP and the only port for callers in the cluster, by name alone too', () => {
    expect(asked(trace(eksLab(), {}))[0]).toBe('172.20.50.5:80');
    expect(asked(trace(eksLab(), { to: 'service/web@lab' }))[0]).toBe('172.20.50.5:80');
    expect(asked(trace(eksLab(), { port: 'http' }))[0]).toBe('172.20.50.5:80');
  });

  it('need a port where there are several, and a name that is the only one', () => {
    const lab = eksLab();
    take(lab.cluster.services, 'prod/web').ports.push({ name: 'admin', port: 81, targetPort: 8080, nodePort: 30081 });
    addService(lab.cluster, { id: 'other/web', ports: [{ port: 80 }] });
    expect(() => trace(lab, {})).toThrow('PORT_REQUIRED');
    expect(brief(trace(lab, { port: 'admin' }))).toBe('reachable');
    expect(() => trace(lab, { to: 'service/web', port: 80 })).toThrow('ENDPOINT_AMBIGUOUS');
    expect(() => trace(lab, { to: 'service/prod/wep', port: 80 })).toThrow('service/prod/web');
  });

  it('are pods as a source', () => {
    const result = trace(eksLab(), { from: 'service/prod/web', to: 'pod/prod/cli-a', port: 9000 });
    expect(result.scope).toMatchObject({ over: 'sources', of: 4 });
  });
});

describe('from outside the cluster', () => {
  const outside = (): ClusterLab => {
    const lab = eksLab();
    addInstance(lab.region, { id: 'i-out', subnet: 'sn-pub-a', ip: '10.0.0.99', groups: ['sg-node'] });
    return lab;
  };

  it('it is the cluster IP, which nobody can reach', () => {
    const result = trace(outside(), { from: 'instance/i-out' });
    expect(asked(result)).toEqual(['172.20.50.5:80']);
    expect(result.verdict).toBe('blocked');
  });

  it('it is the load balancer where there is one, in any spelling of its name', () => {
    const lab = outside();
    const balancer = addWebBalancer(lab, { type: 'network', targets: 'instance' });
    const host = lab.bundle().aws[0]?.calls.flatMap(({ output }) => {
      const found = (output as { LoadBalancers?: { LoadBalancerArn: string; DNSName: string }[] }).LoadBalancers ?? [];
      return found.filter(({ LoadBalancerArn }) => LoadBalancerArn === balancer.id).map(({ DNSName }) => DNSName);
    })[0];
    Object.assign(take(lab.cluster.services, 'prod/web'), {
      type: 'LoadBalancer',
      loadBalancerHost: `dualstack.${(host ?? '').toUpperCase()}`,
    });
    expect(asked(trace(lab, { from: 'instance/i-out' }))[0]).toMatch(/^(10\.0\.[01]\.6|198\.51\.100\.6)/);
    expect(asked(trace(lab, {}))[0]).toBe('172.20.50.5:80');
  });
});

describe('from the control plane', () => {
  it('it is the endpoints, on the port of the pods', () => {
    const lab = eksLab();
    const result = trace(lab, { from: 'eks/lab' });
    expect(new Set(asked(result))).toEqual(new Set(['10.0.16.11:8080', '10.0.17.11:8080', '10.0.32.11:8080', '10.0.33.11:8080']));
    expect(brief(result)).toBe('reachable');
    expect(caveatsOf(result)).toContain('WEBHOOK_PORT_TRANSLATED');
    take(lab.cluster.services, 'prod/web').ports[0] = { name: 'http', port: 8080, targetPort: 8080 };
    expect(caveatsOf(trace(lab, { from: 'eks/lab' }))).not.toContain('WEBHOOK_PORT_TRANSLATED');
  });

  it('only declared ports and ready endpoints exist', () => {
    const lab = eksLab();
    expect(brief(trace(lab, { from: 'eks/lab', port: 8080 }))).toBe('blocked SERVICE_HAS_NO_SUCH_PORT');
    take(lab.cluster.services, 'prod/web').selector = { app: 'web-svc' };
    expect(brief(trace(lab, { from: 'eks/lab' }))).toBe('blocked SERVICE_HAS_NO_ENDPOINTS');
    lab.without('EndpointSliceList');
    expect(brief(trace(lab, { from: 'eks/lab' }))).toBe('unknown SERVICES_NOT_CAPTURED');
  });
});

describe('headless Services', () => {
  const headless = (): ClusterLab => {
    const lab = eksLab();
    Object.assign(take(lab.cluster.services, 'prod/web'), { clusterIP: 'None', type: 'ClusterIP' });
    return lab;
  };

  it('are their pods, with no translation of the port', () => {
    const lab = headless();
    const result = trace(lab, { port: 8080 });
    expect(asked(result)).toHaveLength(4);
    expect(brief(result)).toBe('reachable');
    const wrong = trace(lab, { port: 80 });
    expect(brief(wrong)).toBe('blocked SERVICE_HAS_NO_SUCH_PORT');
    expect(says(wrong)).toContain('it is headless, so nothing translates the port, and its pods listen on 8080');
  });

  it('have no address without a ready pod', () => {
    const lab = headless();
    for (const pod of lab.cluster.pods.values()) pod.ready = false;
    const result = trace(lab, { port: 8080 });
    expect(brief(result)).toBe('blocked SERVICE_HAS_NO_ENDPOINTS');
    expect(decisive(result)?.finding.symptom).toBe('dns-failure');
  });
});

it('an ExternalName Service is what it names', () => {
  const lab = eksLab();
  addPod(lab.cluster, { id: 'prod/db', node: 'node-b', ip: '10.0.33.15' });
  addService(lab.cluster, {
    id: 'prod/ext',
    type: 'ExternalName',
    clusterIP: '',
    selector: null,
    ports: [],
    spec: { externalName: '10.0.33.15', clusterIP: undefined, clusterIPs: undefined },
  });
  allow(lab.region, 'sg-node', tcp(5432, 'sg-node'));
  expect(asked(trace(lab, { to: 'service/prod/ext', port: 5432 }))).toEqual(['10.0.33.15:5432']);
});
