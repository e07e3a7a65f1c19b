/** What keeps packets from getting between AWS and networks outside it. */
import { catalogue } from '../../../packet/finding.js';

export const onPremisesFindings = catalogue('on-premises', {
  NO_PATH: {
    effect: 'blocks',
    meaning:
      'Nothing in the snapshot connects the two ends: no VPN, Direct Connect or transit gateway attachment leads from the one to the other.',
    remedy: 'Connect the networks, or capture the account and Region that connects them.',
  },
});
