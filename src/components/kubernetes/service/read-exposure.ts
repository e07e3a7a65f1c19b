/** What joins Services to load balancers: Ingresses and target group bindings. */
import type { Ingress, TargetGroupBinding } from '../../../model/kubernetes/cluster.js';
import type { Documents, Reading } from '../../reader.js';
import { listAt, portOrNameAt, recordAt, textAt, type Here } from '../fields.js';
import { readObjects, type OpenedObject } from '../objects.js';
import { loadBalancer } from './read.js';

/** How an Ingress named its class before there was a field. */
const CLASS_ANNOTATION = 'kubernetes.io/ingress.class';

export function readIngresses(documents: Documents, reading: Reading): Map<string, Ingress> {
  return readObjects(documents, reading, 'Ingress', 'namespaced', readIngress);
}

export function readTargetGroupBindings(documents: Documents, reading: Reading): Map<string, TargetGroupBinding> {
  return readObjects(documents, reading, 'TargetGroupBinding', 'namespaced', readBinding);
}

function readIngress({ here, object, spec, status }: OpenedObject): Ingress {
  return {
    ...object,
    className: textAt(here, spec['ingressClassName'], 'spec/ingressClassName') ?? object.annotations[CLASS_ANNOTATION] ?? null,
    hosts: loadBalancer(here, status).loadBalancerHosts,
    rules: listAt(here, spec['rules'], 'spec/rules').flatMap((rule, index) => readRule(here, rule, `spec/rules/${index}`)),
    defaultBackend: readBackend(here, spec['defaultBackend'] ?? spec['backend'], 'spec/defaultBackend'),
  };
}

function readRule(here: Here, value: unknown, path: string): Ingress['rules'] {
  const rule = recordAt(here, value, path);
  const host = textAt(here, rule['host'], `${path}/host`);
  const paths = listAt(here, recordAt(here, rule['http'], `${path}/http`)['paths'], `${path}/http/paths`);
  return paths.flatMap((item, index) => {
    const at = `${path}/http/paths/${index}`;
    const raw = recordAt(here, item, at);
    const backend = readBackend(here, raw['backend'], `${at}/backend`);
    if (backend === null) return [];
    const pathType = textAt(here, raw['pathType'], `${at}/pathType`) ?? 'ImplementationSpecific';
    return [{ host, path: textAt(here, raw['path'], `${at}/path`), pathType, ...backend }];
  });
}

/** A Service and port, in the form of networking.k8s.io/v1 or of the beta APIs before it; null for other kinds of backend. */
function readBackend(here: Here, value: unknown, path: string): Ingress['defaultBackend'] {
  const backend = recordAt(here, value, path);
  const service = recordAt(here, backend['service'], `${path}/service`);
  const port = recordAt(here, service['port'], `${path}/service/port`);
  const serviceName = textAt(here, service['name'] ?? backend['serviceName'], `${path}/service/name`);
  const servicePort = portOrNameAt(here, port['number'] ?? port['name'] ?? backend['servicePort'], `${path}/service/port`);
  return serviceName === null ? null : { serviceName, servicePort: servicePort ?? '' };
}

function readBinding({ here, object, spec }: OpenedObject): TargetGroupBinding {
  const service = recordAt(here, spec['serviceRef'], 'spec/serviceRef');
  return {
    ...object,
    targetGroupArn: textAt(here, spec['targetGroupARN'] ?? spec['targetGroupName'], 'spec/targetGroupARN') ?? '',
    serviceName: textAt(here, service['name'], 'spec/serviceRef/name') ?? '',
    servicePort: portOrNameAt(here, service['port'], 'spec/serviceRef/port') ?? '',
    targetType: textAt(here, spec['targetType'], 'spec/targetType') ?? '',
    managesRules: spec['networking'] !== undefined && spec['networking'] !== null,
  };
}
