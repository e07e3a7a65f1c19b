/** The flows that another flow needs first: its name must be resolved, credentials must be had, a load balancer must see its targets healthy. */
import type { IndexedNetwork } from '../lookup/indexed-network.js';
import { objectKey } from '../model/network.js';
import type { LoadBalancer, Target, TargetGroup } from '../model/aws/services.js';
import type { Pod } from '../model/kubernetes/cluster.js';
import { parseReference, referenceText } from '../snapshot/endpoints/parse.js';
import type { Trace, TraceRequest } from '../trace/trace-flow.js';

export interface DependencyFlow {
  readonly what: 'dns' | 'sts' | 'kubernetes-api' | 'health-check';
  readonly request: TraceRequest & { readonly protocol: string; readonly port: number };
}

/** Health checks beyond these say nothing new. */
const MOST_TARGETS = 8;

/** A destination that is a name is resolved first, by UDP and, for long answers, by TCP. */
function nameFlows({ request, to, from }: Trace): DependencyFlow[] {
  const isName = parseReference(referenceText(request.to))?.form === 'host' || to.end.kind === 'host';
  if (!isName || from.end.kind === 'internet' || from.end.kind === 'onprem') return [];
  return ['udp', 'tcp'].map((protocol) => ({ what: 'dns', request: { from: request.from, to: 'dns', protocol, port: 53 } }));
}

function sendingPods({ conversations, from }: Trace): readonly Pod[] {
  return from.origin.place.at === 'pod-out' && conversations.length > 0 ? [from.origin.place.pod] : [];
}

/** Pods whose service account has a role get its credentials from STS, in the Region of the cluster, with a token of the API server. */
function credentialFlows(trace: Trace): DependencyFlow[] {
  const { network } = trace.network;
  return sendingPods(trace).flatMap((pod): DependencyFlow[] => {
    const account = network.serviceAccounts.get(objectKey({ cluster: pod.cluster, namespace: pod.namespace, name: pod.serviceAccount }));
    if (account?.roleArn == null) return [];
    const region = network.eksClusters.get(pod.cluster)?.home.region ?? trace.from.origin.vpc?.home.region;
    const sts: DependencyFlow[] =
      region === undefined || region === 'unknown'
        ? []
        : [{ what: 'sts', request: { from: trace.request.from, to: `sts.${region}.amazonaws.com`, protocol: 'tcp', port: 443 } }];
    const api = network.services.has(objectKey({ cluster: pod.cluster, namespace: 'default', name: 'kubernetes' }));
    const toApi: DependencyFlow[] = api
      ? [{ what: 'kubernetes-api', request: { from: trace.request.from, to: 'service/default/kubernetes', protocol: 'tcp', port: 443 } }]
      : [];
    return [...sts, ...toApi];
  });
}

function targetReference({ targetType }: TargetGroup, target: Target): string {
  return targetType === 'instance' ? `instance/${target.id}` : target.id;
}

/** The health checks of a load balancer on the way, one for each registered target. */
function healthFlows(balancer: LoadBalancer, { network }: IndexedNetwork): DependencyFlow[] {
  const groups = [...network.targetGroups.values()].filter(
    (group) => group.loadBalancerArns.includes(balancer.id) && group.targetType !== 'lambda',
  );
  return groups.flatMap((group) =>
    (group.targets ?? []).slice(0, MOST_TARGETS).map((target): DependencyFlow => {
      const port = group.healthCheck.port === 'traffic-port' ? target.port : Number(group.healthCheck.port);
      return { what: 'health-check', request: { from: `lb/${balancer.id}`, to: targetReference(group, target), protocol: 'tcp', port } };
    }),
  );
}

function balancersOf({ conversations, network }: Trace): readonly LoadBalancer[] {
  const ids = new Set(
    conversations.flatMap(({ forward }) =>
      forward.hops.filter(({ station }) => station === 'load-balancer').map(({ resource }) => resource.id),
    ),
  );
  return [...ids].flatMap((id) => network.network.loadBalancers.get(id) ?? []);
}

/** Each dependency once, in the order in which they are needed. */
export function dependencyFlows(trace: Trace): readonly DependencyFlow[] {
  return [
    ...nameFlows(trace),
    ...credentialFlows(trace),
    ...balancersOf(trace).flatMap((balancer) => healthFlows(balancer, trace.network)),
  ];
}
