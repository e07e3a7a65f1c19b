/** What a network interface can refuse by itself, before any group is asked. */
import { catalogue } from '../../../packet/finding.js';

export const eniFindings = catalogue('eni', {
  ENI_SOURCE_DEST_CHECK_RESTRICTION: {
    effect: 'blocks',
    meaning: 'The source/destination check is on, and the packet carries an address that is not the interface’s own.',
    remedy: 'Turn the check off on an interface that forwards traffic, or let the packet leave by the interface that owns its source.',
  },
  ENI_ADDRESS_RESTRICTION: {
    effect: 'blocks',
    meaning: 'The address asked for is not an address of the interface.',
    remedy: 'Use one of its addresses.',
  },
  NO_POSSIBLE_DESTINATION: {
    effect: 'blocks',
    meaning: 'The address lies in the VPC, but nobody in it has that address.',
    remedy: 'Check the address; the resource may have been replaced.',
  },
});
