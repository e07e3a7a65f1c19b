// Transit gateways: three views of an attachment joined, routes by the table that the input names, and what is not known kept apart.
import { describe, expect, it } from 'vitest';
import { awsDocuments, call, HOME, OTHER_HOME, recorder, type RawCall } from '../../../../test/sketch/aws-documents.js';
import { readTransitGateways } from './read.js';

function read(...calls: RawCall[]) {
  const reading = recorder();
  return { ...readTransitGateways(awsDocuments(calls), reading), refusals: reading.refusals };
}
const general = (more: object = {}, home = HOME) =>
  call(
    'ec2:DescribeTransitGatewayAttachments',
    {
      TransitGatewayAttachments: [
        {
          TransitGatewayAttachmentId: 'tgw-attach-1',
          TransitGatewayId: 'tgw-1',
          TransitGatewayOwnerId: HOME.accountId,
          ResourceType: 'vpc',
          ResourceId: 'vpc-1',
          State: 'available',
          ...more,
        },
      ],
    },
    {},
    home,
  );
const association = { Association: { TransitGatewayRouteTableId: 'tgw-rtb-1', State: 'associated' } };
const vpcView = (home = HOME) =>
  call(
    'ec2:DescribeTransitGatewayVpcAttachments',
    {
      TransitGatewayVpcAttachments: [
        {
          TransitGatewayAttachmentId: 'tgw-attach-1',
          TransitGatewayId: 'tgw-1',
          VpcId: 'vpc-1',
          SubnetIds: ['subnet-1'],
          Options: { ApplianceModeSupport: 'enable', Ipv6Support: 'disable' },
        },
      ],
    },
    {},
    home,
  );

describe('attachments', () => {
  const attachment = (...calls: RawCall[]) => read(...calls).transitGatewayAttachments.get('tgw-attach-1');

  it('joins association, subnets and options of the views', () => {
    expect(attachment(vpcView(), general(association))).toMatchObject({
      association: { routeTableId: 'tgw-rtb-1', state: 'associated' },
      associationKnown: true,
      subnetIds: ['subnet-1'],
      applianceMode: true,
      ipv6Support: false,
      groupReferencing: null,
    });
  });

  it('tells no association from one that the account may not see', () => {
    expect(attachment(general())).toMatchObject({ association: null, associationKnown: true });
    expect(attachment(general({}, OTHER_HOME))).toMatchObject({ association: null, associationKnown: false });
    expect(attachment(vpcView())).toMatchObject({ association: null, associationKnown: false });
    expect(attachment(general({}, OTHER_HOME), vpcView(OTHER_HOME), general(association))).toMatchObject({
      association: { routeTableId: 'tgw-rtb-1' },
      associationKnown: true,
      subnetIds: ['subnet-1'],
    });
  });

  it('takes the association from the call about the table', () => {
    const associations = call(
      'ec2:GetTransitGatewayRouteTableAssociations',
      { Associations: [{ TransitGatewayAttachmentId: 'tgw-attach-1', State: 'associated' }] },
      { TransitGatewayRouteTableId: 'tgw-rtb-9' },
    );
    expect(attachment(vpcView(), associations)).toMatchObject({ association: { routeTableId: 'tgw-rtb-9' }, associationKnown: true });
  });

  it('keeps both ends of a peering that share an id', () => {
    const end = (TransitGatewayId: string, ResourceId: string, region: string) =>
      general({ TransitGatewayId, ResourceId, ResourceType: 'peering' }, { ...HOME, region });
    const peering = call('ec2:DescribeTransitGatewayPeeringAttachments', {
      TransitGatewayPeeringAttachments: [
        {
          TransitGatewayAttachmentId: 'tgw-attach-1',
          RequesterTgwInfo: { TransitGatewayId: 'tgw-1', OwnerId: HOME.accountId, Region: 'eu-west-1' },
          AccepterTgwInfo: { TransitGatewayId: 'tgw-2', OwnerId: HOME.accountId, Region: 'us-east-1' },
        },
      ],
    });
    const { transitGatewayAttachments: found } = read(end('tgw-1', 'tgw-2', 'eu-west-1'), end('tgw-2', 'tgw-1', 'us-east-1'), peering);
    expect(found.get('tgw-attach-1')).toMatchObject({
      transitGatewayId: 'tgw-1',
      peerTransitGatewayId: 'tgw-2',
      peerRegion: 'us-east-1',
      peerAttachmentId: 'tgw-attach-1@tgw-2',
    });
    expect(found.get('tgw-attach-1@tgw-2')).toMatchObject({
      id: 'tgw-attach-1',
      transitGatewayId: 'tgw-2',
      peerTransitGatewayId: 'tgw-1',
      peerAttachmentId: 'tgw-attach-1',
    });
  });
});

describe('route tables', () => {
  const table = call('ec2:DescribeTransitGatewayRouteTables', {
    TransitGatewayRouteTables: [{ TransitGatewayRouteTableId: 'tgw-rtb-1', TransitGatewayId: 'tgw-1', State: 'available' }],
  });
  const both = [{ Name: 'state', Values: ['active', 'blackhole'] }];
  const search = (Routes: object[], more: object = {}, Filters: object[] | undefined = both) =>
    call('ec2:SearchTransitGatewayRoutes', { Routes, ...more }, { TransitGatewayRouteTableId: 'tgw-rtb-1', Filters });
  const route = (more: object = {}) => ({
    DestinationCidrBlock: '10.1.0.0/16',
    Type: 'propagated',
    State: 'active',
    TransitGatewayAttachments: [{ TransitGatewayAttachmentId: 'tgw-attach-2', ResourceType: 'vpc', ResourceId: 'vpc-2' }],
    ...more,
  });
  const tableOf = (...calls: RawCall[]) => read(table, ...calls).transitGatewayRouteTables.get('tgw-rtb-1');

  it('reads routes with their attachments, also a blackhole without any', () => {
    const dropped = { DestinationCidrBlock: '10.9.0.0/16', Type: 'static', State: 'blackhole' };
    const found = tableOf(search([route(), dropped]));
    expect(found?.routes?.map(({ text, type, state }) => [text, type, state])).toEqual([
      ['10.1.0.0/16 -> tgw-attach-2 (vpc-2)', 'propagated', 'active'],
      ['10.9.0.0/16 -> blackhole', 'static', 'blackhole'],
    ]);
    expect(found?.truncated).toBe(false);
  });

  it('tells no routes from routes that were not searched', () => {
    expect(tableOf(search([]))?.routes).toEqual([]);
    expect(tableOf()).toMatchObject({ routes: null, propagatingAttachmentIds: null });
    expect(tableOf(call('ec2:SearchTransitGatewayRoutes', { Routes: [route()] }))?.routes).toBeNull();
  });

  it.each([
    ['more routes are available', search([], { AdditionalRoutesAvailable: true }), true],
    ['only active routes were asked for', search([], {}, [{ Name: 'state', Values: ['active'] }]), true],
    ['only static routes were asked for', search([], {}, [{ Name: 'type', Values: ['static'] }]), true],
    ['all states were asked for', search([], { AdditionalRoutesAvailable: false }), false],
    [
      'the input has no filters',
      call('ec2:SearchTransitGatewayRoutes', { Routes: [] }, { TransitGatewayRouteTableId: 'tgw-rtb-1' }),
      false,
    ],
  ])('%s', (_what, searched, truncated) => {
    expect(tableOf(searched)?.truncated).toBe(truncated);
  });

  it('joins two searches, one for each state', () => {
    const of = (state: string) => search([route({ State: state })], {}, [{ Name: 'state', Values: [state] }]);
    const found = tableOf(of('active'), of('blackhole'));
    expect(found?.routes).toHaveLength(2);
    expect(found?.truncated).toBe(false);
  });

  it('adds prefix list references, unless the search prints their entries', () => {
    const references = call(
      'ec2:GetTransitGatewayPrefixListReferences',
      {
        TransitGatewayPrefixListReferences: [
          {
            TransitGatewayRouteTableId: 'tgw-rtb-1',
            PrefixListId: 'pl-1',
            Blackhole: false,
            TransitGatewayAttachment: { TransitGatewayAttachmentId: 'tgw-attach-2' },
          },
          { TransitGatewayRouteTableId: 'tgw-rtb-1', PrefixListId: 'pl-2', Blackhole: true },
        ],
      },
      { TransitGatewayRouteTableId: 'tgw-rtb-1' },
    );
    const texts = (...routes: object[]) => tableOf(search(routes), references)?.routes?.map(({ text, state }) => `${text} ${state}`);
    expect(texts()).toEqual(['pl-1 -> tgw-attach-2 active', 'pl-2 -> blackhole blackhole']);
    expect(texts(route({ PrefixListId: 'pl-1', Type: 'static' }))).toEqual([
      '10.1.0.0/16 -> tgw-attach-2 (vpc-2) active',
      'pl-2 -> blackhole blackhole',
    ]);
  });

  it('reads who propagates', () => {
    const propagations = [
      { TransitGatewayAttachmentId: 'tgw-attach-2', State: 'enabled' },
      { TransitGatewayAttachmentId: 'tgw-attach-3', State: 'disabled' },
    ];
    const output = { TransitGatewayRouteTablePropagations: propagations };
    const found = tableOf(call('ec2:GetTransitGatewayRouteTablePropagations', output, { TransitGatewayRouteTableId: 'tgw-rtb-1' }));
    expect(found?.propagatingAttachmentIds).toEqual(['tgw-attach-2']);
  });

  it('refuses a route without destination', () => {
    expect(read(table, search([{ Type: 'static', State: 'active' }])).refusals).toEqual([
      '/aws/0/calls/1/output/Routes/0: a route with a destination CIDR or prefix list',
    ]);
  });
});

it('reads the gateway and its option for group references', () => {
  const gateway = (more: object) =>
    read(
      call('ec2:DescribeTransitGateways', { TransitGateways: [{ TransitGatewayId: 'tgw-1', State: 'available', ...more }] }),
    ).transitGateways.get('tgw-1');
  expect(gateway({ Options: { SecurityGroupReferencingSupport: 'enable' } })).toMatchObject({ groupReferencing: true, state: 'available' });
  expect(gateway({})).toMatchObject({ groupReferencing: null, ownerId: null });
});
