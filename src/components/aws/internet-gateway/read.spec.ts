// Gateways at the edge of a VPC: the words for "attached" differ by kind, and are kept.
import { expect, it } from 'vitest';
import { call, readOne, refusalsOf } from '../../../../test/sketch/aws-documents.js';
import { readEgressOnlyGateways } from '../egress-only-internet-gateway/read.js';
import { readVpnGateways } from '../virtual-private-gateway/read.js';
import { readInternetGateways } from './read.js';

it('reads the three kinds with their attachments', () => {
  const internet = { InternetGateways: [{ InternetGatewayId: 'igw-1', Attachments: [{ VpcId: 'vpc-1', State: 'available' }], Tags: [] }] };
  expect(readOne(readInternetGateways, call('ec2:DescribeInternetGateways', internet))).toMatchObject({
    kind: 'internet-gateway',
    state: 'available',
    attachments: [{ vpcId: 'vpc-1', state: 'available' }],
  });
  const egress = {
    EgressOnlyInternetGateways: [{ EgressOnlyInternetGatewayId: 'eigw-1', Attachments: [{ VpcId: 'vpc-1', State: 'attached' }] }],
  };
  expect(readOne(readEgressOnlyGateways, call('ec2:DescribeEgressOnlyInternetGateways', egress))).toMatchObject({
    id: 'eigw-1',
    kind: 'egress-only-internet-gateway',
    attachments: [{ vpcId: 'vpc-1', state: 'attached' }],
  });
  const vpn = { VpnGateways: [{ VpnGatewayId: 'vgw-1', State: 'deleted', VpcAttachments: [{ VpcId: 'vpc-1', State: 'detached' }] }] };
  expect(readOne(readVpnGateways, call('ec2:DescribeVpnGateways', vpn))).toMatchObject({
    kind: 'vpn-gateway',
    state: 'deleted',
    attachments: [{ vpcId: 'vpc-1', state: 'detached' }],
  });
});

it('reads a gateway that is attached to nothing, and refuses one without id', () => {
  expect(
    readOne(readInternetGateways, call('ec2:DescribeInternetGateways', { InternetGateways: [{ InternetGatewayId: 'igw-1' }] })).attachments,
  ).toEqual([]);
  expect(refusalsOf(readVpnGateways, call('ec2:DescribeVpnGateways', { VpnGateways: [{ State: 'available' }] }))).toEqual([
    '/aws/0/calls/0/output/VpnGateways/0/VpnGatewayId: the id of a gateway',
  ]);
});
