/**
 * Reads transit gateway attachments. One attachment is shown in up to three views: the general one (association), the view of
 * VPC attachments (subnets, options) and the view of peering attachments (the other end); and by two accounts, of which only the
 * gateway's owner sees the association. All are joined by id.
 */
import type { TransitGatewayAttachment } from '../../../model/aws/connections.js';
import { child, enabled, entriesOf, inputText, outputsOf, requiredText, text, texts, list, type Entry } from '../fields.js';
import { resourceOf } from '../resource.js';
import type { Documents, Reading } from '../../reader.js';

type Association = TransitGatewayAttachment['association'];

const NOTHING_MORE = {
  association: null,
  associationKnown: false,
  subnetIds: null,
  applianceMode: null,
  ipv6Support: null,
  groupReferencing: null,
  peerTransitGatewayId: null,
  peerRegion: null,
  peerAttachmentId: null,
} as const;

function requiredId(entry: Entry): string {
  return requiredText(entry, 'TransitGatewayAttachmentId', 'a transit gateway attachment id');
}

function readGeneral(entry: Entry): TransitGatewayAttachment {
  const association = child(entry, 'Association');
  const routeTableId = text(association, 'TransitGatewayRouteTableId');
  const owner = text(entry, 'TransitGatewayOwnerId');
  const seesAssociations = owner === null || owner === entry.output.home.accountId || entry.output.home.accountId === 'unknown';
  return {
    ...NOTHING_MORE,
    ...resourceOf(entry, requiredId(entry), { owner }),
    transitGatewayId: requiredText(entry, 'TransitGatewayId', 'a transit gateway id'),
    resourceType: text(entry, 'ResourceType') ?? 'vpc',
    resourceId: text(entry, 'ResourceId') ?? '',
    resourceOwnerId: text(entry, 'ResourceOwnerId'),
    state: text(entry, 'State') ?? 'available',
    association: routeTableId === null ? null : { routeTableId, state: text(association, 'State') ?? 'associated' },
    associationKnown: seesAssociations || routeTableId !== null,
  };
}

function readVpcView(entry: Entry): TransitGatewayAttachment {
  const options = child(entry, 'Options');
  return {
    ...NOTHING_MORE,
    ...resourceOf(entry, requiredId(entry)),
    transitGatewayId: requiredText(entry, 'TransitGatewayId', 'a transit gateway id'),
    resourceType: 'vpc',
    resourceId: requiredText(entry, 'VpcId', 'a VPC id'),
    resourceOwnerId: text(entry, 'VpcOwnerId'),
    state: text(entry, 'State') ?? 'available',
    subnetIds: texts(entry, 'SubnetIds'),
    applianceMode: enabled(options, 'ApplianceModeSupport'),
    ipv6Support: enabled(options, 'Ipv6Support'),
    groupReferencing: enabled(options, 'SecurityGroupReferencingSupport'),
  };
}

/** Which end of a peering a view belongs to: the one whose Region (and account) made the capture. */
function isAccepterView(entry: Entry, requester: Entry | null, accepter: Entry | null): boolean {
  const { accountId, region } = entry.output.home;
  const fits = (end: Entry | null) => {
    const owner = text(end, 'OwnerId');
    return text(end, 'Region') === region && (owner === null || accountId === 'unknown' || owner === accountId);
  };
  return fits(accepter) && !fits(requester);
}

function readPeeringView(entry: Entry): TransitGatewayAttachment {
  const requester = child(entry, 'RequesterTgwInfo');
  const accepter = child(entry, 'AccepterTgwInfo');
  const accepting = isAccepterView(entry, requester, accepter);
  const [own, peer] = accepting ? [accepter, requester] : [requester, accepter];
  return {
    ...NOTHING_MORE,
    ...resourceOf(entry, requiredId(entry), { owner: text(own, 'OwnerId') }),
    transitGatewayId: text(own, 'TransitGatewayId') ?? '',
    resourceType: 'peering',
    resourceId: text(peer, 'TransitGatewayId') ?? '',
    resourceOwnerId: text(peer, 'OwnerId'),
    state: text(entry, 'State') ?? 'available',
    peerTransitGatewayId: text(peer, 'TransitGatewayId'),
    peerRegion: text(peer, 'Region'),
    peerAttachmentId: accepting ? null : text(entry, 'AccepterTransitGatewayAttachmentId'),
  };
}

/** The first view's words count; what it does not know comes from the other. */
function join(kept: TransitGatewayAttachment, other: TransitGatewayAttachment): TransitGatewayAttachment {
  return {
    ...kept,
    name: kept.name ?? other.name,
    tags: Object.keys(kept.tags).length > 0 ? kept.tags : other.tags,
    resourceOwnerId: kept.resourceOwnerId ?? other.resourceOwnerId,
    association: kept.association ?? other.association,
    associationKnown: kept.associationKnown || other.associationKnown,
    subnetIds: kept.subnetIds ?? other.subnetIds,
    applianceMode: kept.applianceMode ?? other.applianceMode,
    ipv6Support: kept.ipv6Support ?? other.ipv6Support,
    groupReferencing: kept.groupReferencing ?? other.groupReferencing,
    peerTransitGatewayId: kept.peerTransitGatewayId ?? other.peerTransitGatewayId,
    peerRegion: kept.peerRegion ?? other.peerRegion,
    peerAttachmentId: kept.peerAttachmentId ?? other.peerAttachmentId,
  };
}

/** `get-transit-gateway-route-table-associations` prints no table: the call's input names it. By attachment and gateway table. */
function readAssociations(documents: Documents, reading: Reading): Map<string, NonNullable<Association>> {
  const byAttachment = new Map<string, NonNullable<Association>>();
  for (const output of outputsOf(documents, 'ec2:GetTransitGatewayRouteTableAssociations', reading)) {
    const routeTableId = inputText(output, 'TransitGatewayRouteTableId');
    if (routeTableId === null) continue;
    for (const entry of list(output, 'Associations')) {
      byAttachment.set(requiredId(entry), { routeTableId, state: text(entry, 'State') ?? 'associated' });
    }
  }
  return byAttachment;
}

/** Both ends of a peering may carry one id; they differ in the gateway that they belong to. */
function endKey(attachment: TransitGatewayAttachment): string {
  return attachment.resourceType === 'peering' ? `${attachment.id}@${attachment.transitGatewayId}` : attachment.id;
}

/**
 * Peering attachments by plain id again. Where both ends share an id, the first captured keeps it, the other stands under
 * `ID@GATEWAY`, and `peerAttachmentId` of each is the key of the other.
 */
function byPlainId(attachments: ReadonlyMap<string, TransitGatewayAttachment>): Map<string, TransitGatewayAttachment> {
  const kept = new Map<string, TransitGatewayAttachment>();
  for (const attachment of attachments.values()) {
    const first = kept.get(attachment.id);
    if (first === undefined) kept.set(attachment.id, attachment);
    else {
      kept.set(attachment.id, { ...first, peerAttachmentId: endKey(attachment) });
      kept.set(endKey(attachment), { ...attachment, peerAttachmentId: attachment.id });
    }
  }
  return kept;
}

function peerOf(attachment: TransitGatewayAttachment): TransitGatewayAttachment {
  return attachment.resourceType === 'peering' && attachment.peerTransitGatewayId === null && attachment.resourceId !== ''
    ? { ...attachment, peerTransitGatewayId: attachment.resourceId }
    : attachment;
}

export function readAttachments(documents: Documents, reading: Reading): Map<string, TransitGatewayAttachment> {
  const view = (operation: string, key: string, read: (entry: Entry) => TransitGatewayAttachment) =>
    entriesOf(documents, operation, key, reading).map((entry) => ({ entry, read }));
  const views = [
    ...view('ec2:DescribeTransitGatewayAttachments', 'TransitGatewayAttachments', readGeneral),
    ...view('ec2:DescribeTransitGatewayVpcAttachments', 'TransitGatewayVpcAttachments', readVpcView),
    ...view('ec2:DescribeTransitGatewayPeeringAttachments', 'TransitGatewayPeeringAttachments', readPeeringView),
  ];
  const associations = readAssociations(documents, reading);
  const joined = new Map<string, TransitGatewayAttachment>();
  for (const { entry, read } of views) {
    const attachment = read(entry);
    const before = joined.get(endKey(attachment));
    joined.set(endKey(attachment), before === undefined ? attachment : join(before, attachment));
  }
  for (const [key, attachment] of joined) {
    const association = attachment.association ?? associations.get(attachment.id) ?? null;
    joined.set(key, peerOf({ ...attachment, association, associationKnown: attachment.associationKnown || association !== null }));
  }
  return byPlainId(joined);
}
