/** A route as answers point at it. */
import { formatPrefix } from '../../../net/prefix.js';
import type { RouteCandidate } from '../../../lookup/subnet-routes.js';
import type { RuleRef } from '../../../packet/finding.js';

export function ruleOf({ route, prefix }: RouteCandidate): RuleRef {
  const shown = route.destination.kind === 'prefix-list' ? `${route.text} (${formatPrefix(prefix)})` : route.text;
  return { id: route.destination.kind === 'cidr' ? formatPrefix(route.destination.prefix) : route.destination.prefixListId, text: shown };
}
