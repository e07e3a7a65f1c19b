/** What security groups refuse. */
import { catalogue } from '../../../packet/finding.js';

export const securityGroupFindings = catalogue('security-group', {
  ENI_SG_RULES_MISMATCH: {
    effect: 'blocks',
    meaning: 'No rule of the interface’s security groups allows the packet.',
    remedy: 'Add a rule for this protocol, port and peer to one of the groups.',
  },
  SG_HAS_NO_RULES: {
    effect: 'blocks',
    meaning: 'The security groups have no rule at all in this direction.',
    remedy: 'Add a rule for this protocol, port and peer.',
  },
  SG_REFERENCES_NOT_PRESERVED: {
    effect: 'blocks',
    meaning: 'A rule names a security group, but something on the path hides who the sender is.',
    remedy: 'Use a rule with addresses instead of a group.',
  },
  SG_REFERENCING_SUPPORT: {
    effect: 'blocks',
    meaning: 'A rule names a group behind a transit gateway that does not carry group references.',
    remedy: 'Turn security group referencing on at the gateway and both attachments, or use addresses.',
  },
  UNKNOWN_PEERED_SGS: {
    effect: 'unknown',
    meaning: 'A rule names a group of a VPC that is not in the snapshot.',
    remedy: 'Capture the account and Region of that group.',
  },
  PREFIX_LIST_MISSING: {
    effect: 'unknown',
    meaning: 'The entries of a prefix list that decides are not in the snapshot.',
    remedy: 'Add ec2:GetManagedPrefixListEntries for it.',
  },
});
