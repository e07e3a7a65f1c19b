/** The egress-only internet gateway: IPv6 out, and in only what answers ("Enable outbound IPv6 traffic using an egress-only internet gateway"). */
import { label, refOf } from '../../../model/resource.js';
import { familyOfPackets } from '../../../packet/describe.js';
import type { Finding } from '../../../packet/finding.js';
import { sessionOf, type Station } from '../../../packet/station.js';
import { lost } from '../../ends.js';
import { stateFindings } from '../../state.js';
import { publicAccessBlocked } from '../internet-gateway/public-access.js';
import { egressOnlyFindings } from './findings.js';

const ATTACHED: ReadonlySet<string> = new Set(['available', 'attached']);

export const egressOnlyInternetGateway: Station<'egress-only-internet-gateway'> = (journey, { gateway, vpc, heading, subnet }, network) => {
  const resource = refOf('egress-only-internet-gateway', gateway);
  const { packets } = journey;
  const holder = `eigw:${gateway.id}`;
  const state = gateway.attachments.find(({ vpcId }) => vpcId === vpc.id)?.state ?? 'detached';
  let finding: Finding | null;
  if (!ATTACHED.has(state))
    finding = stateFindings.BAD_STATE_ATTACHMENT({
      resource,
      packets,
      say: () => `Egress-only internet gateway ${label(gateway)} is not attached to ${label(vpc)}.`,
    });
  else if (familyOfPackets(packets) === 'ipv4')
    finding = egressOnlyFindings.PROTOCOL_RESTRICTION({ resource, packets, say: () => `${label(gateway)} carries IPv6 only.` });
  else if (journey.leg === 'return' && sessionOf(journey, holder) === null) {
    finding = egressOnlyFindings.EIGW_NO_INBOUND({
      resource,
      packets,
      say: () => `The reply leaves by ${label(gateway)}, which passes only connections started inside the VPC; this one came from outside.`,
    });
  } else if (heading === 'in' && sessionOf(journey, holder) === null) {
    finding = egressOnlyFindings.EIGW_NO_INBOUND({
      resource,
      packets,
      say: () => `${label(gateway)} passes only connections started inside the VPC.`,
    });
  } else if (heading === 'out' && journey.crossed.some(({ kind, id }) => kind === 'appliance' && id.startsWith('vpce-'))) {
    finding = egressOnlyFindings.EIGW_WITH_GWLB({
      resource,
      packets,
      say: () => `The packet comes through a Gateway Load Balancer endpoint; ${label(gateway)} drops IPv6 that does.`,
    });
  } else finding = publicAccessBlocked(vpc, subnet, true, journey, network);
  if (finding !== null) return lost('egress-only-internet-gateway', resource, finding);
  if (heading === 'in') {
    return {
      kind: 'go',
      to: { at: 'vpc-delivery', vpc, fromSubnet: null },
      hop: { station: 'egress-only-internet-gateway', resource, action: 'forward', explain: () => `${label(gateway)} lets the reply in.` },
    };
  }
  return {
    kind: 'go',
    to: { at: 'internet' },
    rememberedBy: holder,
    crosses: { kind: 'internet', id: gateway.id },
    hop: {
      station: 'egress-only-internet-gateway',
      resource,
      action: 'forward',
      explain: () => `Egress-only internet gateway ${label(gateway)} sends it to the internet; the source stays as it is.`,
    },
  };
};
