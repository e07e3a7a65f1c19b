/** Network interfaces and the instances that they are attached to. */
import type { Address } from '../../net/address.js';
import type { Prefix } from '../../net/prefix.js';
import type { AwsResource } from '../resource.js';

/** One address of an interface with the public address that belongs to it, if any. */
export interface InterfaceAddress {
  readonly address: Address;
  readonly primary: boolean;
  readonly publicAddress: Address | null;
}

export interface NetworkInterface extends AwsResource {
  readonly vpcId: string;
  readonly subnetId: string;
  readonly zone: string;
  readonly status: string;
  /** EC2's InterfaceType with underscores: interface, nat_gateway, trunk, branch, load_balancer, network_load_balancer, vpc_endpoint, … */
  readonly type: string;
  readonly description: string;
  readonly ownerId: string;
  readonly requesterManaged: boolean;
  readonly sourceDestCheck: boolean;
  readonly denyAllIgwTraffic: boolean;
  readonly groupIds: readonly string[];
  /** IPv4 first, the primary one first of all. */
  readonly addresses: readonly InterfaceAddress[];
  /** Delegated /28 and /80 blocks: every address of them belongs to the interface. */
  readonly prefixes: readonly Prefix[];
  /** null: not attached. */
  readonly attachment: {
    readonly status: string;
    readonly instanceId: string | null;
    readonly deviceIndex: number;
    readonly networkCard: number;
  } | null;
}

export interface Instance extends AwsResource {
  readonly vpcId: string | null;
  readonly subnetId: string | null;
  readonly state: string;
  readonly instanceType: string;
  readonly platform: 'linux' | 'windows';
  readonly interfaceIds: readonly string[];
  readonly metadataHopLimit: number | null;
  readonly metadataEndpoint: string | null;
}
