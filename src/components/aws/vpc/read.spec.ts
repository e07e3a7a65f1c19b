// VPCs: CIDRs in every state, DNS attributes from calls of their own, Block Public Access.
import { describe, expect, it } from 'vitest';
import { awsDocuments, call, OTHER_HOME, readOne, recorder, refusalsOf } from '../../../../test/sketch/aws-documents.js';
import { formatPrefix } from '../../../net/prefix.js';
import { readVpcs, readVpcSettings } from './read.js';

const vpcs = (...found: object[]) => call('ec2:DescribeVpcs', { Vpcs: found });
const vpc = (more: object = {}) => ({ VpcId: 'vpc-1', CidrBlock: '10.0.0.0/16', State: 'available', ...more });
const ipv4 = (CidrBlock: string, State: string) => ({ CidrBlock, CidrBlockState: { State } });

describe('readVpcs', () => {
  it('puts the primary CIDR first and keeps the others with their states', () => {
    const set = [ipv4('100.64.0.0/16', 'associated'), ipv4('10.1.0.0/16', 'disassociated'), ipv4('10.0.0.0/16', 'associated')];
    const ipv6 = { Ipv6CidrBlock: '2001:db8::/56', Ipv6CidrBlockState: { State: 'associated' }, Ipv6AddressAttribute: 'private' };
    const read = readOne(readVpcs, vpcs(vpc({ CidrBlockAssociationSet: set, Ipv6CidrBlockAssociationSet: [ipv6] })));
    expect(read.cidrs.map(({ prefix, state, privateIpv6 }) => `${formatPrefix(prefix)} ${state} ${String(privateIpv6)}`)).toEqual([
      '10.0.0.0/16 associated false',
      '100.64.0.0/16 associated false',
      '10.1.0.0/16 disassociated false',
      '2001:db8::/56 associated true',
    ]);
  });

  it('reads a VPC of 2017, which has only its primary CIDR', () => {
    const read = readOne(readVpcs, vpcs(vpc({ Tags: [{ Key: 'Name', Value: 'demo' }] })));
    expect(read).toMatchObject({ name: 'demo', dnsSupport: null, dnsHostnames: null, blockPublicAccess: null });
    expect(read.cidrs.map(({ prefix }) => formatPrefix(prefix))).toEqual(['10.0.0.0/16']);
  });

  it('joins one attribute a call, named by the output or by the input', () => {
    const support = call('ec2:DescribeVpcAttribute', { VpcId: 'vpc-1', EnableDnsSupport: { Value: true } });
    const hostnames = call('ec2:DescribeVpcAttribute', { EnableDnsHostnames: { Value: false } }, { VpcId: 'vpc-1' });
    expect(readOne(readVpcs, vpcs(vpc()), support, hostnames)).toMatchObject({ dnsSupport: true, dnsHostnames: false });
    expect(readOne(readVpcs, vpcs(vpc()), support)).toMatchObject({ dnsSupport: true, dnsHostnames: null });
  });

  it("keeps the owner's view of a shared VPC, whichever came first", () => {
    const shared = vpc({ OwnerId: '444455556666' });
    const owners = call('ec2:DescribeVpcs', { Vpcs: [{ ...shared, Tags: [{ Key: 'Name', Value: 'owned' }] }] }, {}, OTHER_HOME);
    for (const calls of [[vpcs(shared), owners] as const, [owners, vpcs(shared)] as const]) {
      expect(readOne(readVpcs, ...calls)).toMatchObject({ name: 'owned', home: OTHER_HOME });
    }
  });

  it('takes an owner that is no account number only where the capture has none', () => {
    const old = { Vpcs: [vpc({ OwnerId: '111234' })] };
    expect(readOne(readVpcs, call('ec2:DescribeVpcs', old)).home.accountId).toBe('111122223333');
    const placeless = call('ec2:DescribeVpcs', old, {}, { accountId: 'unknown', region: 'unknown' });
    expect(readOne(readVpcs, placeless).home).toEqual({ accountId: '111234', region: 'unknown' });
  });

  it('refuses a VPC without id, an unreadable CIDR, and a list that is none, naming the place', () => {
    expect(refusalsOf(readVpcs, vpcs({ CidrBlock: '10.0.0.0/16' }))).toEqual(['/aws/0/calls/0/output/Vpcs/0/VpcId: a VPC id']);
    expect(refusalsOf(readVpcs, vpcs(vpc(), vpc({ CidrBlock: '10.0.0/16' })))).toEqual([
      '/aws/0/calls/0/output/Vpcs/1/CidrBlock: a CIDR such as 10.0.0.0/16',
    ]);
    expect(refusalsOf(readVpcs, call('ec2:DescribeVpcs', { Vpcs: {} }))).toEqual(['/aws/0/calls/0/output/Vpcs: a list']);
    expect(refusalsOf(readVpcs, call('ec2:DescribeVpcs', { Vpcs: ['vpc-1'] }))).toEqual(['/aws/0/calls/0/output/Vpcs/0: an object']);
  });
});

describe('readVpcSettings', () => {
  it('reads the DNS servers of DHCP options', () => {
    const configurations = [
      { Key: 'domain-name', Values: [{ Value: 'example.internal' }] },
      { Key: 'domain-name-servers', Values: [{ Value: '10.0.3.99' }, { Value: '10.0.4.99' }] },
    ];
    const output = { DhcpOptions: [{ DhcpOptionsId: 'dopt-1', DhcpConfigurations: configurations }, { DhcpOptionsId: 'dopt-2' }] };
    const { dhcpOptions } = readVpcSettings(awsDocuments([call('ec2:DescribeDhcpOptions', output)]), recorder());
    expect([...dhcpOptions.values()].map(({ domainNameServers }) => domainNameServers)).toEqual([['10.0.3.99', '10.0.4.99'], []]);
  });

  it('joins Block Public Access with the exclusions of the same account and Region', () => {
    const options = call('ec2:DescribeVpcBlockPublicAccessOptions', {
      VpcBlockPublicAccessOptions: {
        AwsAccountId: '111122223333',
        AwsRegion: 'eu-west-1',
        InternetGatewayBlockMode: 'block-bidirectional',
      },
    });
    const exclusion = {
      ExclusionId: 'vpcbpa-exclude-1',
      ResourceArn: 'arn:aws:ec2:eu-west-1:111122223333:subnet/subnet-1',
      InternetGatewayExclusionMode: 'allow-egress',
      State: 'create-complete',
    };
    const exclusions = (home = undefined as typeof OTHER_HOME | undefined) =>
      call('ec2:DescribeVpcBlockPublicAccessExclusions', { VpcBlockPublicAccessExclusions: [exclusion] }, {}, home);
    const own = readVpcSettings(awsDocuments([options, exclusions()]), recorder()).publicAccessBlocks;
    expect(own).toEqual([
      {
        accountId: '111122223333',
        region: 'eu-west-1',
        mode: 'block-bidirectional',
        exclusions: [{ id: 'vpcbpa-exclude-1', resourceId: 'subnet-1', mode: 'allow-egress', state: 'create-complete' }],
      },
    ]);
    expect(readVpcSettings(awsDocuments([options, exclusions(OTHER_HOME)]), recorder()).publicAccessBlocks[0]?.exclusions).toEqual([]);
  });
});
