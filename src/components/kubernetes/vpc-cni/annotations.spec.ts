// Branch and Multus annotations of pods.
import { describe, expect, it } from 'vitest';
import { parseAddress } from '../../../net/address.js';
import { branchInterfaceOf, extraInterfacesOf } from './annotations.js';

const branch = (fields: Record<string, unknown>) => ({ annotations: { 'vpc.amazonaws.com/pod-eni': JSON.stringify([fields]) } });

describe('branchInterfaceOf', () => {
  it.each(['vlanId', 'vlanID', 'VlanID'])('reads the annotation with %s', (key) => {
    expect(branchInterfaceOf(branch({ eniId: 'eni-br1', privateIp: '10.0.22.5', ipv6Addr: '', [key]: 1 }))).toEqual({
      eniId: 'eni-br1',
      address: parseAddress('10.0.22.5'),
      ipv6: null,
      vlanId: 1,
    });
  });

  it('is null without the annotation, an interface, or a list', () => {
    expect(branchInterfaceOf({ annotations: {} })).toBeNull();
    expect(branchInterfaceOf(branch({ privateIp: '10.0.22.5' }))).toBeNull();
    expect(branchInterfaceOf({ annotations: { 'vpc.amazonaws.com/pod-eni': '1' } })).toBeNull();
    expect(branchInterfaceOf({ annotations: { 'vpc.amazonaws.com/pod-eni': '[{' } })).toBeNull();
  });
});

describe('extraInterfacesOf', () => {
  const status = (...entries: unknown[]) => ({ 'k8s.v1.cni.cncf.io/network-status': JSON.stringify(entries) });
  const addresses = [parseAddress('10.0.17.30') as bigint];
  const extra = { name: 'prod/mc', interface: 'net1', ips: ['10.0.48.30'], mac: '02:00:00:00:00:30', dns: {} };

  it('leaves out the interface of the VPC CNI by its flag', () => {
    const annotations = status({ name: 'aws-cni', interface: 'dummy1', ips: ['10.0.17.30'], default: true }, extra);
    expect(extraInterfacesOf({ annotations, addresses })).toEqual([
      { network: 'prod/mc', interfaceName: 'net1', addresses: [parseAddress('10.0.48.30')] },
    ]);
  });

  it('or by its address', () => {
    expect(extraInterfacesOf({ annotations: status({ name: '', ips: ['10.0.17.30'] }, extra), addresses })).toHaveLength(1);
    expect(extraInterfacesOf({ annotations: status({ name: '', ips: ['10.0.17.30'] }), addresses })).toEqual([]);
    expect(extraInterfacesOf({ annotations: {}, addresses })).toEqual([]);
  });
});
