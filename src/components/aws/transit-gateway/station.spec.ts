// Transit gateways: attachments, zones, ACLs of their subnets, tables, group references, other gateways.
import { describe, expect, it } from 'vitest';
import { ask, brief, caveatsOf, decisive, passed } from '../../../../test/support/ask.js';
import { attachmentIn, entry, meshed, transitTable } from '../../../../test/support/roads.js';
import type { RegionSketch } from '../../../../test/sketch/aws-shapes.js';
import { addNetworkAcl, allowEntry, denyEntry } from '../../../../test/sketch/network-acl.js';
import { allow, tcp } from '../../../../test/sketch/security-group.js';
import { addTransitRouteTable, associate } from '../../../../test/sketch/transit-gateway.js';
import { pathMtuOf } from '../../../explain/outlook.js';
import type { Trace, TraceRequest } from '../../../trace/trace-flow.js';

const toB: TraceRequest = { from: 'instance/i-app', to: 'instance/i-b', port: 443 };
type Change = (region: RegionSketch) => void;

function asked(change: Change, request: TraceRequest = toB): Trace {
  const sketch = meshed();
  change(sketch.region);
  return ask(sketch.bundle(), request);
}

function reference(
  region: RegionSketch,
  gateway: 'enable' | 'disable',
  a: 'enable' | 'disable' = 'enable',
  b: 'enable' | 'disable' = 'enable',
): void {
  entry(region.transitGateways, 'tgw-1').groupReferencing = gateway;
  attachmentIn(region, 'att-a').groupReferencing = a;
  attachmentIn(region, 'att-b').groupReferencing = b;
  entry(region.securityGroups, 'sg-b').ingress = [tcp(443, { group: 'sg-app', vpc: 'vpc-a' })];
}

describe('VPC to VPC', () => {
  it.each<[string, Change, string]>([
    ['all in place', () => undefined, 'reachable'],
    [
      'no subnet in the zone of the sender',
      (region) => (attachmentIn(region, 'att-a').subnets = ['sn-tgw-b']),
      'blocked TGW_ROUTE_AZ_RESTRICTION',
    ],
    [
      'no subnet in the zone of the receiver',
      (region) => (attachmentIn(region, 'att-b').subnets = ['sn-b-b']),
      'blocked TGW_ROUTE_AZ_RESTRICTION return',
    ],
    [
      'no association',
      (region) => (transitTable(region).associations = ['att-b', 'att-c']),
      'blocked TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION',
    ],
    [
      'the receiver’s attachment uses an empty table',
      (region) => {
        addTransitRouteTable(region, { id: 'tgwrt-2', transitGateway: 'tgw-1' });
        associate(region, 'att-b', 'tgwrt-2');
      },
      'blocked TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT return',
    ],
    ['not propagated', (region) => (transitTable(region).propagations = ['att-a', 'att-c']), 'blocked TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT'],
    [
      'routes to the attachment for another range only',
      (region) => {
        transitTable(region).propagations = ['att-a', 'att-c'];
        transitTable(region).routes.push({ to: '10.1.200.0/24', attachments: ['att-b'] });
      },
      'blocked TGW_RTB_CANNOT_ROUTE',
    ],
    [
      'a blackhole',
      (region) => transitTable(region).routes.push({ to: '10.1.1.0/24', attachments: [], state: 'blackhole' }),
      'blocked TGW_RTB_BAD_STATE_ROUTE',
    ],
    [
      'a blackhole beside it',
      (region) => transitTable(region).routes.push({ to: '10.1.9.0/24', attachments: [], state: 'blackhole' }),
      'reachable',
    ],
    [
      'a static route elsewhere',
      (region) => transitTable(region).routes.push({ to: '10.1.0.0/16', attachments: ['att-c'] }),
      'blocked NO_ROUTE_TO_DESTINATION',
    ],
    [
      'the sender’s attachment is not available',
      (region) => (attachmentIn(region, 'att-a').state = 'pendingAcceptance'),
      'blocked BAD_STATE_ATTACHMENT',
    ],
    [
      'the receiver’s attachment is not available',
      (region) => (attachmentIn(region, 'att-b').state = 'deleting'),
      'blocked BAD_STATE_ATTACHMENT',
    ],
    ['an attachment being changed', (region) => (attachmentIn(region, 'att-b').state = 'modifying'), 'reachable'],
    ['the gateway is not available', (region) => (entry(region.transitGateways, 'tgw-1').raw = { State: 'deleting' }), 'blocked BAD_STATE'],
    [
      'no attachment of the VPC',
      (region) => region.attachments.delete('att-a') && (transitTable(region).associations = transitTable(region).propagations = ['att-b']),
      'blocked BAD_STATE_ATTACHMENT',
    ],
    ['an entry list that is not captured', (region) => addPrefixListReference(region), 'unknown PREFIX_LIST_MISSING'],
  ])('%s', (_name, change, expected) => {
    expect(brief(asked(change))).toBe(expected);
  });

  it('passes table, gateway and both attachment subnets, with frames of 8500', () => {
    const trace = asked(() => undefined);
    const ids = passed(trace, 'forward').map((id) => (id.startsWith('acl-') ? 'acl' : id));
    expect(ids).toEqual(['i-app', 'sg-app', 'acl', 'rtb-prv', 'tgw-1', 'acl', 'tgwrt-1', 'tgw-1', 'sg-b', 'i-b']);
    // Where the receiver is elsewhere in the VPC, the attachment subnet's table is asked, then its ACL.
    const back = passed(trace, 'return').map((id) => (id.startsWith('acl-') ? 'acl' : id));
    expect(back.slice(back.indexOf('tgwrt-1'))).toEqual(['tgwrt-1', 'tgw-1', 'rtb-tgw', 'acl', 'acl', 'sg-app', 'i-app']);
    expect(trace.conversations[0] && pathMtuOf(trace.conversations[0]).bytes).toBe(8500);
  });

  it('says what a static route hides', () => {
    const trace = asked((region) => transitTable(region).routes.push({ to: '10.1.0.0/16', attachments: ['att-c'] }));
    expect(caveatsOf(trace)).toContain('TGW_RTB_HIGHER_PRIORITY_ROUTE');
    expect(decisive(trace)?.finding.resource.id).toBe('rtb-c');
    const longer = asked((region) => transitTable(region).routes.push({ to: '10.1.1.0/24', attachments: ['att-c'] }));
    expect(caveatsOf(longer)).toContain('TGW_RTB_MORE_SPECIFIC_ROUTE');
    expect(caveatsOf(asked(() => undefined))).toEqual([]);
  });

  it('names the attachment that has no route and the zone that has no subnet', () => {
    expect(decisive(asked((region) => (transitTable(region).propagations = ['att-a', 'att-c'])))?.finding.say()).toBe(
      'Transit gateway route table tgwrt-1, associated with attachment att-a, has no route to 10.1.1.10; it is behind attachment att-b of vpc-b.',
    );
    expect(decisive(asked((region) => (attachmentIn(region, 'att-a').subnets = ['sn-tgw-b'])))?.finding.say()).toMatch(
      /Attachment att-a of vpc-a to tgw-1 has no subnet in eu-west-1a, .* it has eu-west-1b \(sn-tgw-b\)\./,
    );
  });
});

function addPrefixListReference(region: RegionSketch): void {
  const TransitGatewayPrefixListReferences = [
    {
      TransitGatewayRouteTableId: 'tgwrt-1',
      PrefixListId: 'pl-1',
      PrefixListOwnerId: '1',
      State: 'available',
      Blackhole: false,
      TransitGatewayAttachment: { TransitGatewayAttachmentId: 'att-c', ResourceType: 'vpc', ResourceId: 'vpc-c' },
    },
  ];
  const input = { TransitGatewayRouteTableId: 'tgwrt-1' };
  region.calls.push({ operation: 'ec2:GetTransitGatewayPrefixListReferences', input, output: { TransitGatewayPrefixListReferences } });
}

describe('ACLs of attachment subnets', () => {
  it.each<[string, Change, string]>([
    [
      'outbound rules judge what comes out of the gateway only',
      (region) =>
        addNetworkAcl(region, {
          id: 'acl-tgw',
          vpc: 'vpc-a',
          subnets: ['sn-tgw-a'],
          inbound: [allowEntry(100, 'all', '0.0.0.0/0')],
          outbound: [],
        }),
      'blocked SUBNET_ACL_RESTRICTION return',
    ],
    [
      'inbound rules judge what goes into it',
      (region) =>
        addNetworkAcl(region, {
          id: 'acl-tgw',
          vpc: 'vpc-a',
          subnets: ['sn-tgw-a'],
          inbound: [],
          outbound: [allowEntry(100, 'all', '0.0.0.0/0')],
        }),
      'blocked SUBNET_ACL_RESTRICTION',
    ],
    [
      'the other zone’s does not',
      (region) => addNetworkAcl(region, { id: 'acl-tgw', vpc: 'vpc-a', subnets: ['sn-tgw-b'], inbound: [], outbound: [] }),
      'reachable',
    ],
  ])('%s', (_name, change, expected) => {
    expect(brief(asked(change))).toBe(expected);
  });

  it('judge a sender in the attachment subnet both ways, and not what comes to it', () => {
    const shared = (inbound: Parameters<typeof addNetworkAcl>[1]['inbound'], request: TraceRequest): string =>
      brief(
        asked((region) => {
          attachmentIn(region, 'att-a').subnets = ['sn-prv-a', 'sn-tgw-b'];
          addNetworkAcl(region, {
            id: 'acl-prv',
            vpc: 'vpc-a',
            subnets: ['sn-prv-a'],
            inbound: inbound ?? [],
            outbound: [allowEntry(100, 'all', '0.0.0.0/0')],
          });
          allow(region, 'sg-app', tcp(443, '10.1.0.0/16'));
        }, request),
      );
    expect(shared([denyEntry(90, 'all', '10.0.0.0/16'), allowEntry(100, 'all', '0.0.0.0/0')], toB)).toBe('blocked SUBNET_ACL_RESTRICTION');
    // From the gateway to the instance nothing judges; the instance's reply is judged on its way into the gateway.
    expect(shared([allowEntry(100, 'all', '10.0.0.0/16')], toB)).toBe('reachable');
    expect(shared([allowEntry(100, 'all', '10.0.0.0/16')], { from: 'instance/i-b', to: 'instance/i-app', port: 443 })).toBe('reachable');
  });
});

describe('group references', () => {
  it.each<[string, Change, string]>([
    ['all options on', (region) => reference(region, 'enable'), 'reachable'],
    ['off at the gateway', (region) => reference(region, 'disable'), 'blocked SG_REFERENCING_SUPPORT'],
    ['off at one attachment', (region) => reference(region, 'enable', 'enable', 'disable'), 'blocked SG_REFERENCING_SUPPORT'],
    [
      'outbound rules never match',
      (region) => {
        reference(region, 'enable');
        entry(region.securityGroups, 'sg-app').egress = [tcp(443, { group: 'sg-b', vpc: 'vpc-b' })];
      },
      'blocked ENI_SG_RULES_MISMATCH',
    ],
  ])('%s', (_name, change, expected) => {
    expect(brief(asked(change))).toBe(expected);
  });
});
