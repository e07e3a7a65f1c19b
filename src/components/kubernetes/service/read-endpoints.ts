/** Endpoint slices; and Endpoints, the older form, for Services that have no slice in the snapshot. */
import { familyOf, type Address } from '../../../net/address.js';
import type { EndpointSlice, ServiceEndpoint } from '../../../model/kubernetes/cluster.js';
import { objectKey } from '../../../model/network.js';
import type { Documents, Reading } from '../../reader.js';
import { addressAt, flagAt, listAt, portAt, protocolAt, recordAt, textAt, type Here, type Raw } from '../fields.js';
import { openObject, readObjects, type OpenedObject } from '../objects.js';

const SERVICE_NAME = 'kubernetes.io/service-name';

export function readEndpointSlices(documents: Documents, reading: Reading): Map<string, EndpointSlice> {
  const slices = readObjects(documents, reading, 'EndpointSlice', 'namespaced', readSlice);
  const served = new Set([...slices.values()].map((slice) => objectKey({ ...slice, name: slice.serviceName })));
  for (const item of documents.objects('Endpoints')) {
    const opened = openObject(item, reading, 'namespaced');
    if (opened === null || served.has(objectKey(opened.object))) continue;
    for (const slice of readEndpoints(opened)) slices.set(objectKey(slice), slice);
  }
  return slices;
}

function readSlice({ here, object, item }: OpenedObject): EndpointSlice {
  const addressType = textAt(here, item['addressType'], 'addressType') ?? 'IPv4';
  const endpoints = listAt(here, item['endpoints'], 'endpoints');
  return {
    ...object,
    serviceName: object.labels[SERVICE_NAME] ?? '',
    addressType,
    ports: slicePorts(here, item['ports'], 'ports'),
    // Slices of host names are never proxied, so they hold no endpoint here.
    endpoints: addressType === 'FQDN' ? [] : endpoints.map((endpoint, index) => readEndpoint(here, endpoint, `endpoints/${index}`)),
  };
}

/** A port without a number stands for all ports, which kube-proxy does not serve. */
function slicePorts(here: Here, value: unknown, path: string): EndpointSlice['ports'] {
  return listAt(here, value, path).map((item, index) => {
    const raw = recordAt(here, item, `${path}/${index}`);
    return {
      name: textAt(here, raw['name'], `${path}/${index}/name`),
      port: portAt(here, raw['port'], `${path}/${index}/port`),
      protocol: protocolAt(here, raw['protocol'], `${path}/${index}/protocol`),
    };
  });
}

/** Unknown `ready` counts as ready, and unknown `serving` as what `ready` says ("EndpointSlices", Conditions). */
function readEndpoint(here: Here, value: unknown, path: string): ServiceEndpoint {
  const raw = recordAt(here, value, path);
  const conditions = recordAt(here, raw['conditions'], path);
  const ready = flagAt(here, conditions['ready'], path) ?? true;
  const hints = recordAt(here, raw['hints'], path);
  return {
    addresses: addressesOf(here, raw['addresses'], path),
    ready,
    serving: flagAt(here, conditions['serving'], path) ?? ready,
    terminating: flagAt(here, conditions['terminating'], path) ?? false,
    nodeName: textAt(here, raw['nodeName'], path),
    zone: textAt(here, raw['zone'], path),
    hintZones: hinted(here, hints['forZones'], path),
    hintNodes: hinted(here, hints['forNodes'], path),
    target: targetOf(here, raw['targetRef'], path),
  };
}

function addressesOf(here: Here, value: unknown, path: string): readonly Address[] {
  return listAt(here, value, path).flatMap((text) => addressAt(here, text, `${path}/addresses`) ?? []);
}

function hinted(here: Here, value: unknown, path: string): readonly string[] | null {
  if (value === undefined || value === null) return null;
  return listAt(here, value, path).flatMap((item) => textAt(here, recordAt(here, item, path)['name'], `${path}/hints`) ?? []);
}

function targetOf(here: Here, value: unknown, path: string): ServiceEndpoint['target'] {
  if (value === undefined || value === null) return null;
  const raw = recordAt(here, value, path);
  const kind = textAt(here, raw['kind'], path);
  const name = textAt(here, raw['name'], path);
  return kind === null || name === null ? null : { kind, namespace: textAt(here, raw['namespace'], path) ?? '', name };
}

/** One slice a subset and family, named after the Service: `web`, `web-1`, … */
function readEndpoints({ here, object, item }: OpenedObject): EndpointSlice[] {
  const slices: EndpointSlice[] = [];
  for (const [index, subset] of listAt(here, item['subsets'], 'subsets').entries()) {
    const path = `subsets/${index}`;
    const raw = recordAt(here, subset, path);
    const endpoints = [...oldEndpoints(here, raw, 'addresses', path), ...oldEndpoints(here, raw, 'notReadyAddresses', path)];
    const ports = slicePorts(here, raw['ports'], `${path}/ports`);
    for (const family of ['ipv4', 'ipv6'] as const) {
      const members = endpoints.filter(({ addresses }) => addresses.some((address) => familyOf(address) === family));
      if (members.length === 0) continue;
      const name = slices.length === 0 ? object.name : `${object.name}-${slices.length}`;
      const addressType = family === 'ipv4' ? 'IPv4' : 'IPv6';
      slices.push({ ...object, name, serviceName: object.name, addressType, ports, endpoints: members });
    }
  }
  return slices;
}

function oldEndpoints(here: Here, subset: Raw, field: 'addresses' | 'notReadyAddresses', path: string): ServiceEndpoint[] {
  return listAt(here, subset[field], `${path}/${field}`).map((item, index) => {
    const at = `${path}/${field}/${index}`;
    const raw = recordAt(here, item, at);
    const address = addressAt(here, raw['ip'], `${at}/ip`);
    const ready = field === 'addresses';
    return {
      addresses: address === null ? [] : [address],
      ready,
      serving: ready,
      terminating: false,
      nodeName: textAt(here, raw['nodeName'], `${at}/nodeName`),
      zone: null,
      hintZones: null,
      hintNodes: null,
      target: targetOf(here, raw['targetRef'], `${at}/targetRef`),
    };
  });
}
