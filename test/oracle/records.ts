/** Linear searches in a raw bundle: every record of a call, one record by its id, and whether a call was captured at all. */
import type { Bundle } from '../../src/snapshot/bundle.js';
import { child, has, isRaw, list, text, texts, type Raw } from './raw.js';

/** Every record that any capture lists under `key` for `operation`. */
export function records(bundle: Bundle, operation: string, key: string): readonly Raw[] {
  const found: Raw[] = [];
  for (const capture of bundle.aws) {
    for (const call of capture.calls) if (call.operation === operation) found.push(...list(call.output, key));
  }
  return found;
}

/** The record whose `field` is `id`. */
export function record(bundle: Bundle, operation: string, key: string, field: string, id: string): Raw | undefined {
  return id === '' ? undefined : records(bundle, operation, key).find((item) => text(item, field) === id);
}

/** Whether a capture that lists the VPC (or one of its subnets) also holds the call. */
export function captured(bundle: Bundle, operation: string, vpcId: string): boolean {
  return bundle.aws.some((capture) => {
    const lists = capture.calls.some(
      (call) =>
        (call.operation === 'ec2:DescribeVpcs' && list(call.output, 'Vpcs').some((vpc) => text(vpc, 'VpcId') === vpcId)) ||
        (call.operation === 'ec2:DescribeSubnets' && list(call.output, 'Subnets').some((subnet) => text(subnet, 'VpcId') === vpcId)),
    );
    return lists && capture.calls.some((call) => call.operation === operation);
  });
}

/** Whether any capture holds the call. */
export function capturedAnywhere(bundle: Bundle, operation: string): boolean {
  return bundle.aws.some((capture) => capture.calls.some((call) => call.operation === operation));
}

/** Outputs of a call that names its subject in the input. */
export function outputsAbout(bundle: Bundle, operation: string, field: string, id: string): readonly Raw[] {
  const found: Raw[] = [];
  for (const capture of bundle.aws) {
    for (const call of capture.calls) {
      if (call.operation === operation && (text(call.input, field) === id || text(call.output, field) === id)) found.push(call.output);
    }
  }
  return found;
}

export function vpcById(bundle: Bundle, id: string): Raw | undefined {
  return record(bundle, 'ec2:DescribeVpcs', 'Vpcs', 'VpcId', id);
}

export function subnetById(bundle: Bundle, id: string): Raw | undefined {
  return record(bundle, 'ec2:DescribeSubnets', 'Subnets', 'SubnetId', id);
}

/** IPv4 and IPv6 blocks of a VPC that are associated. */
export function cidrsOfVpc(bundle: Bundle, vpcId: string): readonly string[] {
  const vpc = vpcById(bundle, vpcId);
  const blocks: string[] = [];
  for (const item of list(vpc, 'CidrBlockAssociationSet')) {
    const state = text(child(item, 'CidrBlockState'), 'State');
    if (state === 'associated' || state === '') blocks.push(text(item, 'CidrBlock'));
  }
  if (!has(vpc, 'CidrBlockAssociationSet') && text(vpc, 'CidrBlock') !== '') blocks.push(text(vpc, 'CidrBlock'));
  for (const item of list(vpc, 'Ipv6CidrBlockAssociationSet')) {
    const state = text(child(item, 'Ipv6CidrBlockState'), 'State');
    if (state === 'associated' || state === '') blocks.push(text(item, 'Ipv6CidrBlock'));
  }
  return blocks;
}

/** IPv4 and IPv6 blocks of a subnet. */
export function cidrsOfSubnet(subnet: Raw | undefined): readonly string[] {
  const blocks = text(subnet, 'CidrBlock') === '' ? [] : [text(subnet, 'CidrBlock')];
  for (const item of list(subnet, 'Ipv6CidrBlockAssociationSet')) {
    const state = text(child(item, 'Ipv6CidrBlockState'), 'State');
    if (state === 'associated' || state === '') blocks.push(text(item, 'Ipv6CidrBlock'));
  }
  return blocks;
}

/** The CIDR blocks of a prefix list, or null when the snapshot does not hold its entries. */
export function prefixListCidrs(bundle: Bundle, id: string): readonly string[] | null {
  const entries = outputsAbout(bundle, 'ec2:GetManagedPrefixListEntries', 'PrefixListId', id);
  if (entries.length > 0) return entries.flatMap((output) => list(output, 'Entries').map((entry) => text(entry, 'Cidr')));
  const described = record(bundle, 'ec2:DescribePrefixLists', 'PrefixLists', 'PrefixListId', id);
  return described === undefined ? null : texts(described, 'Cidrs');
}

/** Objects of one Kubernetes kind over all clusters, from typed lists and plain `List`s alike, each with its cluster. */
export function kubernetes(bundle: Bundle, kind: string): readonly { readonly cluster: string; readonly raw: Raw }[] {
  const found: { cluster: string; raw: Raw }[] = [];
  for (const capture of bundle.kubernetes) {
    for (const objects of capture.objects) {
      for (const item of objects.items) {
        const itemKind = text(item, 'kind') === '' ? objects.kind.replace(/List$/, '') : text(item, 'kind');
        if (itemKind === kind && isRaw(item)) found.push({ cluster: capture.cluster, raw: item });
      }
    }
  }
  return found;
}
