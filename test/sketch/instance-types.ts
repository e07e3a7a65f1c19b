/** The instance types that sketches use, with the limits that decide how many pods fit. */
import type { AwsCall } from '../../src/snapshot/bundle.js';
import { take } from './collection.js';

interface InstanceTypeLimits {
  readonly interfaces: number;
  readonly addressesEach: number;
  readonly cpus: number;
  /** MiB. */
  readonly memory: number;
  readonly hypervisor: 'nitro' | 'xen';
}

const LIMITS: ReadonlyMap<string, InstanceTypeLimits> = new Map<string, InstanceTypeLimits>([
  ['t3.medium', { interfaces: 3, addressesEach: 6, cpus: 2, memory: 4096, hypervisor: 'nitro' }],
  ['m4.large', { interfaces: 2, addressesEach: 10, cpus: 2, memory: 8192, hypervisor: 'xen' }],
  ['m5.large', { interfaces: 3, addressesEach: 10, cpus: 2, memory: 8192, hypervisor: 'nitro' }],
  ['m5.xlarge', { interfaces: 4, addressesEach: 15, cpus: 4, memory: 16384, hypervisor: 'nitro' }],
  ['c6i.large', { interfaces: 3, addressesEach: 10, cpus: 2, memory: 4096, hypervisor: 'nitro' }],
]);

/** The limits of a type. Throws for a type that no sketch uses. */
export function limitsOf(instanceType: string): InstanceTypeLimits {
  return take(LIMITS, instanceType);
}

/** Pods that fit without prefixes: every address but the first of each interface, and two on the host's network. */
export function podLimit(instanceType: string): number {
  const { interfaces, addressesEach } = limitsOf(instanceType);
  return interfaces * (addressesEach - 1) + 2;
}

/** describe-instance-types for the types in use. */
export function instanceTypeCall(types: ReadonlySet<string>): AwsCall {
  const documents = [...types].map((InstanceType) => {
    const { interfaces, addressesEach, cpus, memory, hypervisor } = limitsOf(InstanceType);
    return {
      InstanceType,
      CurrentGeneration: true,
      BareMetal: false,
      Hypervisor: hypervisor,
      VCpuInfo: { DefaultVCpus: cpus },
      MemoryInfo: { SizeInMiB: memory },
      NetworkInfo: {
        MaximumNetworkInterfaces: interfaces,
        MaximumNetworkCards: 1,
        DefaultNetworkCardIndex: 0,
        NetworkCards: [{ NetworkCardIndex: 0, MaximumNetworkInterfaces: interfaces }],
        Ipv4AddressesPerInterface: addressesEach,
        Ipv6AddressesPerInterface: addressesEach,
        Ipv6Supported: true,
      },
    };
  });
  return { operation: 'ec2:DescribeInstanceTypes', output: { InstanceTypes: documents } };
}
