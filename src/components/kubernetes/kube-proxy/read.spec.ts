// kube-proxy's settings from every source.
import { describe, expect, it } from 'vitest';
import { parsePrefix } from '../../../net/prefix.js';
import { documentsOf, recordReading, type RawObject } from '../../../../test/sketch/kubernetes-documents.js';
import { readClusterDocuments } from '../components-of-cluster.js';
import { readProxySettings } from './read.js';

const configMap = (name: string, data: Record<string, string>): RawObject => ({
  kind: 'ConfigMap',
  metadata: { name, namespace: 'kube-system' },
  data,
});
const daemonSet = (...command: string[]): RawObject => ({
  kind: 'DaemonSet',
  metadata: { name: 'kube-proxy', namespace: 'kube-system' },
  spec: { template: { spec: { containers: [{ name: 'kube-proxy', command }] } } },
});
const addon = (values?: string) => ({
  operation: 'eks:DescribeAddon',
  output: { addon: { addonName: 'kube-proxy', clusterName: 'demo', configurationValues: values } },
});
const settings = (objects: RawObject[], outputs: ReturnType<typeof addon>[] = [], reading = recordReading()) =>
  readProxySettings(readClusterDocuments(documentsOf(objects, outputs), reading, 'demo'), reading);

const DEFAULTS = { mode: 'iptables', clusterCidrs: [], masqueradeAll: false, nodePortAddresses: [], namedByNode: null };

describe('readProxySettings', () => {
  it('reads the configuration as EKS writes it', () => {
    const config =
      'apiVersion: kubeproxy.config.k8s.io/v1alpha1\nclusterCIDR: ""\niptables:\n  masqueradeAll: false\n  masqueradeBit: 14\nmode: "iptables"\nnodePortAddresses: null\n';
    expect(settings([configMap('kube-proxy-config', { config })])).toEqual({ ...DEFAULTS, found: true });
  });

  it('reads what differs from the defaults', () => {
    const config =
      'clusterCIDR: 10.0.0.0/16,fd00::/48\nmode: ipvs\niptables: {masqueradeAll: true, masqueradeBit: 14}\nnftables:\n  masqueradeAll: false\nnodePortAddresses:\n- 10.0.0.0/8\n- primary\n';
    expect(settings([configMap('kube-proxy', { 'config.conf': config })])).toEqual({
      found: true,
      mode: 'ipvs',
      clusterCidrs: [parsePrefix('10.0.0.0/16'), parsePrefix('fd00::/48')],
      masqueradeAll: true,
      nodePortAddresses: [parsePrefix('10.0.0.0/8')],
      namedByNode: null,
    });
  });

  it('reads the switch of its own mode, and no cluster range when locality is detected otherwise', () => {
    const config =
      'clusterCIDR: 10.0.0.0/16\ndetectLocalMode: NodeCIDR\nmode: nftables\niptables:\n  masqueradeAll: false\nnftables:\n  masqueradeAll: true\n';
    expect(settings([configMap('kube-proxy-config', { config })])).toMatchObject({
      mode: 'nftables',
      masqueradeAll: true,
      clusterCidrs: [],
    });
  });

  it('takes the add-on, then the switches of the DaemonSet', () => {
    expect(settings([], [addon('{"mode":"ipvs"}')])).toMatchObject({ found: true, mode: 'ipvs' });
    expect(settings([], [addon()])).toEqual({ ...DEFAULTS, found: true });
    expect(settings([daemonSet('kube-proxy', '--proxy-mode=ipvs', '--masquerade-all')])).toMatchObject({
      found: true,
      mode: 'ipvs',
      masqueradeAll: true,
    });
  });

  it('is not found where the configuration file is not in the snapshot, or unreadable', () => {
    expect(settings([])).toEqual({ ...DEFAULTS, found: false });
    expect(settings([daemonSet('kube-proxy', '--config=/etc/config', '--proxy-mode=ipvs')])).toEqual({
      ...DEFAULTS,
      found: false,
      namedByNode: false,
    });
    const reading = recordReading();
    expect(settings([configMap('kube-proxy-config', { config: 'mode: *anchor' })], [], reading)).toEqual({ ...DEFAULTS, found: false });
    expect(reading.warned).toEqual(['SETTINGS_UNREADABLE /items/0/data/config']);
  });

  it('knows whether kube-proxy is told the name of its node', () => {
    expect(settings([daemonSet('kube-proxy', '--config=x', '--hostname-override=$(NODE_NAME)')])).toMatchObject({ namedByNode: true });
    expect(settings([daemonSet('kube-proxy', '--config=x')])).toMatchObject({ namedByNode: false });
    const config = configMap('kube-proxy-config', { config: 'hostnameOverride: node-a\n' });
    expect(settings([config, daemonSet('kube-proxy', '--config=x')])).toMatchObject({ namedByNode: true });
  });

  it('is none where Cilium does the work, and only without kube-proxy', () => {
    const cilium = configMap('cilium-config', { 'kube-proxy-replacement': 'true' });
    expect(settings([cilium])).toMatchObject({ found: true, mode: 'none' });
    expect(settings([cilium, daemonSet('kube-proxy', '--config=x')])).toMatchObject({ found: false, mode: 'iptables' });
    expect(settings([configMap('cilium-config', { 'kube-proxy-replacement': 'false' })])).toMatchObject({ found: false });
  });
});
