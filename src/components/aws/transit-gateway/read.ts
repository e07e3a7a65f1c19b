/** Reads transit gateways and their route tables; attachments and routes have files of their own. */
import type { TransitGateway, TransitGatewayRouteTable } from '../../../model/aws/connections.js';
import { child, enabled, entriesOf, requiredText, text } from '../fields.js';
import { gather, resourceOf } from '../resource.js';
import type { Documents, Reading } from '../../reader.js';
import { readAttachments } from './read-attachments.js';
import { readPropagations, readTableRoutes } from './read-routes.js';

function readGateways(documents: Documents, reading: Reading): Map<string, TransitGateway> {
  return gather(entriesOf(documents, 'ec2:DescribeTransitGateways', 'TransitGateways', reading), (entry) => ({
    ...resourceOf(entry, requiredText(entry, 'TransitGatewayId', 'a transit gateway id')),
    state: text(entry, 'State') ?? 'available',
    groupReferencing: enabled(child(entry, 'Options'), 'SecurityGroupReferencingSupport'),
    ownerId: text(entry, 'OwnerId'),
  }));
}

function readTables(documents: Documents, reading: Reading): Map<string, TransitGatewayRouteTable> {
  const routes = readTableRoutes(documents, reading);
  const propagations = readPropagations(documents, reading);
  const entries = entriesOf(documents, 'ec2:DescribeTransitGatewayRouteTables', 'TransitGatewayRouteTables', reading);
  return gather(entries, (entry) => {
    const id = requiredText(entry, 'TransitGatewayRouteTableId', 'a transit gateway route table id');
    const found = routes.get(id);
    return {
      ...resourceOf(entry, id),
      transitGatewayId: requiredText(entry, 'TransitGatewayId', 'a transit gateway id'),
      state: text(entry, 'State') ?? 'available',
      routes: found?.routes ?? null,
      truncated: found?.truncated ?? false,
      propagatingAttachmentIds: propagations.get(id) ?? null,
    };
  });
}

/** Everything about transit gateways: gateways, attachments (all three views joined) and route tables with their routes. */
export function readTransitGateways(documents: Documents, reading: Reading) {
  return {
    transitGateways: readGateways(documents, reading),
    transitGatewayAttachments: readAttachments(documents, reading),
    transitGatewayRouteTables: readTables(documents, reading),
  };
}
