/** The source NAT of the VPC CNI, row by row: which source a new connection shows and by which interface it leaves. */
import { expect, it } from 'vitest';
import { formatAddress, parseAddress, type Address } from '../../../net/address.js';
import { parsePrefix, type Prefix } from '../../../net/prefix.js';
import type { NetworkInterface } from '../../../model/aws/interface.js';
import type { CniSettings } from '../../../model/kubernetes/cluster.js';
import type { PodAttachment, PodMode } from './attachment.js';
import { decideEgress } from './egress.js';

function at(text: string): Address {
  const address = parseAddress(text);
  if (address === null) throw new Error(text);
  return address;
}
const prefixes = (...texts: string[]): Prefix[] => texts.flatMap((text) => parsePrefix(text) ?? []);

function eni(id: string, ...addresses: string[]): NetworkInterface {
  const own = addresses.map((text, index) => ({ address: at(text), primary: index === 0 || text.includes(':'), publicAddress: null }));
  return {
    id,
    name: null,
    home: { accountId: '1', region: 'r' },
    tags: {},
    vpcId: 'vpc-a',
    subnetId: 'sn',
    zone: 'a',
    status: 'in-use',
    type: 'interface',
    description: '',
    ownerId: '1',
    requesterManaged: false,
    sourceDestCheck: true,
    denyAllIgwTraffic: false,
    groupIds: [],
    addresses: own,
    prefixes: [],
    attachment: null,
  };
}

const primary = eni('eni-a0', '10.0.16.10', '10.0.16.11', '2001:db8:1:10::a');
const secondary = eni('eni-a1', '10.0.17.10', '10.0.17.12');
const branch = eni('eni-br1', '10.0.22.5');
const fargate = eni('eni-f', '10.0.32.77');
const pod = (mode: PodMode, own: NetworkInterface, strict = false): PodAttachment => ({ mode, eni: own, primary, strict, why: '' });

const defaults: CniSettings = {
  found: true,
  version: null,
  externalSnat: false,
  excludeSnatCidrs: [],
  randomizeSnat: 'prng',
  nodePortSupport: true,
  externalServiceCidrs: [],
  customNetworking: false,
  eniConfigLabel: '',
  eniConfigAnnotation: '',
  prefixDelegation: false,
  podEni: true,
  enforcingMode: 'strict',
  tcpEarlyDemuxDisabled: true,
  ipv6: false,
  v4Egress: true,
  v6Egress: false,
  policyEnforcingMode: 'standard',
  policyAgent: false,
  policyAgentVersion: null,
};
const on = pod('secondary-ip', secondary);

interface Row {
  readonly id: string;
  readonly settings?: Partial<CniSettings>;
  readonly pod?: PodAttachment | null;
  readonly to: string;
  /** The new source; null: the pod's own is kept. */
  readonly source: string | null;
  readonly out: string;
  readonly windows?: boolean;
}
const exclude = (...texts: string[]): Partial<CniSettings> => ({ excludeSnatCidrs: prefixes(...texts) });
const NODE = '10.0.16.10';

const rows: readonly Row[] = [
  { id: 'S1', to: '10.0.255.255', source: null, out: 'eni-a1' },
  { id: 'S2', to: '10.1.0.0', source: NODE, out: 'eni-a0' },
  { id: 'S3', to: '100.64.200.1', source: null, out: 'eni-a1' },
  { id: 'S4', to: '100.65.0.1', source: NODE, out: 'eni-a0' },
  { id: 'S5', settings: exclude('10.8.0.0/16'), to: '10.8.0.1', source: null, out: 'eni-a1' },
  { id: 'S6', settings: exclude('10.8.0.0/16'), to: '10.9.0.1', source: NODE, out: 'eni-a0' },
  { id: 'S7', settings: exclude('0.0.0.0/0'), to: '198.51.100.80', source: null, out: 'eni-a1' },
  { id: 'S8', settings: { ...exclude('10.8.0.0/16'), externalSnat: true }, to: '198.51.100.80', source: null, out: 'eni-a1' },
  // The reader leaves out items that are no IPv4 CIDR.
  { id: 'S9', settings: exclude('garbage', '10.8.0.0/16'), to: '10.8.0.1', source: null, out: 'eni-a1' },
  { id: 'S10', pod: pod('branch', branch, true), to: '198.51.100.80', source: null, out: 'eni-br1' },
  { id: 'S11', pod: pod('branch', branch), to: '198.51.100.80', source: NODE, out: 'eni-a0' },
  { id: 'S12', settings: { externalSnat: true }, pod: pod('branch', branch), to: '198.51.100.80', source: null, out: 'eni-br1' },
  { id: 'S13', pod: pod('branch', branch), to: '10.0.32.10', source: null, out: 'eni-br1' },
  { id: 'S14', pod: pod('host-network', primary), to: '10.0.32.10', source: null, out: 'eni-a0' },
  { id: 'S14, outside', pod: pod('host-network', primary), to: '198.51.100.80', source: NODE, out: 'eni-a0' },
  { id: 'S15', settings: { ipv6: true }, pod: pod('prefix', primary), to: '2001:db8:ffff::80', source: null, out: 'eni-a0' },
  { id: 'S16', settings: { ipv6: true }, pod: pod('prefix', primary), to: '10.0.40.5', source: NODE, out: 'eni-a0' },
  { id: 'S17', pod: pod('secondary-ip', primary), to: '10.8.0.1', source: NODE, out: 'eni-a0', windows: true },
  {
    id: 'S17, settings have no effect',
    settings: { externalSnat: true },
    pod: pod('secondary-ip', primary),
    to: '10.8.0.1',
    source: NODE,
    out: 'eni-a0',
    windows: true,
  },
  // A NodeClass with snatPolicy Disabled is read as external SNAT.
  { id: 'S18', settings: { externalSnat: true }, to: '10.8.0.1', source: null, out: 'eni-a1' },
  { id: 'S19', pod: pod('secondary-ip', primary), to: '198.51.100.80', source: NODE, out: 'eni-a0' },
  { id: 'S20', pod: pod('fargate', fargate), to: '198.51.100.80', source: null, out: 'eni-f' },
  { id: 'a host process', pod: null, to: '198.51.100.80', source: NODE, out: 'eni-a0' },
];

it.each(rows)('$id: to $to', ({ settings, pod: who = on, to, source, out, windows = false }) => {
  const decision = decideEgress({
    destination: at(to),
    pod: who,
    primary,
    vpcCidrs: prefixes('10.0.0.0/16', '100.64.0.0/16'),
    settings: { ...defaults, ...settings },
    windows,
    serviceTranslated: false,
  });
  expect(decision.source === null ? null : formatAddress(decision.source)).toBe(source);
  expect(decision.eni.id).toBe(out);
  expect(decision.why).not.toBe('');
});

it.each([
  ['prng', true],
  ['hashrandom', true],
  ['none', false],
] as const)('RANDOMIZESNAT %s: ports are drawn anew: %s', (randomizeSnat, drawn) => {
  const question = {
    destination: at('198.51.100.80'),
    pod: on,
    primary,
    vpcCidrs: prefixes('10.0.0.0/16'),
    windows: false,
    serviceTranslated: false,
  };
  expect(decideEgress({ ...question, settings: { ...defaults, randomizeSnat } }).drawsPorts).toBe(drawn);
});

it('leaves by the pod’s interface with the node’s address after a Service, unless AWS_EXTERNAL_SERVICE_CIDRS lists the endpoint', () => {
  const question = {
    destination: at('10.8.1.5'),
    pod: on,
    primary,
    vpcCidrs: prefixes('10.0.0.0/16'),
    windows: false,
    serviceTranslated: true,
  };
  expect(decideEgress({ ...question, settings: defaults }).eni.id).toBe('eni-a1');
  expect(decideEgress({ ...question, settings: { ...defaults, externalServiceCidrs: prefixes('10.8.0.0/16') } }).eni.id).toBe('eni-a0');
});
