/** Application and network load balancers with their nodes, listeners, rules, target groups and target health. */
import type { AwsCall } from '../../src/snapshot/bundle.js';
import type { ListenerSketch, LoadBalancerSketch, TargetGroupSketch } from './aws-service-shapes.js';
import type { RegionSketch } from './aws-shapes.js';
import { put, take } from './collection.js';
import { digits } from './ids.js';
import { addInterface } from './interfaces.js';
import { balancerDocument, listenerDocument, listenerRules, targetGroupDocument, targetHealth } from './load-balancer-documents.js';

/** One node of a load balancer: its address, and the public one when it faces the internet. */
interface NodePlace {
  subnet: string;
  ip: string;
  publicIp?: string;
  ipv6?: string;
}

interface BalancerSpec {
  /** The short name; the ARN follows from it. */
  name: string;
  type: 'application' | 'network';
  scheme?: 'internal' | 'internet-facing';
  nodes: readonly NodePlace[];
  groups?: string[];
  crossZone?: boolean;
  ipAddressType?: 'ipv4' | 'dualstack';
  attributes?: Record<string, string>;
  tags?: Record<string, string>;
}

/** Adds a load balancer with an interface per node; its id is its ARN. */
export function addLoadBalancer(region: RegionSketch, spec: BalancerSpec): LoadBalancerSketch {
  const application = spec.type === 'application';
  const tail = `${application ? 'app' : 'net'}/${spec.name}/${digits(`balancer/${spec.name}`, 16)}`;
  const zones = spec.nodes.map(({ subnet, ip, publicIp, ipv6 }) => {
    const entry = addInterface(region, {
      id: `eni-${spec.name}-${subnet}`,
      subnet,
      ip,
      groups: [...(spec.groups ?? [])],
      ipv6: ipv6 === undefined ? [] : [ipv6],
      type: application ? 'interface' : 'network_load_balancer',
      description: `ELB ${tail}`,
      requester: 'amazon-elb',
      requesterManaged: true,
      sourceDestCheck: application,
    });
    if (publicIp !== undefined) entry.publicAddresses.push({ privateIp: ip, publicIp, owner: 'amazon-elb' });
    return { subnet, interface: entry.id };
  });
  const attributes = {
    'deletion_protection.enabled': 'false',
    'load_balancing.cross_zone.enabled': String(spec.crossZone ?? application),
    ...(application ? { 'idle_timeout.timeout_seconds': '60' } : {}),
    ...spec.attributes,
  };
  return put(region.loadBalancers, {
    id: `arn:aws:elasticloadbalancing:${region.region}:${region.accountId}:loadbalancer/${tail}`,
    name: spec.name,
    type: spec.type,
    scheme: spec.scheme ?? 'internal',
    vpc: take(region.subnets, spec.nodes[0]?.subnet ?? '').vpc,
    zones,
    groups: spec.groups ?? [],
    ipAddressType: spec.ipAddressType ?? 'ipv4',
    attributes,
    tags: spec.tags,
  });
}

type TargetGroupSpec = Omit<Partial<TargetGroupSketch>, 'id'> & { name: string; vpc: string; type: 'instance' | 'ip'; port: number };

/** Adds a target group (TCP unless said); its id is its ARN. Targets are healthy unless they say otherwise. */
export function addTargetGroup(region: RegionSketch, spec: TargetGroupSpec): TargetGroupSketch {
  const protocol = spec.protocol ?? 'TCP';
  const http = protocol.startsWith('HTTP');
  const attributes = {
    'stickiness.enabled': 'false',
    'deregistration_delay.timeout_seconds': '300',
    'load_balancing.cross_zone.enabled': 'use_load_balancer_configuration',
    ...(http ? {} : { 'preserve_client_ip.enabled': String(spec.type === 'instance'), 'proxy_protocol_v2.enabled': 'false' }),
    ...spec.attributes,
  };
  const id = `arn:aws:elasticloadbalancing:${region.region}:${region.accountId}:targetgroup/${spec.name}/${digits(`targets/${spec.name}`, 16)}`;
  const healthProtocol = http ? 'HTTP' : 'TCP';
  return put(region.targetGroups, { healthPort: 'traffic-port', healthProtocol, targets: [], ...spec, id, protocol, attributes });
}

type ListenerSpec = Omit<Partial<ListenerSketch>, 'id'> & Pick<ListenerSketch, 'loadBalancer' | 'port' | 'protocol' | 'targetGroup'>;

/** Adds a listener; its id is its ARN. Rules come before the default action in the order given. */
export function addListener(region: RegionSketch, spec: ListenerSpec): ListenerSketch {
  const balancer = take(region.loadBalancers, spec.loadBalancer);
  const id = `${balancer.id.replace(':loadbalancer/', ':listener/')}/${digits(`${balancer.id}/${spec.port}`, 16)}`;
  return put(region.listeners, { rules: [], ...spec, id });
}

/** All elbv2 calls, and describe-load-balancers of the classic kind with an empty list. */
export function loadBalancerCalls(region: RegionSketch): AwsCall[] {
  const balancers = [...region.loadBalancers.values()];
  const groups = [...region.targetGroups.values()];
  const listeners = [...region.listeners.values()];
  const pairs = (attributes: Record<string, string>) => Object.entries(attributes).map(([Key, Value]) => ({ Key, Value }));
  const tagged = [...balancers, ...groups].map(({ id, tags }) => ({ ResourceArn: id, Tags: pairs(tags ?? {}) }));
  return [
    { operation: 'elb:DescribeLoadBalancers', output: { LoadBalancerDescriptions: [] } },
    { operation: 'elbv2:DescribeLoadBalancers', output: { LoadBalancers: balancers.map((entry) => balancerDocument(region, entry)) } },
    { operation: 'elbv2:DescribeTargetGroups', output: { TargetGroups: groups.map((group) => targetGroupDocument(region, group)) } },
    ...balancers.flatMap(({ id, attributes }) => {
      const own = listeners.filter((listener) => listener.loadBalancer === id);
      const input = { LoadBalancerArn: id };
      return [
        { operation: 'elbv2:DescribeListeners', input, output: { Listeners: own.map((listener) => listenerDocument(region, listener)) } },
        { operation: 'elbv2:DescribeLoadBalancerAttributes', input, output: { Attributes: pairs(attributes) } },
      ];
    }),
    ...listeners
      .filter((listener) => take(region.loadBalancers, listener.loadBalancer).type === 'application')
      .map((listener) => ({
        operation: 'elbv2:DescribeRules',
        input: { ListenerArn: listener.id },
        output: { Rules: listenerRules(listener) },
      })),
    ...groups.flatMap((group) => {
      const input = { TargetGroupArn: group.id };
      return [
        { operation: 'elbv2:DescribeTargetHealth', input, output: { TargetHealthDescriptions: targetHealth(group) } },
        { operation: 'elbv2:DescribeTargetGroupAttributes', input, output: { Attributes: pairs(group.attributes) } },
      ];
    }),
    { operation: 'elbv2:DescribeTags', output: { TagDescriptions: tagged } },
  ];
}
