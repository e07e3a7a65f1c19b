/** States of AWS components: what is not in a passing state is kept and named as the reason, never dropped. */
import { catalogue, type Finding } from '../packet/finding.js';
import type { PacketSet } from '../net/packet-set.js';
import type { ResourceRef } from '../model/resource.js';

export const stateFindings = catalogue('state', {
  BAD_STATE: {
    effect: 'blocks',
    meaning: 'A component on the path exists but is not in a state that lets packets through.',
    remedy: 'Bring it back into service, or route around it.',
  },
  BAD_STATE_ATTACHMENT: {
    effect: 'blocks',
    meaning: 'The attachment between two components is not in place.',
    remedy: 'Attach it, or wait until the attachment is complete.',
  },
  STATE_ASSUMED: {
    effect: 'caveat',
    meaning: 'A state that AWS does not document in detail was taken as working or not.',
    remedy: 'Look at the component in the console.',
  },
  UNASSOCIATED_COMPONENT: {
    effect: 'blocks',
    meaning: 'The component is in no VPC of the snapshot, or has no usable address.',
    remedy: 'Check that it is the one you mean and that its VPC was captured.',
  },
  UNSUPPORTED_COMPONENT: {
    effect: 'unknown',
    meaning: 'The packet meets a kind of component that is not analysed.',
    remedy: 'Ask about the parts of the path before and after it.',
  },
  UNKNOWN_RESOURCE: {
    effect: 'unknown',
    meaning: 'The path leads to a resource that the snapshot does not hold.',
    remedy: 'Capture the account and Region that hold it.',
  },
  MISSING_CALL: {
    effect: 'unknown',
    meaning: 'A call that decides is not in the snapshot.',
    remedy: 'Add the output of the call that is named, and ask again.',
  },
});

/** The finding for a component in a bad state; null when its state is one of the passing ones. */
export function badState(
  resource: ResourceRef,
  what: string,
  state: string,
  passing: readonly string[],
  packets: PacketSet,
): Finding | null {
  if (passing.includes(state)) return null;
  return stateFindings.BAD_STATE({ resource, packets, say: () => `${what} is ${state}, so it carries nothing.` });
}

/** The snapshot lacks a call that decides here. */
export function missingCall(resource: ResourceRef, operation: string, what: string, packets: PacketSet): Finding {
  return stateFindings.MISSING_CALL({
    resource,
    packets,
    missing: operation,
    say: () => `The snapshot has no ${operation}, so ${what.charAt(0).toLowerCase()}${what.slice(1)} can't be told.`,
  });
}
