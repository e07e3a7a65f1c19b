// Services as nodes resolve them: cluster IPs, node ports, traffic policies, masquerade, replies, host ports, and what is missing.
import { describe, expect, it } from 'vitest';
import { ask, brief, caveatsOf, decisive, findingsOf } from '../../../../test/support/ask.js';
import { take } from '../../../../test/sketch/collection.js';
import { addBranchNode, ipv6Lab } from '../../../../test/sketch/eks-lab-parts.js';
import { eksLab, type ClusterLab } from '../../../../test/sketch/eks-lab.js';
import { addInstance } from '../../../../test/sketch/instances.js';
import { addObject } from '../../../../test/sketch/metadata.js';
import { addPod } from '../../../../test/sketch/pods.js';
import { addSecurityGroup, allow, tcp } from '../../../../test/sketch/security-group.js';
import { addService } from '../../../../test/sketch/services.js';
import { formatAddress } from '../../../net/address.js';
import { onlySource } from '../../../packet/describe.js';
import type { Trace, TraceRequest } from '../../../trace/trace-flow.js';

const WEB = '172.20.50.5';
const CLI = 'pod/prod/cli-a';
const A = '10.0.16.10';
const B = '10.0.32.10';

/** The lab with only some of its web pods, and a client in the VPC that is no node. */
function lab(pods: readonly string[] = ['web-a1', 'web-a2', 'web-b1', 'web-b2'], options: Parameters<typeof eksLab>[0] = {}): ClusterLab {
  const sketch = eksLab(options);
  for (const name of ['web-a1', 'web-a2', 'web-b1', 'web-b2']) if (!pods.includes(name)) sketch.cluster.pods.delete(`prod/${name}`);
  addSecurityGroup(sketch.region, { id: 'sg-out', vpc: 'vpc-a' });
  addInstance(sketch.region, { id: 'i-out', subnet: 'sn-pub-a', ip: '10.0.0.99', groups: ['sg-out'] });
  allow(sketch.region, 'sg-node', tcp(30080, 'sg-out'));
  return sketch;
}

function web(sketch: ClusterLab): ReturnType<typeof addService> {
  return take(sketch.cluster.services, 'prod/web');
}
function local(sketch: ClusterLab): ClusterLab {
  web(sketch).externalTrafficPolicy = 'Local';
  return sketch;
}

/** `reachable seen 10.0.16.10`: the verdict, and the sources that the far ends see. */
function told(trace: Trace): string {
  const sources = trace.conversations
    .filter(({ forward }) => forward.outcome === 'delivered')
    .map(({ forward }) => onlySource(forward.hops[forward.hops.length - 1]?.packets ?? []));
  const seen = [...new Set(sources)].map((source) => (source === null ? 'many' : formatAddress(source)));
  return `${brief(trace)}${seen.length === 0 ? '' : ` seen ${seen.sort().join(' ')}`}`;
}
const trace = (sketch: ClusterLab, request: Partial<TraceRequest>): Trace =>
  ask(sketch.bundle(), { from: CLI, to: WEB, protocol: 'tcp', port: 80, ...request });
const says = (result: Trace): string => decisive(result)?.finding.say() ?? '';
const hops = (result: Trace, station: string): string[] =>
  result.conversations.flatMap(({ forward }) => forward.hops.filter((hop) => hop.station === station).map((hop) => hop.explain()));

describe('cluster IPs', () => {
  it('sends to every endpoint, which is what groups see, and turns replies back', () => {
    const result = trace(lab(), {});
    expect(told(result)).toBe('reachable seen 10.0.17.12');
    expect(result.scope).toMatchObject({ over: 'backends', failing: 0, of: 4 });
    expect(hops(result, 'kube-proxy')[2]).toBe(
      '172.20.50.5 is the cluster IP of Service prod/web: node node-a rewrites it to pod prod/web-b1 (10.0.32.11) on node node-b, port 8080 (the Service says 80): ' +
        'one of 4 endpoints that are ready. From here on groups, ACLs and routes see the endpoint, never the Service.',
    );
    const back = result.conversations[2]?.back?.hops.map(({ station, resource }) => `${station} ${resource.id}`);
    expect(back).toContain('node node-a');
  });

  it('names the endpoints that a group stops', () => {
    const sketch = lab();
    take(sketch.region.securityGroups, 'sg-node').ingress.length = 0;
    const result = trace(sketch, {});
    expect(brief(result)).toBe('partial SG_HAS_NO_RULES');
    expect(result.scope).toMatchObject({ over: 'backends', failing: 2, of: 4 });
    expect(result.scope.pattern).toContain('web-b1');
  });

  it('serves processes of the node with its address', () => {
    expect(told(trace(lab(['web-b1']), { from: 'node/node-a' }))).toBe('reachable seen 10.0.16.10');
  });

  it('masquerades a pod that picks itself', () => {
    expect(told(trace(lab(['web-a1']), { from: 'pod/prod/web-a1' }))).toBe('reachable seen 10.0.16.10');
    expect(told(trace(lab(['web-a1', 'web-a2']), { from: 'pod/prod/web-a1' }))).toBe('reachable seen 10.0.16.10 10.0.16.11');
  });

  it('refuses at once without endpoints, and shows selector and labels', () => {
    const sketch = lab();
    web(sketch).selector = { app: 'web-svc' };
    const result = trace(sketch, {});
    expect(brief(result)).toBe('blocked SERVICE_HAS_NO_ENDPOINTS');
    expect(decisive(result)?.finding.symptom).toBe('connection-refused');
    expect(says(result)).toBe(
      'Service prod/web has no endpoint that may be used for port 80. Its selector app=web-svc matches no pod of namespace prod. ' +
        'Closest: web-a1, web-a2 and web-b1; of web-a1, app is web, not web-svc. The node rejects the connection at once.',
    );
    expect(decisive(result)?.finding.considered()[0]).toEqual({ id: 'pod prod/web-a1', text: 'app=web', why: 'app is web, not web-svc' });
  });

  it('tells pods that are not ready from labels that do not fit', () => {
    const sketch = lab(['web-a1']);
    take(sketch.cluster.pods, 'prod/web-a1').ready = false;
    const result = trace(sketch, {});
    expect(brief(result)).toBe('blocked SERVICE_HAS_NO_ENDPOINTS');
    expect(says(result)).toContain('matches 1 pod of namespace prod (web-a1), but none is ready');
    web(sketch).spec = { publishNotReadyAddresses: true };
    expect(told(trace(sketch, {}))).toBe('reachable seen 10.0.17.12');
  });

  it('has the ports that are declared, by protocol', () => {
    const result = trace(lab(), { port: 8080 });
    expect(brief(result)).toBe('blocked SERVICE_HAS_NO_SUCH_PORT');
    expect(says(result)).toBe(
      'Service prod/web has 80/tcp (http), and nothing answers TCP 8080 at 172.20.50.5. 8080 is the port of its pods: ask the Service for 80.',
    );
    expect(brief(trace(lab(), { protocol: 'udp' }))).toBe('blocked SERVICE_HAS_NO_SUCH_PORT');
    expect(brief(trace(lab(), { port: '80-81' }))).toBe('partial SERVICE_HAS_NO_SUCH_PORT');
    expect(brief(trace(lab(), { protocol: 'icmp', port: undefined }))).toBe('blocked SERVICE_HAS_NO_SUCH_PORT');
    const ipvs = lab(undefined, { proxy: { mode: 'ipvs' } });
    expect(told(trace(ipvs, { protocol: 'icmp', port: undefined }))).toBe('reachable seen 10.0.17.12');
    expect(decisive(trace(ipvs, { port: 81 }))?.finding.symptom).toBe('connection-refused');
  });

  it.each([
    [['web-b1'], 'blocked NO_LOCAL_ENDPOINT'],
    [['web-a1', 'web-b1'], 'reachable seen 10.0.17.12'],
    [[], 'blocked SERVICE_HAS_NO_ENDPOINTS'],
  ])('internalTrafficPolicy Local with %j', (pods, expected) => {
    const sketch = lab(pods);
    web(sketch).internalTrafficPolicy = 'Local';
    expect(told(trace(sketch, {}))).toBe(expected);
  });

  it('masqueradeAll shows the address of the interface that the packet leaves by', () => {
    const sketch = lab(['web-b1'], { proxy: { masqueradeAll: true } });
    expect(told(trace(sketch, {}))).toBe('reachable seen 10.0.17.10');
    expect(told(trace(sketch, { from: 'pod/kube-system/dns-b' }))).toBe('reachable seen 10.0.32.10');
  });

  it('takes what has the address of a Service for the Service', () => {
    const shadow = lab();
    const onPremises = trace(shadow, { to: `onprem/${WEB}` });
    expect(brief(onPremises)).toBe('blocked CLUSTERIP_SHADOWS_DESTINATION');
    expect(decisive(onPremises)?.finding.symptom).toBe('wrong-destination');
    const other = trace(shadow, { to: `onprem/${WEB}`, port: 81 });
    expect(findingsOf(other).map(({ finding }) => finding.code)).not.toContain('CLUSTERIP_SHADOWS_DESTINATION');
    const ipvs = lab(undefined, { proxy: { mode: 'ipvs' } });
    expect(brief(trace(ipvs, { to: `onprem/${WEB}`, port: 81 }))).toBe('blocked CLUSTERIP_SHADOWS_DESTINATION');
  });
});

describe('node ports', () => {
  const port = 30080;

  it.each<[string, string, string[], string, string]>([
    ['the node that has the pod', B, ['web-b1'], 'Cluster', 'reachable seen 10.0.32.10'],
    ['a node that hands it on', A, ['web-b1'], 'Cluster', 'reachable seen 10.0.16.10'],
    ['the node that has the pod', B, ['web-b2'], 'Local', 'reachable seen 10.0.0.99'],
    ['a node without a pod', A, ['web-b1'], 'Local', 'blocked NO_LOCAL_ENDPOINT'],
    ['any node, no pod at all', A, [], 'Local', 'blocked SERVICE_HAS_NO_ENDPOINTS'],
  ])('from outside to %s: %s, %j, %s', (_name, to, pods, policy, expected) => {
    const sketch = lab(pods);
    if (policy === 'Local') local(sketch);
    expect(told(trace(sketch, { from: 'instance/i-out', to, port }))).toBe(expected);
  });

  it('explains where the second hop goes, what the pod sees, and what Local would change', () => {
    const result = trace(lab(['web-b1']), { from: 'instance/i-out', to: A, port });
    expect(hops(result, 'kube-proxy')[0]).toBe(
      'Port 30080 of node node-a is a node port of Service prod/web, with externalTrafficPolicy Cluster: every node takes it and picks any endpoint, here ' +
        'pod prod/web-b1 (10.0.32.11) on node node-b, port 8080 (the Service says 80): the only endpoint that is ready. ' +
        'The second hop goes from node node-a to node node-b on port 8080, which the groups of both must allow. ' +
        'The node puts an address of its own in place of 10.0.0.99, so that the reply comes back through it and not past it: the pod never sees the client. ' +
        'With externalTrafficPolicy Local the address would be kept, and only nodes with an endpoint (node-b) would take the packet for prod/web.',
    );
    expect(caveatsOf(result)).toContain('CLIENT_ADDRESS_LOST');
  });

  it('needs the target port from node to node', () => {
    const sketch = lab(['web-b1']);
    const group = take(sketch.region.securityGroups, 'sg-node');
    group.ingress.splice(0, group.ingress.length, tcp(port, 'sg-out'));
    const result = trace(sketch, { from: 'instance/i-out', to: A, port });
    expect(brief(result)).toBe('blocked ENI_SG_RULES_MISMATCH');
    expect(decisive(result)?.asked[0]?.destinationPorts).toEqual([8080, 8081]);
  });

  it('drops what Local has no endpoint for, and says where they are', () => {
    const sketch = local(lab(['web-b1', 'web-b2']));
    Object.assign(web(sketch), { type: 'LoadBalancer', healthCheckNodePort: 31135 });
    const result = trace(sketch, { from: 'instance/i-out', to: A, port });
    expect(says(result)).toBe(
      'Port 30080 of node node-a is a node port of Service prod/web with externalTrafficPolicy Local, and node node-a has none of its 2 endpoints: ' +
        'the node drops the packet without an answer. They are on node-b. ' +
        'Its health check node port 31135 answers 503 on this node, so that load balancers leave the node out.',
    );
    expect(decisive(result)?.finding.symptom).toBeNull();
    allow(sketch.region, 'sg-node', tcp(31135, 'sg-out'));
    const health = trace(sketch, { from: 'instance/i-out', to: A, port: 31135 });
    expect(brief(health)).toBe('reachable');
    expect(hops(health, 'kube-proxy')[0]).toContain('answers 503, because it has no endpoint here');
    expect(hops(trace(sketch, { from: 'instance/i-out', to: B, port: 31135 }), 'kube-proxy')[0]).toContain(
      'answers 200, because it has 2 endpoints here',
    );
  });

  it.each([
    ['a pod, as EKS sets kube-proxy', CLI, '', 'blocked NO_LOCAL_ENDPOINT'],
    ['a pod that clusterCIDR covers', CLI, '10.0.0.0/16', 'reachable seen 10.0.17.12'],
    ['a process of the node', 'node/node-a', '', 'reachable seen 10.0.16.10'],
  ])('Local without an endpoint here, asked by %s of the node', (_name, from, clusterCidr, expected) => {
    const result = trace(local(lab(['web-b1'], { proxy: { clusterCidr } })), { from, to: A, port });
    expect(told(result)).toBe(expected);
  });

  it('takes any client in clusterCIDR for a pod, and sends it on with a source that is not its own', () => {
    const sketch = local(lab(['web-b1'], { proxy: { clusterCidr: '10.0.0.0/16' } }));
    expect(brief(trace(sketch, { from: 'instance/i-out', to: A, port }))).toBe('blocked ENI_SOURCE_DEST_CHECK_RESTRICTION');
  });

  it('shows the address of the interface that the packet leaves by', () => {
    expect(told(trace(lab(['web-b1']), { to: A, port }))).toBe('reachable seen 10.0.17.10');
    expect(told(trace(lab(['web-a2']), { to: A, port }))).toBe('reachable seen 10.0.16.10');
    expect(told(trace(local(lab(['web-b1'])), { to: B, port }))).toBe('reachable seen 10.0.17.12');
  });

  it.each<[string, boolean, boolean, string]>([
    ['web-b2', true, true, 'reachable seen 10.0.0.99'],
    ['web-b2', false, true, 'blocked ENI_SOURCE_DEST_CHECK_RESTRICTION return seen 10.0.0.99'],
    ['web-b2', false, false, 'blocked ENI_SOURCE_DEST_CHECK_RESTRICTION return seen 10.0.32.10'],
    ['web-b1', false, true, 'reachable seen 10.0.0.99'],
  ])('replies of %s with node port support %s, Local %s', (pod, support, isLocal, expected) => {
    const env = { AWS_VPC_CNI_NODE_PORT_SUPPORT: String(support) };
    const sketch = lab([pod], { cni: { env } });
    if (isLocal) local(sketch);
    expect(told(trace(sketch, { from: 'instance/i-out', to: B, port }))).toBe(expected);
  });

  it.each([
    ['web-a2', 'reachable seen 10.0.16.10'],
    ['web-a1', 'blocked ENI_SOURCE_DEST_CHECK_RESTRICTION return seen 10.0.16.10'],
    ['web-b1', 'blocked ENI_SOURCE_DEST_CHECK_RESTRICTION return seen 10.0.16.10'],
  ])('at the address of a secondary interface, with %s', (pod, expected) => {
    expect(told(trace(lab([pod]), { from: 'instance/i-out', to: 'eni/eni-a1', port }))).toBe(expected);
  });

  it('answers a host process by the secondary interface that was asked', () => {
    const sketch = lab();
    allow(sketch.region, 'sg-node', tcp(9100, 'sg-out'));
    expect(told(trace(sketch, { from: 'instance/i-out', to: 'eni/eni-a1', port: 9100 }))).toBe('reachable seen 10.0.0.99');
  });

  it('is served at primary addresses only in nftables mode', () => {
    const sketch = lab(['web-a2'], { proxy: { mode: 'nftables' } });
    const result = trace(sketch, { from: 'instance/i-out', to: 'eni/eni-a1', port });
    expect(brief(result)).toBe('blocked SERVICE_HAS_NO_SUCH_PORT');
    expect(says(result)).toContain('in nftables mode kube-proxy serves node ports at the primary address of a node only');
    expect(told(trace(sketch, { from: 'instance/i-out', to: A, port }))).toBe('reachable seen 10.0.16.10');
  });

  it('is held to Local on nodes whose name kube-proxy does not know', () => {
    const sketch = local(lab(['web-a1']));
    const bundle = sketch.bundle();
    const text = JSON.stringify(bundle).replaceAll('"--hostname-override=$(NODE_NAME)"', '"--v=2"');
    const renamed = (name: string): ReturnType<typeof sketch.bundle> => {
      const copy = JSON.parse(text) as ReturnType<typeof sketch.bundle>;
      for (const list of copy.kubernetes[0]?.objects ?? [])
        for (const item of (list.items ?? []) as { kind?: string; metadata: { name: string }; status?: { addresses?: object[] } }[])
          if (item.metadata.name === 'node-a' && item.status?.addresses !== undefined)
            item.status.addresses = [
              { type: 'InternalIP', address: A },
              { type: 'Hostname', address: name },
            ];
      return copy;
    };
    const request = { from: 'instance/i-out', to: A, protocol: 'tcp', port };
    expect(brief(ask(renamed('host-a.example'), request))).toBe('blocked KUBE_PROXY_NODE_NAME_MISMATCH');
    expect(brief(ask(renamed('node-a'), request))).toBe('reachable');
  });

  it('says where settings of kube-proxy were guessed', () => {
    const sketch = lab(['web-b1']);
    sketch.cluster.proxy = null;
    expect(caveatsOf(trace(sketch, { from: 'instance/i-out', to: A, port }))).toContain('PROXY_SETTINGS_ASSUMED');
    expect(caveatsOf(trace(lab(['web-b1']), { from: 'instance/i-out', to: A, port }))).not.toContain('PROXY_SETTINGS_ASSUMED');
  });
});

describe('branch pods', () => {
  const branch = (mode: 'strict' | 'standard', pods: readonly string[]): ClusterLab => {
    const sketch = lab(pods);
    addBranchNode(sketch);
    if (sketch.cluster.cni) sketch.cluster.cni.env['POD_SECURITY_GROUP_ENFORCING_MODE'] = mode;
    allow(sketch.region, 'sg-node', tcp(8080, 'sg-pay'), tcp(30080, 'sg-pay'));
    addService(sketch.cluster, {
      id: 'prod/pay',
      clusterIP: '172.20.50.6',
      type: 'NodePort',
      ports: [{ port: 80, targetPort: 8080, nodePort: 30090 }],
    });
    return sketch;
  };
  const pay = 'pod/prod/pay-c';
  const onC = (sketch: ClusterLab): ClusterLab => {
    addPod(sketch.cluster, {
      id: 'prod/web-c',
      node: 'node-c',
      ip: '10.0.20.12',
      labels: { app: 'web' },
      ports: [{ name: 'http', containerPort: 8080 }],
    });
    return sketch;
  };

  it('wait for a rejection that gets lost, in strict mode', () => {
    expect(decisive(trace(branch('strict', []), { from: pay }))?.finding.symptom).toBe('connect-timeout');
    expect(decisive(trace(branch('standard', []), { from: pay }))?.finding.symptom).toBe('connection-refused');
  });

  it('meet both groups on the way to an endpoint of their own node, in strict mode', () => {
    const sketch = onC(branch('strict', []));
    expect(told(trace(sketch, { from: pay }))).toBe('reachable seen 10.0.22.5');
    take(sketch.region.securityGroups, 'sg-node').ingress.length = 0;
    expect(brief(trace(sketch, { from: pay }))).toBe('blocked SG_HAS_NO_RULES');
    const standard = onC(branch('standard', []));
    take(standard.region.securityGroups, 'sg-node').ingress.length = 0;
    expect(told(trace(standard, { from: pay }))).toBe('reachable seen 10.0.22.5');
  });

  it('reach themselves inside the kernel', () => {
    expect(told(trace(branch('strict', []), { from: pay, to: '172.20.50.6' }))).toBe('reachable seen 10.0.20.10');
  });

  it.each<['strict' | 'standard', string]>([
    ['strict', 'blocked ENI_SOURCE_DEST_CHECK_RESTRICTION'],
    ['standard', 'blocked ENI_SOURCE_DEST_CHECK_RESTRICTION'],
  ])('can not use a node port of their own node for endpoints elsewhere: %s', (mode, expected) => {
    const sketch = branch(mode, ['web-a1']);
    expect(brief(trace(sketch, { from: pay, to: '10.0.20.10', port: 30080 }))).toBe(expected);
    expect(brief(trace(sketch, { from: pay, to: A, port: 30080 }))).toBe('reachable');
  });

  it('can be endpoints of node ports with Cluster, not with Local', () => {
    const sketch = branch('strict', []);
    allow(sketch.region, 'sg-node', tcp(30090, 'sg-out'));
    const request = { from: 'instance/i-out', to: '10.0.20.10', port: 30090 };
    expect(told(trace(sketch, request))).toBe('reachable seen 10.0.20.10');
    take(sketch.cluster.services, 'prod/pay').externalTrafficPolicy = 'Local';
    expect(brief(trace(sketch, request))).toBe('blocked ENI_SOURCE_DEST_CHECK_RESTRICTION');
    if (sketch.cluster.cni) sketch.cluster.cni.env['POD_SECURITY_GROUP_ENFORCING_MODE'] = 'standard';
    expect(told(trace(sketch, request))).toBe('reachable seen 10.0.0.99');
  });

  it('lose every Service to masqueradeAll in strict mode', () => {
    const sketch = branch('strict', ['web-a1']);
    if (sketch.cluster.proxy) sketch.cluster.proxy.masqueradeAll = true;
    expect(brief(trace(sketch, { from: pay }))).toBe('blocked ENI_SOURCE_DEST_CHECK_RESTRICTION');
  });
});

describe('endpoints outside the VPC', () => {
  const selectorless = (options: Parameters<typeof eksLab>[0] = {}): ClusterLab => {
    const sketch = lab([], options);
    addPod(sketch.cluster, { id: 'prod/cli-p', node: 'node-a', ip: '10.0.16.13', labels: { app: 'cli' } });
    addService(sketch.cluster, { id: 'prod/db', clusterIP: '172.20.60.1', selector: null, ports: [{ port: 80 }] });
    addObject(sketch.cluster, 'discovery.k8s.io/v1', 'EndpointSlice', 'prod/db-1', {
      labels: { 'kubernetes.io/service-name': 'db' },
      addressType: 'IPv4',
      endpoints: [{ addresses: ['203.0.113.77'], conditions: { ready: true } }],
      ports: [{ name: '', port: 80, protocol: 'TCP' }],
    });
    return sketch;
  };

  it('are out of reach for pods on secondary interfaces, with the address of the node', () => {
    expect(brief(trace(selectorless(), { to: '172.20.60.1' }))).toBe('blocked ENI_SOURCE_DEST_CHECK_RESTRICTION');
    expect(brief(trace(selectorless(), { to: '172.20.60.1', from: 'pod/prod/cli-p' }))).toBe('reachable');
  });

  it.each<Record<string, string>>([
    { AWS_EXTERNAL_SERVICE_CIDRS: '203.0.113.0/24' },
    { AWS_VPC_K8S_CNI_EXTERNALSNAT: 'true' },
    { AWS_VPC_K8S_CNI_EXCLUDE_SNAT_CIDRS: '203.0.113.0/24' },
  ])('are within reach with %j', (env) => {
    expect(brief(trace(selectorless({ cni: { env } }), { to: '172.20.60.1' }))).toBe('reachable');
  });
});

describe('host ports', () => {
  const bound = (): ClusterLab => {
    const sketch = lab([]);
    allow(sketch.region, 'sg-node', tcp(8080, 'sg-out'));
    addPod(sketch.cluster, { id: 'prod/edge', node: 'node-a', ip: '10.0.17.13', ports: [{ containerPort: 80, hostPort: 8080 }] });
    return sketch;
  };

  it('lead to the pod of the node, with the client’s address, and are refused elsewhere', () => {
    expect(told(trace(bound(), { from: 'instance/i-out', to: A, port: 8080 }))).toBe('reachable seen 10.0.0.99');
    const elsewhere = trace(bound(), { from: 'instance/i-out', to: B, port: 8080 });
    expect(brief(elsewhere)).toBe('blocked HOST_PORT_NOT_ON_NODE');
    expect(says(elsewhere)).toContain('is a host port of pod prod/edge, and none of them runs on node node-b');
  });

  it('are not missed where a pod in the host’s network has the port', () => {
    const sketch = bound();
    addPod(sketch.cluster, { id: 'prod/agent', node: 'node-b', hostNetwork: true, ports: [{ containerPort: 8080 }] });
    expect(brief(trace(sketch, { from: 'instance/i-out', to: B, port: 8080 }))).toBe('reachable');
  });
});

describe('external addresses', () => {
  it('are taken on the node of the sender, by the external policy', () => {
    const sketch = lab(['web-b1']);
    web(sketch).spec = { externalIPs: ['192.0.2.9'] };
    expect(told(trace(sketch, { to: '192.0.2.9' }))).toBe('reachable seen 10.0.17.10');
    expect(brief(trace(local(sketch), { to: '192.0.2.9' }))).toBe('blocked NO_LOCAL_ENDPOINT');
  });
});

describe('IPv6 clusters', () => {
  it('use endpoints of their family', () => {
    const sketch = ipv6Lab();
    addService(sketch.cluster, { id: 'prod/web', clusterIP: 'fd12:3456:789a::5', ports: [{ port: 80, targetPort: 8080 }] });
    expect(told(trace(sketch, { from: 'node/node-a', to: 'service/prod/web' }))).toBe('reachable seen 2001:db8:1:10::a');
  });
});

describe('what the snapshot lacks', () => {
  it('can not judge Services without their endpoints', () => {
    const sketch = lab();
    sketch.without('EndpointSliceList');
    expect(brief(trace(sketch, {}))).toBe('unknown SERVICES_NOT_CAPTURED');
    expect(decisive(trace(sketch, {}))?.finding.missing).toContain('endpointslices');
  });

  it('can not judge addresses and ports of Services without them', () => {
    const sketch = lab();
    sketch.without('ServiceList');
    expect(brief(trace(sketch, {}))).toBe('unknown SERVICES_NOT_CAPTURED');
    expect(brief(trace(sketch, { to: B, port: 30080 }))).toBe('unknown SERVICES_NOT_CAPTURED');
    expect(brief(trace(sketch, { to: B, port: 10250 }))).toBe('reachable');
  });
});

it('judges thousands of endpoints by a few', () => {
  const sketch = lab(['web-a1', 'web-b1']);
  for (let index = 0; index < 80; index += 1)
    addPod(sketch.cluster, {
      id: `prod/many-${index}`,
      node: index % 2 === 0 ? 'node-a' : 'node-b',
      ip: `10.0.${index % 2 === 0 ? 17 : 33}.${100 + index}`,
      interface: index % 2 === 0 ? 'eni-a1' : 'eni-b1',
      labels: { app: 'many' },
    });
  addService(sketch.cluster, { id: 'prod/many', clusterIP: '172.20.50.9', ports: [{ port: 80, targetPort: 8080 }] });
  const result = trace(sketch, { to: '172.20.50.9' });
  expect(result.conversations).toHaveLength(2);
  expect(result.scope).toMatchObject({ over: 'backends', failing: 0, of: 80 });
  take(sketch.region.securityGroups, 'sg-node').ingress.length = 0;
  expect(trace(sketch, { to: '172.20.50.9' }).scope).toMatchObject({ failing: 40, of: 80 });
});
