/** Reads target groups with their targets' health and their attributes, which other calls print without naming the group. */
import type { Target, TargetGroup } from '../../../model/aws/services.js';
import {
  child,
  entriesOf,
  inputText,
  list,
  number,
  outputsOf,
  pointerTo,
  requiredText,
  text,
  textOrNumber,
  texts,
  type Entry,
} from '../fields.js';
import { readAttributes } from '../load-balancer/read.js';
import { gather, resourceOf } from '../resource.js';
import type { Documents, Reading } from '../../reader.js';

/** A target as registered; `port` is null where the group's own port holds. */
type WrittenTarget = Omit<Target, 'port'> & { readonly port: number | null };

function readTarget(entry: Entry): WrittenTarget | null {
  const target = child(entry, 'Target');
  if (target === null) {
    entry.reading.refuse(pointerTo(entry, 'Target'), 'a target');
    return null;
  }
  const health = child(entry, 'TargetHealth');
  return {
    id: requiredText(target, 'Id', 'the id of a target'),
    port: number(target, 'Port'),
    zone: text(target, 'AvailabilityZone'),
    state: text(health, 'State') ?? 'unknown',
    reason: text(health, 'Reason'),
  };
}

function readHealth(documents: Documents, reading: Reading): Map<string, WrittenTarget[]> {
  const byGroup = new Map<string, WrittenTarget[]>();
  for (const output of outputsOf(documents, 'elbv2:DescribeTargetHealth', reading)) {
    const arn = inputText(output, 'TargetGroupArn');
    const targets = list(output, 'TargetHealthDescriptions').flatMap((entry) => readTarget(entry) ?? []);
    if (arn !== null) byGroup.set(arn, targets);
  }
  return byGroup;
}

function targetTypeOf(entry: Entry): TargetGroup['targetType'] {
  const type = text(entry, 'TargetType');
  // Outputs from before address targets existed have no type.
  return type === 'ip' || type === 'lambda' || type === 'alb' ? type : 'instance';
}

type Tags = ReadonlyMap<string, Readonly<Record<string, string>>>;

/** `tags`: of load balancers and target groups, by ARN. */
export function readTargetGroups(documents: Documents, reading: Reading, tags: Tags): Map<string, TargetGroup> {
  const health = readHealth(documents, reading);
  const attributes = readAttributes(documents, 'elbv2:DescribeTargetGroupAttributes', 'TargetGroupArn', reading);
  return gather(entriesOf(documents, 'elbv2:DescribeTargetGroups', 'TargetGroups', reading), (entry): TargetGroup => {
    const arn = requiredText(entry, 'TargetGroupArn', 'the ARN of a target group');
    const port = number(entry, 'Port');
    return {
      ...resourceOf(entry, arn, { arn, owner: null, name: text(entry, 'TargetGroupName') }),
      tags: tags.get(arn) ?? {},
      targetType: targetTypeOf(entry),
      protocol: text(entry, 'Protocol') ?? '',
      port,
      vpcId: text(entry, 'VpcId'),
      addressType: text(entry, 'IpAddressType') ?? 'ipv4',
      loadBalancerArns: texts(entry, 'LoadBalancerArns'),
      healthCheck: {
        protocol: text(entry, 'HealthCheckProtocol') ?? '',
        port: textOrNumber(entry, 'HealthCheckPort') ?? 'traffic-port',
        path: text(entry, 'HealthCheckPath'),
      },
      targets: health.get(arn)?.map((target) => ({ ...target, port: target.port ?? port ?? 0 })) ?? null,
      attributes: attributes.get(arn) ?? null,
    };
  });
}
