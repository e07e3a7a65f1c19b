/** What is to be told about how a name was resolved, or why it can't be. */
import { catalogue } from '../../../packet/finding.js';

export const nameFindings = catalogue('names', {
  NAME_NOT_IN_SNAPSHOT: {
    effect: 'unknown',
    meaning: 'A private or cluster name that nothing in the snapshot defines for this caller.',
    remedy: 'Ask for the address instead (ip/…), or add what defines the name to the snapshot.',
  },
  NAME_RESOLVES_PUBLIC: {
    effect: 'caveat',
    meaning: 'The caller’s resolver gives a public address for the name, known or not.',
    remedy: 'Resolve the name where the caller runs and ask for that address if rules or routes name single ranges.',
  },
  NAME_RESOLVES_BY_DNS64: {
    effect: 'caveat',
    meaning: 'The name has IPv4 addresses only, and DNS64 of the caller’s subnet makes IPv6 answers of them, so traffic takes NAT64.',
    remedy: 'Turn DNS64 off for the subnets of clients that have a way to IPv4 of their own.',
  },
  DNS_PACKET_LIMIT: {
    effect: 'caveat',
    meaning: 'The configuration is fine; an interface may send 1024 packets a second to the VPC resolver and loses what is above.',
    remedy:
      'Read linklocal_allowance_exceeded of ethtool -S on the nodes of the DNS servers; spread them over nodes or use NodeLocal DNSCache.',
  },
});
