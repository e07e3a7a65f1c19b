/** Looks the AWS operations up: by name, by the keys of an output, by the fields of a bare resource; and writes the command that prints one. */
import { AWS_OPERATIONS, type AwsOperation } from './aws-operations.js';
import type { Json } from './input-problem.js';

const byName = new Map(AWS_OPERATIONS.map((operation) => [operation.operation, operation]));

const byKey = new Map<string, AwsOperation[]>();
for (const operation of AWS_OPERATIONS) {
  for (const key of operation.keys) byKey.set(key, [...(byKey.get(key) ?? []), operation]);
}

/** The operation of that name (`ec2:DescribeVpcs`), or undefined when packetpath doesn't read it. */
export function operationNamed(name: string): AwsOperation | undefined {
  return byName.get(name);
}

/** The operations whose output has this top-level key. */
export function operationsWithKey(key: string): readonly AwsOperation[] {
  return byKey.get(key) ?? [];
}

/** The operation whose list would hold such an item (a bare resource, as `--query 'Vpcs[0]'` leaves it), or undefined. */
export function operationOfItem(item: Json): AwsOperation | undefined {
  return AWS_OPERATIONS.find(
    (operation) =>
      operation.identity.length > 0 && operation.identity.every((field) => typeof item[field] === 'string') && !fieldIsVague(operation),
  );
}

/** `Id`, `ServiceId` and the like say nothing on their own. */
function fieldIsVague(operation: AwsOperation): boolean {
  return operation.identity.includes('Id') || operation.identity.includes('ZoneName');
}

/** The operation with this API name, whatever its service: tables and error messages print `DescribeVpcs` alone. */
export function operationWithApiName(apiName: string): AwsOperation | undefined {
  return AWS_OPERATIONS.find(({ operation }) => operation.endsWith(`:${apiName}`));
}

/** The command that prints such an output: `aws ec2 describe-vpcs --output json`. */
export function commandFor(operation: AwsOperation): string {
  const [service, name = ''] = operation.operation.split(':');
  const kebab = name.replace(/([a-z0-9])([A-Z])/g, '$1-$2').replace(/([A-Z])([A-Z][a-z])/g, '$1-$2');
  return `aws ${service} ${kebab.toLowerCase()} --output json`;
}
