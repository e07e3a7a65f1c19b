/** A route of a transit gateway's table as answers point at it. */
import { formatPrefix } from '../../../net/prefix.js';
import type { TransitCandidate } from '../../../lookup/transit-routes.js';
import type { TransitGatewayRoute } from '../../../model/aws/connections.js';
import type { RuleRef } from '../../../packet/finding.js';

export function destinationText({ destination }: TransitGatewayRoute): string {
  return destination.kind === 'cidr' ? formatPrefix(destination.prefix) : destination.prefixListId;
}

export function transitRule({ route }: TransitCandidate): RuleRef {
  return { id: destinationText(route), text: `${route.text} (${route.type})` };
}
