/** What can go wrong where packets pass a device that keeps track of connections. */
import { catalogue } from '../../../packet/finding.js';

export const applianceFindings = catalogue('appliance', {
  ASYMMETRIC_MIDDLEBOX: {
    effect: 'blocks',
    meaning:
      'Requests and replies do not pass the same appliance, firewall or inspection endpoint; devices that track connections drop such flows.',
    remedy: 'Give both subnets routes through the same appliance, or let neither direction pass one.',
  },
});
