/** What network ACLs refuse. */
import { catalogue } from '../../../packet/finding.js';

export const networkAclFindings = catalogue('network-acl', {
  SUBNET_ACL_RESTRICTION: {
    effect: 'blocks',
    meaning: 'A network ACL denies the packet, by a rule or because no rule allows it.',
    remedy: 'Allow it with a rule numbered below the one that denies; replies need rules of their own, toward the client’s ports.',
  },
  NACL_BLOCKS_RETURN_PORTS: {
    effect: 'partial',
    meaning: 'A network ACL lets replies pass to a part of the client’s source ports only, so some connections fail.',
    remedy: 'Let replies pass to the whole range that clients draw from: 1024-65535 where a NAT or the CNI rewrites ports.',
  },
});
