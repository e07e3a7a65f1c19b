/** What kube-proxy refuses, drops and hides. */
import { catalogue } from '../../../packet/finding.js';

export const kubeProxyFindings = catalogue('kube-proxy', {
  SERVICE_HAS_NO_ENDPOINTS: {
    effect: 'blocks',
    meaning: 'The Service has no endpoint that may be used, so every node refuses its connections.',
    remedy: 'Make the selector fit the labels of the pods, and look at why pods are not ready.',
  },
  SERVICE_HAS_NO_SUCH_PORT: {
    effect: 'blocks',
    meaning: 'The Service has no such port, or does not serve it at this address.',
    remedy: 'Use a port of the Service, or add the port to it.',
  },
  NO_LOCAL_ENDPOINT: {
    effect: 'blocks',
    meaning: 'The traffic policy is Local, and the node has no endpoint of the Service: it drops the packet silently.',
    remedy:
      'Send to a node that has one (load balancers: by the health check node port), run a pod on every node, or set the policy to Cluster.',
  },
  KUBE_PROXY_NODE_NAME_MISMATCH: {
    effect: 'blocks',
    meaning: 'kube-proxy takes the host name for the name of its node; they differ, so it knows no endpoint as local and drops.',
    remedy: 'Start kube-proxy with --hostname-override set to the name of the node.',
  },
  CLUSTERIP_SHADOWS_DESTINATION: {
    effect: 'blocks',
    meaning: 'The destination outside has the address of a Service, so nodes send the packet to that Service instead.',
    remedy: 'Give the cluster a Service range that no network in reach uses; meanwhile reach the destination by another address.',
  },
  SERVICE_SOURCE_RANGE_RESTRICTION: {
    effect: 'blocks',
    meaning: 'loadBalancerSourceRanges of the Service does not list the client, so nodes drop the packet.',
    remedy: 'Add the client to loadBalancerSourceRanges.',
  },
  HOST_PORT_NOT_ON_NODE: {
    effect: 'blocks',
    meaning: 'The port is a hostPort of pods, and none of them runs on this node.',
    remedy: 'Ask a node that runs such a pod.',
  },
  CLIENT_ADDRESS_LOST: {
    effect: 'caveat',
    meaning: 'The pod sees the address of a node or proxy instead of the client’s.',
    remedy: 'Set externalTrafficPolicy to Local, or let the load balancer send to the pods and keep the client’s address.',
  },
  PROXY_SETTINGS_ASSUMED: {
    effect: 'caveat',
    meaning: 'The settings of kube-proxy are not in the snapshot; the defaults of EKS were taken.',
    remedy: 'Add kubectl -n kube-system get configmap kube-proxy-config -o json.',
  },
  WEBHOOK_PORT_TRANSLATED: {
    effect: 'caveat',
    meaning: 'The control plane dials an endpoint of the Service on the port of the pod; its messages name the port of the Service.',
    remedy: 'Let the control plane’s interfaces in on the port of the pod.',
  },
  SERVICES_NOT_CAPTURED: {
    effect: 'unknown',
    meaning: 'Services or their endpoints are not in the snapshot, so where the packet goes can’t be told.',
    remedy: 'Add kubectl get services,endpointslices -A -o json.',
  },
});
