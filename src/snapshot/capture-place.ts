/** Which account and Region an AWS output comes from, as far as its content says: owners, ARNs, Availability Zones, service names. */
import { isJsonObject, type Json } from './input-problem.js';
import type { RecognisedCall } from './recognised.js';

/** What one output says of its origin; null where it says nothing. */
export interface CaptureEvidence {
  readonly accountId: string | null;
  readonly region: string | null;
  /** True when the account owns what it lists by the nature of the call; subnets and VPCs, on the other hand, may be shared by another account. */
  readonly ownsItems: boolean;
}

/** A Region's name, as a directory or inside other names: `us-east-1`, `us-gov-west-1`, `eusc-de-east-1`. */
const REGION =
  '(?:af|ap|ca|cn|eu|eusc|il|me|mx|sa|us)-(?:[a-z]+-)?(?:north|south|east|west|central|northeast|northwest|southeast|southwest)-\\d{1,2}';
const REGION_NAME = new RegExp(`^${REGION}$`);
const ZONE = new RegExp(`^(${REGION})(?:-[a-z]+-\\d)?[a-z]$`);
const SERVICE_NAME = new RegExp(`^com\\.amazonaws\\.(${REGION})\\.`);
const ARN = /^arn:aws[a-z-]*:[a-z0-9-]+:([a-z0-9-]*):(\d{12}|):/;
const ACCOUNT = /^\d{12}$/;

/** Enough items to see where an output is from; the rest would only repeat it. */
const ITEMS_READ = 20;

const OWNED = /^(?:ec2:DescribeInstances|elbv2:|elb:|rds:|elasticache:|eks:)/;

export function isRegionName(text: string): boolean {
  return REGION_NAME.test(text);
}

export function isAccountId(text: string): boolean {
  return ACCOUNT.test(text);
}

/** Reads the origin out of an output: the account and Region named most often by its first items. */
export function captureEvidence(call: RecognisedCall): CaptureEvidence {
  const accounts: string[] = [];
  const regions: string[] = [];
  for (const key of call.operation.keys) {
    const value = call.output[key];
    const items: readonly unknown[] = Array.isArray(value) ? value.slice(0, ITEMS_READ) : [value];
    for (const item of items) if (isJsonObject(item)) readItem(item, accounts, regions);
  }
  return { accountId: mostFrequent(accounts), region: mostFrequent(regions), ownsItems: OWNED.test(call.operation.operation) };
}

function readItem(item: Json, accounts: string[], regions: string[]): void {
  for (const [key, value] of Object.entries(item)) {
    if (typeof value === 'string') readField(key, value, accounts, regions);
  }
  const instances: readonly unknown[] = Array.isArray(item.Instances) ? item.Instances : [];
  for (const instance of instances) {
    const placement = isJsonObject(instance) ? instance.Placement : null;
    if (isJsonObject(placement) && typeof placement.AvailabilityZone === 'string') readZone(placement.AvailabilityZone, regions);
  }
}

function readField(key: string, value: string, accounts: string[], regions: string[]): void {
  if (key === 'OwnerId' || key === 'AwsAccountId') {
    if (ACCOUNT.test(value)) accounts.push(value);
  } else if (key === 'AwsRegion' || key === 'RegionName') {
    if (REGION_NAME.test(value)) regions.push(value);
  } else if (key.endsWith('Zone') || key === 'ZoneName') {
    readZone(value, regions);
  } else if (key === 'ServiceName' || key === 'PrefixListName') {
    const region = SERVICE_NAME.exec(value)?.[1];
    if (region !== undefined) regions.push(region);
  } else if (key.toLowerCase().endsWith('arn')) {
    const match = ARN.exec(value);
    // Roles, keys and certificates may be those of another account; they have no Region or are told by their field's name.
    if (match === null || /role|kms|key|certificate/i.test(key)) return;
    if (match[1] !== undefined && REGION_NAME.test(match[1])) regions.push(match[1]);
    if (match[2] !== undefined && match[2] !== '') accounts.push(match[2]);
  }
}

function readZone(zone: string, regions: string[]): void {
  const region = ZONE.exec(zone)?.[1];
  if (region !== undefined) regions.push(region);
}

/** The value that occurs most often; of several, the first in the order of text, so that the answer doesn't depend on the order of files. */
export function mostFrequent(values: readonly string[]): string | null {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const ranked = [...counts].sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1));
  return ranked[0]?.[0] ?? null;
}
