/** What a subnet itself refuses. */
import { catalogue } from '../../../packet/finding.js';

export const subnetFindings = catalogue('subnet', {
  IPV6_NOT_ENABLED: {
    effect: 'blocks',
    meaning: 'An IPv6 packet meets a subnet or interface without IPv6.',
    remedy: 'Give the subnet an IPv6 CIDR and the interface an address, or use IPv4.',
  },
});
