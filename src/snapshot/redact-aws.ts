/** Drops from AWS outputs what must not be stored: keys of tunnels, user data, database users, certificates, and the bulk that nothing reads. */
import type { AwsCall } from './bundle.js';
import { copyTree } from './copy-tree.js';
import { isJsonObject } from './input-problem.js';
import { scrubText } from './scrub-text.js';

/** Fields of the AWS APIs, by exact name: tags and labels are named by users, and a pattern would take selectors away with them. */
const DROPPED: ReadonlySet<string> = new Set([
  'UserData',
  'userData',
  'CustomerGatewayConfiguration',
  'PreSharedKey',
  'PreSharedKeyArn',
  'customerRouterConfig',
  'authKey',
  'AuthToken',
  'MasterUsername',
  'MasterUserPassword',
  'MasterUserSecret',
  'Password',
  'Passwords',
  'DBName',
  'DatabaseName',
  'CustomDatabaseName',
  'TdeCredentialArn',
  'TdeCredentialPassword',
  'certificateAuthority',
  'ClientSecret',
  'MessageBody',
  'ClientToken',
  'clientToken',
  'clientRequestToken',
  'BlockDeviceMappings',
]);

/** The add-ons whose configuration decides about packets; that of others may hold anything. */
const NETWORK_ADDONS: ReadonlySet<unknown> = new Set(['vpc-cni', 'kube-proxy', 'coredns']);

/** The call without secrets, its fields in canonical order. */
export function redactCall(call: AwsCall): AwsCall {
  const output = copyTree(call.output, DROPPED) as Record<string, unknown>;
  if (call.operation === 'eks:DescribeAddon' && isJsonObject(output.addon)) output.addon = redactAddon(output.addon);
  const input = call.input === undefined ? {} : { input: copyTree(call.input, DROPPED) as AwsCall['output'] };
  return { operation: call.operation, ...input, output };
}

function redactAddon({ configurationValues, ...addon }: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  if (typeof configurationValues !== 'string' || !NETWORK_ADDONS.has(addon.addonName)) return addon;
  return { ...addon, configurationValues: scrubText(configurationValues) };
}
