/** Reads EKS clusters with the access to their API server, their service ranges and their add-ons. */
import type { EksCluster } from '../../../model/aws/services.js';
import { parsePrefix, type Prefix } from '../../../net/prefix.js';
import { child, type Entry, flag, inputText, list, outputsOf, pointerTo, prefix, prefixes, requiredText, text, texts } from '../fields.js';
import { byName, resourceOf } from '../resource.js';
import type { Documents, Reading } from '../../reader.js';

type Addons = EksCluster['addons'];

function clusterKey(entry: Entry, name: string): string {
  return `${entry.output.home.accountId}/${entry.output.home.region}/${name}`;
}

/** Add-ons by cluster: describe-addon tells version and configuration, list-addons the names alone. */
function readAddons(documents: Documents, reading: Reading): Map<string, Addons> {
  const byCluster = new Map<string, Addons>();
  const add = (entry: Entry, cluster: string | null, addons: Addons) => {
    if (cluster === null) return;
    const key = clusterKey(entry, cluster);
    byCluster.set(key, { ...byCluster.get(key), ...addons });
  };
  for (const output of outputsOf(documents, 'eks:ListAddons', reading)) {
    const named = texts(output, 'addons').map((name) => [name, { version: null, configuration: null }] as const);
    add(output, inputText(output, 'clusterName'), Object.fromEntries(named));
  }
  for (const output of outputsOf(documents, 'eks:DescribeAddon', reading)) {
    const addon = child(output, 'addon');
    const name = text(addon, 'addonName') ?? inputText(output, 'addonName');
    if (name === null) continue;
    const told = { version: text(addon, 'addonVersion'), configuration: text(addon, 'configurationValues') };
    add(output, text(addon, 'clusterName') ?? inputText(output, 'clusterName'), { [name]: told });
  }
  return byCluster;
}

/** Absent means everywhere, as the API has it. */
function readPublicCidrs(access: Entry | null): Prefix[] {
  if (access?.raw['publicAccessCidrs'] !== undefined) return prefixes(access, 'publicAccessCidrs');
  return ['0.0.0.0/0', '::/0'].flatMap((everywhere) => parsePrefix(everywhere) ?? []);
}

function readRemote(cluster: Entry, key: string): Prefix[] {
  return list(child(cluster, 'remoteNetworkConfig'), key).flatMap((part) => prefixes(part, 'cidrs'));
}

function readCluster(cluster: Entry, addons: ReadonlyMap<string, Addons>): EksCluster {
  const id = requiredText(cluster, 'name', 'the name of an EKS cluster');
  const access = child(cluster, 'resourcesVpcConfig');
  if (access === null) cluster.reading.refuse(pointerTo(cluster, 'resourcesVpcConfig'), 'the VPC settings of the cluster');
  const network = child(cluster, 'kubernetesNetworkConfig');
  return {
    ...resourceOf(cluster, id, { arn: text(cluster, 'arn'), owner: null }),
    version: text(cluster, 'version'),
    status: text(cluster, 'status') ?? 'ACTIVE',
    endpoint: text(cluster, 'endpoint'),
    vpcId: access === null ? '' : requiredText(access, 'vpcId', 'a VPC id'),
    subnetIds: texts(access, 'subnetIds'),
    groupIds: texts(access, 'securityGroupIds'),
    clusterGroupId: text(access, 'clusterSecurityGroupId'),
    publicAccess: flag(access, 'endpointPublicAccess') ?? true,
    privateAccess: flag(access, 'endpointPrivateAccess') ?? false,
    publicAccessCidrs: readPublicCidrs(access),
    serviceCidrs: ['serviceIpv4Cidr', 'serviceIpv6Cidr'].flatMap((key) => prefix(network, key) ?? []),
    family: text(network, 'ipFamily') === 'ipv6' ? 'ipv6' : 'ipv4',
    autoMode: flag(child(cluster, 'computeConfig'), 'enabled') ?? false,
    remoteNodeCidrs: readRemote(cluster, 'remoteNodeNetworks'),
    remotePodCidrs: readRemote(cluster, 'remotePodNetworks'),
    addons: addons.get(clusterKey(cluster, id)) ?? {},
  };
}

export function readEksClusters(documents: Documents, reading: Reading): Map<string, EksCluster> {
  const addons = readAddons(documents, reading);
  const outputs = outputsOf(documents, 'eks:DescribeCluster', reading);
  return byName(outputs.flatMap((output) => child(output, 'cluster') ?? []).map((cluster) => readCluster(cluster, addons)));
}
