/** Why a Service has nobody to send to: its selector beside the labels of the pods that come closest, or pods that are not ready. */
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import { isFinished } from '../../../lookup/cluster-objects.js';
import type { Pod, Service, ServicePort } from '../../../model/kubernetes/cluster.js';
import type { ConsideredRule } from '../../../packet/finding.js';
import { counted, listed, nameOf } from './sentences.js';

function selectorText(selector: Readonly<Record<string, string>>): string {
  return Object.entries(selector)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
}

function podsIn({ cluster, namespace }: Service, network: IndexedNetwork): Pod[] {
  return [...network.network.pods.values()].filter((pod) => pod.cluster === cluster && pod.namespace === namespace && !isFinished(pod));
}

function matches(selector: Readonly<Record<string, string>>, pod: Pod): boolean {
  return Object.entries(selector).every(([key, value]) => pod.labels[key] === value);
}

/** How close the labels of a pod come: equal pairs count most, then values that share a beginning, then the bare key, then any label with the value. */
function closeness(selector: Readonly<Record<string, string>>, { labels }: Pod): number {
  let points = 0;
  for (const [key, value] of Object.entries(selector)) {
    const own = labels[key];
    if (own === value) points += 8;
    else if (own !== undefined) points += own.startsWith(value) || value.startsWith(own) ? 5 : 2;
    else if (Object.values(labels).includes(value)) points += 4;
  }
  return points;
}

function difference(selector: Readonly<Record<string, string>>, { labels }: Pod): string {
  return Object.entries(selector)
    .filter(([key, value]) => labels[key] !== value)
    .map(([key, value]) =>
      labels[key] === undefined ? `it has no label ${key} (wanted: ${value})` : `${key} is ${labels[key]}, not ${value}`,
    )
    .join('; ');
}

function ownLabels({ labels }: Pod, selector: Readonly<Record<string, string>>): string {
  const keys = Object.keys(labels).filter((key) => Object.hasOwn(selector, key) || Object.values(selector).includes(labels[key] ?? ''));
  return keys.map((key) => `${key}=${labels[key]}`).join(',');
}

function nearest(service: Service, selector: Readonly<Record<string, string>>, network: IndexedNetwork): Pod[] {
  return podsIn(service, network)
    .map((pod) => ({ pod, points: closeness(selector, pod) }))
    .filter(({ points }) => points > 0)
    .sort((one, other) => other.points - one.points || (one.pod.name < other.pod.name ? -1 : 1))
    .slice(0, 3)
    .map(({ pod }) => pod);
}

/** The pods that came close, each with what is wrong about it. */
export function nearPods(service: Service, network: IndexedNetwork): readonly ConsideredRule[] {
  const { selector } = service;
  if (selector === null) return [];
  const fitting = podsIn(service, network).filter((pod) => matches(selector, pod));
  if (fitting.length > 0) {
    return fitting.slice(0, 3).map((pod) => ({
      id: `pod ${nameOf(pod)}`,
      text: selectorText(selector),
      why: pod.ready ? 'it is ready, yet no endpoint of it is in the snapshot' : `it is not ready (${pod.phase})`,
    }));
  }
  return nearest(service, selector, network).map((pod) => ({
    id: `pod ${nameOf(pod)}`,
    text: ownLabels(pod, selector),
    why: difference(selector, pod),
  }));
}

/** One or two sentences: why no endpoint of the port may be used. */
export function whyNone(service: Service, port: ServicePort, network: IndexedNetwork): string {
  const { selector, namespace } = service;
  if (selector === null) return 'It has no selector, and its endpoints, which are written by hand, list none for this port and family.';
  const wanted = selectorText(selector);
  if (!network.hasKind('Pod', service.cluster)) return `Its selector is ${wanted}.`;
  const fitting = podsIn(service, network).filter((pod) => matches(selector, pod));
  if (fitting.length > 0) {
    const ready = fitting.filter((pod) => pod.ready);
    if (ready.length === 0)
      return `Its selector ${wanted} matches ${counted(fitting.length, 'pod')} of namespace ${namespace} (${listed(fitting.map(({ name }) => name))}), but none is ready.`;
    const { targetPort } = port;
    if (typeof targetPort === 'string' && !ready.some(({ ports }) => ports.some(({ name }) => name === targetPort)))
      return `Its selector ${wanted} matches ready pods, but none of them has a container port named ${targetPort}.`;
    return `Its selector ${wanted} matches ready pods (${listed(ready.map(({ name }) => name))}), yet no endpoint slice lists one for this port and address family.`;
  }
  const near = nearest(service, selector, network);
  const [closest] = near;
  if (closest === undefined) return `Its selector ${wanted} matches no pod of namespace ${namespace}, and none comes close.`;
  return `Its selector ${wanted} matches no pod of namespace ${namespace}. Closest: ${listed(near.map(({ name }) => name))}; of ${closest.name}, ${difference(selector, closest)}.`;
}
