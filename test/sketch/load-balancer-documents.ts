/** The raw documents of load balancers, listeners and target groups, as elbv2 prints them. */
import type { ListenerSketch, LoadBalancerSketch, TargetGroupSketch, TargetSketch } from './aws-service-shapes.js';
import type { RegionSketch } from './aws-shapes.js';
import { rendered, take, type RawFields } from './collection.js';
import { digits } from './ids.js';
import { LAUNCHED } from './interfaces.js';
import { zoneName } from './vpc.js';

/** One load balancer of describe-load-balancers. */
export function balancerDocument(region: RegionSketch, balancer: LoadBalancerSketch): RawFields {
  const application = balancer.type === 'application';
  const fields = {
    LoadBalancerArn: balancer.id,
    DNSName: balancerName(region, balancer),
    CanonicalHostedZoneId: application ? 'Z32O12XQLNTSW2' : 'Z2IFOLAFXWLO4F',
    CreatedTime: LAUNCHED,
    LoadBalancerName: balancer.name,
    Scheme: balancer.scheme,
    VpcId: balancer.vpc,
    State: { Code: 'active' },
    Type: balancer.type,
    AvailabilityZones: balancer.zones.map((zone) => {
      const { ip, publicAddresses } = take(region.interfaces, zone.interface);
      const shown = balancer.scheme === 'internal' ? { PrivateIPv4Address: ip } : { IpAddress: publicAddresses[0]?.publicIp };
      return {
        ZoneName: zoneName(region, take(region.subnets, zone.subnet)),
        SubnetId: zone.subnet,
        LoadBalancerAddresses: application ? [] : [shown],
      };
    }),
    SecurityGroups: balancer.groups.length > 0 || application ? balancer.groups : undefined,
    IpAddressType: balancer.ipAddressType,
  };
  return rendered(fields, balancer.raw);
}

/** The host name of a load balancer. */
export function balancerName(region: RegionSketch, balancer: LoadBalancerSketch): string {
  const mark = digits(`balancer/${balancer.name}`, 16);
  if (balancer.type !== 'application') return `${balancer.name}-${mark}.elb.${region.region}.amazonaws.com`;
  const inside = balancer.scheme === 'internal' ? 'internal-' : '';
  return `${inside}${balancer.name}-${Number.parseInt(mark.slice(0, 7), 16)}.${region.region}.elb.amazonaws.com`;
}

/** One target group of describe-target-groups; the balancers that use it follow from the listeners. */
export function targetGroupDocument(region: RegionSketch, group: TargetGroupSketch): RawFields {
  const listeners = [...region.listeners.values()];
  const users = listeners.filter((listener) =>
    [listener.targetGroup, ...listener.rules.map((rule) => rule.targetGroup)].includes(group.id),
  );
  const http = group.protocol.startsWith('HTTP');
  const fields = {
    TargetGroupArn: group.id,
    TargetGroupName: group.name,
    Protocol: group.protocol,
    Port: group.port,
    VpcId: group.vpc,
    HealthCheckProtocol: group.healthProtocol,
    HealthCheckPort: group.healthPort,
    HealthCheckEnabled: true,
    HealthCheckIntervalSeconds: 15,
    HealthCheckTimeoutSeconds: 5,
    HealthyThresholdCount: 2,
    UnhealthyThresholdCount: 2,
    HealthCheckPath: http ? '/' : undefined,
    Matcher: http ? { HttpCode: '200' } : undefined,
    LoadBalancerArns: [...new Set(users.map((listener) => listener.loadBalancer))],
    TargetType: group.type,
    ProtocolVersion: http ? 'HTTP1' : undefined,
    IpAddressType: 'ipv4',
  };
  return rendered(fields, group.raw);
}

const HEALTH_TEXTS: Readonly<Record<string, string>> = {
  'Target.Timeout': 'Request timed out',
  'Target.FailedHealthChecks': 'Health checks failed',
  'Target.NotInUse': 'Target is in an Availability Zone that is not enabled for the load balancer',
};

/** The targets of a group as describe-target-health prints them. */
export function targetHealth(group: TargetGroupSketch): RawFields[] {
  return group.targets.map((target: TargetSketch) => {
    const port = target.port ?? group.port;
    const reason = target.reason;
    return {
      Target: rendered({ Id: target.id, Port: port, AvailabilityZone: target.zone }),
      HealthCheckPort: group.healthPort === 'traffic-port' ? String(port) : group.healthPort,
      TargetHealth: rendered({
        State: target.state ?? 'healthy',
        Reason: reason,
        Description: reason === undefined ? undefined : HEALTH_TEXTS[reason],
      }),
    };
  });
}

function forward(targetGroup: string): RawFields {
  const ForwardConfig = {
    TargetGroups: [{ TargetGroupArn: targetGroup, Weight: 1 }],
    TargetGroupStickinessConfig: { Enabled: false },
  };
  return { Type: 'forward', TargetGroupArn: targetGroup, ForwardConfig };
}

function defaultAction(listener: ListenerSketch): RawFields {
  if (listener.targetGroup !== null) return forward(listener.targetGroup);
  return { Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404', ContentType: 'text/plain' } };
}

/** One listener of describe-listeners. */
export function listenerDocument(region: RegionSketch, listener: ListenerSketch): RawFields {
  const secure = listener.protocol === 'HTTPS' || listener.protocol === 'TLS';
  const certificate = `arn:aws:acm:${region.region}:${region.accountId}:certificate/${digits(listener.id, 12)}`;
  const fields = {
    ListenerArn: listener.id,
    LoadBalancerArn: listener.loadBalancer,
    Port: listener.port,
    Protocol: listener.protocol,
    Certificates: secure ? [{ CertificateArn: certificate }] : undefined,
    DefaultActions: [defaultAction(listener)],
  };
  return rendered(fields, listener.raw);
}

/** The rules of an application load balancer's listener, the default rule last. */
export function listenerRules(listener: ListenerSketch): RawFields[] {
  const arn = (name: string) => `${listener.id.replace(':listener/', ':listener-rule/')}/${digits(`${listener.id}/${name}`, 16)}`;
  const condition = (field: string, key: string, value: string | undefined) =>
    value === undefined ? [] : [{ Field: field, Values: [value], [key]: { Values: [value] } }];
  const rules = listener.rules.map((rule, index) => ({
    RuleArn: arn(String(index + 1)),
    Priority: String(index + 1),
    Conditions: [...condition('host-header', 'HostHeaderConfig', rule.host), ...condition('path-pattern', 'PathPatternConfig', rule.path)],
    Actions: [forward(rule.targetGroup)],
    IsDefault: false,
  }));
  const last = { RuleArn: arn('default'), Priority: 'default', Conditions: [], Actions: [defaultAction(listener)], IsDefault: true };
  return [...rules, last];
}
