// EKS clusters: API access with its defaults, service ranges, Auto Mode, hybrid networks, add-ons.
import { expect, it } from 'vitest';
import { call, OTHER_HOME, readAll, readOne, refusalsOf } from '../../../../test/sketch/aws-documents.js';
import { formatPrefix } from '../../../net/prefix.js';
import { readEksClusters } from './read.js';

const cluster = (more: object = {}, access: object = {}, home = undefined as typeof OTHER_HOME | undefined) =>
  call(
    'eks:DescribeCluster',
    { cluster: { name: 'demo', version: '1.33', status: 'ACTIVE', resourcesVpcConfig: { vpcId: 'vpc-1', ...access }, ...more } },
    { name: 'demo' },
    home,
  );

it('reads access and ranges', () => {
  const read = readOne(
    readEksClusters,
    cluster(
      {
        endpoint: 'https://ABC.gr7.eu-west-1.eks.amazonaws.com',
        kubernetesNetworkConfig: { serviceIpv4Cidr: '172.20.0.0/16', ipFamily: 'ipv4' },
        computeConfig: { enabled: true },
        remoteNetworkConfig: { remoteNodeNetworks: [{ cidrs: ['192.168.0.0/24'] }], remotePodNetworks: [{ cidrs: ['192.168.1.0/24'] }] },
      },
      {
        subnetIds: ['subnet-1', 'subnet-2'],
        securityGroupIds: ['sg-1'],
        clusterSecurityGroupId: 'sg-2',
        endpointPublicAccess: true,
        endpointPrivateAccess: true,
        publicAccessCidrs: ['203.0.113.0/24'],
      },
    ),
  );
  expect(read).toMatchObject({
    vpcId: 'vpc-1',
    clusterGroupId: 'sg-2',
    groupIds: ['sg-1'],
    publicAccess: true,
    privateAccess: true,
    autoMode: true,
  });
  expect(
    [read.publicAccessCidrs, read.serviceCidrs, read.remoteNodeCidrs, read.remotePodCidrs].map((cidrs) => cidrs.map(formatPrefix)),
  ).toEqual([['203.0.113.0/24'], ['172.20.0.0/16'], ['192.168.0.0/24'], ['192.168.1.0/24']]);
});

it('is public to everyone unless the output says otherwise', () => {
  const plain = readOne(readEksClusters, cluster());
  expect(plain).toMatchObject({ publicAccess: true, privateAccess: false, family: 'ipv4', autoMode: false });
  expect(plain.publicAccessCidrs.map(formatPrefix)).toEqual(['0.0.0.0/0', '::/0']);
  expect(readOne(readEksClusters, cluster({}, { endpointPublicAccess: false, publicAccessCidrs: [] })).publicAccessCidrs).toEqual([]);
});

it('joins add-ons of its own account', () => {
  const listed = call('eks:ListAddons', { addons: ['vpc-cni', 'coredns'] }, { clusterName: 'demo' });
  const described = call('eks:DescribeAddon', {
    addon: {
      addonName: 'vpc-cni',
      clusterName: 'demo',
      addonVersion: 'v1.20.0-eksbuild.1',
      configurationValues: '{"enableNetworkPolicy":"true"}',
    },
  });
  const foreign = call('eks:DescribeAddon', { addon: { addonName: 'kube-proxy', clusterName: 'demo' } }, {}, OTHER_HOME);
  expect(readOne(readEksClusters, cluster(), listed, described, foreign).addons).toEqual({
    'vpc-cni': { version: 'v1.20.0-eksbuild.1', configuration: '{"enableNetworkPolicy":"true"}' },
    coredns: { version: null, configuration: null },
  });
});

it('keeps two clusters of one name in two accounts', () => {
  expect([...readAll(readEksClusters, cluster(), cluster(), cluster({}, {}, OTHER_HOME)).keys()]).toEqual([
    'demo',
    'demo@444455556666/eu-west-1',
  ]);
});

it('refuses a cluster without its VPC', () => {
  expect(refusalsOf(readEksClusters, call('eks:DescribeCluster', { cluster: { name: 'demo' } }))).toEqual([
    '/aws/0/calls/0/output/cluster/resourcesVpcConfig: the VPC settings of the cluster',
  ]);
});
