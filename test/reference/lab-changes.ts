/** Changes to the cluster lab that several tables make. */
import type { AclEntrySketch, GroupRuleSketch } from '../sketch/aws-shapes.js';
import { take, type RawFields } from '../sketch/collection.js';
import { addBranchNode, addNeighbours, addPodSubnets } from '../sketch/eks-lab-parts.js';
import { addInterface } from '../sketch/interfaces.js';
import { allowEntry, addNetworkAcl } from '../sketch/network-acl.js';
import { addNetworkPolicy } from '../sketch/policies.js';
import { addPod } from '../sketch/pods.js';
import { addRouteTable, routes, useRouteTable } from '../sketch/route-table.js';
import { addSecurityGroup, allow, any } from '../sketch/security-group.js';
import type { TraceRequest } from '../../src/trace/trace-flow.js';
import type { LabChange } from './lab-table.js';

export const CLI = 'pod/prod/cli-a';
export const PAY = 'pod/prod/pay-c';
export const SERVER = 'internet/198.51.100.80';

/** `flow(CLI, 'pod/prod/web-b1')`, to TCP 8080 unless said. */
export function flow(from: string, to: string, port = 8080, more: Partial<TraceRequest> = {}): TraceRequest {
  return { from, to, protocol: 'tcp', port, ...more };
}

/** Variables of the VPC CNI. */
export function env(variables: Readonly<Record<string, string>>): LabChange {
  return ({ cluster }) => {
    Object.assign(cluster.cni?.env ?? {}, variables);
  };
}
export const externalSnat = env({ AWS_VPC_K8S_CNI_EXTERNALSNAT: 'true' });
export const exclude = (cidrs: string): LabChange => env({ AWS_VPC_K8S_CNI_EXCLUDE_SNAT_CIDRS: cidrs });
export const standardMode = env({ POD_SECURITY_GROUP_ENFORCING_MODE: 'standard' });

/** Puts these rules in place of the group's own. */
export function inOf(group: string, ...rules: GroupRuleSketch[]): LabChange {
  return ({ region }) => {
    take(region.securityGroups, group).ingress = rules;
  };
}
export function outOf(group: string, ...rules: GroupRuleSketch[]): LabChange {
  return ({ region }) => {
    take(region.securityGroups, group).egress = rules;
  };
}
export function into(group: string, ...rules: GroupRuleSketch[]): LabChange {
  return ({ region }) => {
    allow(region, group, ...rules);
  };
}

/** An ACL of its own for a subnet that lets these in, and everything out. */
export function aclIn(subnet: string, ...inbound: AclEntrySketch[]): LabChange {
  return ({ region }) => {
    const outbound = [allowEntry(100, 'all', '0.0.0.0/0')];
    addNetworkAcl(region, { id: `acl-${subnet}`, vpc: 'vpc-a', subnets: [subnet], inbound, outbound });
  };
}

/** A table of its own for a subnet. */
export function tableOf(subnet: string, targets: Readonly<Record<string, string>>): LabChange {
  return ({ region }) => {
    const id = `rtb-${subnet}`;
    addRouteTable(region, { id, vpc: take(region.subnets, subnet).vpc, routes: routes(targets) });
    useRouteTable(region, subnet, id);
  };
}

/** The node of the lab stands in the public subnets' table; `publicIp` is that of its first address. */
export function publicNode(publicIp?: string): LabChange {
  return ({ region }) => {
    useRouteTable(region, 'sn-prv-a', 'rtb-pub');
    if (publicIp !== undefined) take(region.interfaces, 'eni-a0').publicAddresses.push({ privateIp: '10.0.16.10', publicIp });
  };
}

export const neighbours: LabChange = (lab) => {
  addNeighbours(lab);
};
export const branchNode: LabChange = (lab) => {
  addBranchNode(lab);
};

/** Custom networking on node-a: eni-a1 is 100.64.0.10 in sn-pod-a with sg-pods, and pod prod/p has 100.64.0.11 on it. */
export const customNetworking: LabChange = (lab) => {
  const { cluster, region } = lab;
  addPodSubnets(lab);
  env({ AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG: 'true' })(lab);
  addSecurityGroup(region, { id: 'sg-pods', vpc: 'vpc-a', ingress: [any('self'), any('sg-node')] });
  for (const id of ['prod/web-a2', 'prod/cli-a']) cluster.pods.delete(id);
  Object.assign(take(region.interfaces, 'eni-a1'), {
    subnet: 'sn-pod-a',
    ip: '100.64.0.10',
    secondary: ['100.64.0.11'],
    groups: ['sg-pods'],
  });
  addPod(cluster, { id: 'prod/p', node: 'node-a', ip: '100.64.0.11', labels: { app: 'p' } });
};

/** A host of the VPC that is no node: `eni-host`, with a group that lets in what is said. */
export function host(subnet: string, ip: string, ...ingress: GroupRuleSketch[]): LabChange {
  return ({ region }) => {
    addSecurityGroup(region, { id: 'sg-host', vpc: 'vpc-a', ingress });
    addInterface(region, { id: 'eni-host', subnet, ip, groups: ['sg-host'] });
  };
}

/** A normal pod of node-c, 10.0.20.12 on eni-c0. */
export const normalPodOnC: LabChange = ({ cluster }) => {
  addPod(cluster, { id: 'prod/web-c', node: 'node-c', ip: '10.0.20.12', labels: { app: 'web' } });
};

/** A NetworkPolicy in prod. */
export function policy(name: string, spec: RawFields): LabChange {
  return ({ cluster }) => {
    addNetworkPolicy(cluster, `prod/${name}`, spec);
  };
}
export const enforced: LabChange = ({ cluster }) => {
  if (cluster.cni) cluster.cni.networkPolicy = true;
};
