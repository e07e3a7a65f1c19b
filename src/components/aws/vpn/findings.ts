/** What Site-to-Site VPN connections refuse. */
import { catalogue } from '../../../packet/finding.js';

export const vpnFindings = catalogue('vpn', {
  BAD_STATE_VPN: {
    effect: 'blocks',
    meaning: 'The VPN connection is not available or has no tunnel up.',
    remedy: 'Bring a tunnel up: check the customer gateway, its IKE settings and its address.',
  },
});
