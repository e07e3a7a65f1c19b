/** How kube-proxy is set: its ConfigMap, else the values of the add-on, else the switches of its DaemonSet, else its defaults. */
import { parsePrefix, type Prefix } from '../../../net/prefix.js';
import type { ProxySettings } from '../../../model/kubernetes/cluster.js';
import type { Reading } from '../../reader.js';
import { flagOf, warnUnreadable, type ClusterDocuments } from '../components-of-cluster.js';
import { readEmbeddedSettings, settingFlag, settingRecord, settingText, settingTexts } from '../embedded-settings.js';
import type { Raw } from '../fields.js';

/** The name that EKS gives it, with its key, and those of kubeadm. */
const CONFIG_MAPS = [
  ['kube-proxy-config', 'config'],
  ['kube-proxy', 'config.conf'],
] as const;

const MODES = ['iptables', 'ipvs', 'nftables'] as const;

export function readProxySettings(documents: ClusterDocuments, reading: Reading): ProxySettings {
  const file = fromConfigMap(documents, reading);
  const settings = file ?? documents.addons.get('kube-proxy')?.values ?? fromSwitches(documents);
  const namedByNode = isNamedByNode(documents, file);
  if (settings !== null) return { ...settingsOf(settings), namedByNode };
  return { ...settingsOf({}), namedByNode, found: replacedByCilium(documents), mode: replacedByCilium(documents) ? 'none' : 'iptables' };
}

function fromConfigMap({ configMaps }: ClusterDocuments, reading: Reading): Raw | null {
  for (const [name, key] of CONFIG_MAPS) {
    const map = configMaps.get(name);
    const text = map?.data[key];
    if (map === undefined || text === undefined) continue;
    const settings = readEmbeddedSettings(text);
    if (settings === null) warnUnreadable(reading, 'the configuration of kube-proxy', `${map.pointer}/data/${key}`);
    return settings;
  }
  return null;
}

/** Switches count only without a configuration file, as in kube-proxy itself; null when there is such a file or no DaemonSet. */
function fromSwitches({ daemonSets }: ClusterDocuments): Raw | null {
  const container = daemonSets.find(({ name }) => name === 'kube-proxy')?.containers[0];
  if (container === undefined || flagOf(container.words, 'config') !== null) return null;
  return {
    mode: flagOf(container.words, 'proxy-mode'),
    clusterCIDR: flagOf(container.words, 'cluster-cidr'),
    detectLocalMode: flagOf(container.words, 'detect-local-mode'),
    iptables: { masqueradeAll: flagOf(container.words, 'masquerade-all') },
    nodePortAddresses: flagOf(container.words, 'nodeport-addresses')?.split(','),
  };
}

/** Without `hostnameOverride` kube-proxy asks the operating system, and knows no endpoint as its own where that says another name than the node's. */
function isNamedByNode({ daemonSets }: ClusterDocuments, file: Raw | null): boolean | null {
  if (file !== null && (settingText(file['hostnameOverride']) ?? '') !== '') return true;
  const container = daemonSets.find(({ name }) => name === 'kube-proxy')?.containers[0];
  return container === undefined ? null : flagOf(container.words, 'hostname-override') !== null;
}

function settingsOf(settings: Raw): ProxySettings {
  const mode = MODES.find((known) => known === settingText(settings['mode'])?.toLowerCase()) ?? 'iptables';
  const byCidr = ['ClusterCIDR', null].includes(settingText(settings['detectLocalMode']));
  // ipvs mode reads the switch of iptables.
  const masquerade = settingRecord(settings[mode === 'nftables' ? 'nftables' : 'iptables']);
  return {
    found: true,
    mode,
    clusterCidrs: byCidr ? prefixes((settingText(settings['clusterCIDR']) ?? '').split(',')) : [],
    masqueradeAll: settingFlag(masquerade['masqueradeAll'], false),
    nodePortAddresses: prefixes(settingTexts(settings['nodePortAddresses'])),
    namedByNode: null,
  };
}

function prefixes(texts: readonly string[]): readonly Prefix[] {
  return texts.flatMap((text) => parsePrefix(text.trim()) ?? []);
}

/** Cilium can do kube-proxy's work: `true`, in older releases `strict`. */
function replacedByCilium({ configMaps, daemonSets }: ClusterDocuments): boolean {
  if (daemonSets.some(({ name }) => name === 'kube-proxy')) return false;
  return ['true', 'strict'].includes(configMaps.get('cilium-config')?.data['kube-proxy-replacement'] ?? '');
}
