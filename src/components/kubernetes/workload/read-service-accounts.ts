/** Service accounts, as far as the network is concerned: whether their pods need STS for the credentials of a role. */
import type { ServiceAccount } from '../../../model/kubernetes/cluster.js';
import type { Documents, Reading } from '../../reader.js';
import { readObjects } from '../objects.js';

const ROLE = 'eks.amazonaws.com/role-arn';

export function readServiceAccounts(documents: Documents, reading: Reading): Map<string, ServiceAccount> {
  return readObjects<ServiceAccount>(documents, reading, 'ServiceAccount', 'namespaced', ({ object }) => ({
    ...object,
    roleArn: object.annotations[ROLE] ?? null,
  }));
}
