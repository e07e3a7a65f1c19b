/** The peers of a policy's rule: pods by labels, address blocks, and what cluster policies add. */
import type { PolicyPeer } from '../../../model/kubernetes/policy.js';
import { listAt, prefixAt, recordAt, refuse, textsAt, type Here, type Raw } from '../fields.js';
import { EVERYTHING, selectorAt } from '../selector.js';

/**
 * One element of `from` or `to` of a NetworkPolicy; null when it is refused. Selectors of one element must both hold:
 *
 * | namespaceSelector | podSelector | picks                                             |
 * | ----------------- | ----------- | ------------------------------------------------- |
 * | absent            | present     | pods of the policy's own namespace with the labels |
 * | present           | absent      | all pods of the namespaces with the labels         |
 * | present           | present     | pods with the labels, in namespaces with the labels |
 *
 * An empty selector picks all; an element with neither selector nor block is one that the API server does not accept.
 */
export function readPeer(here: Here, value: unknown, path: string): PolicyPeer | null {
  const raw = recordAt(here, value, path);
  const namespaces = selectorAt(here, raw['namespaceSelector'], `${path}/namespaceSelector`);
  const pods = selectorAt(here, raw['podSelector'], `${path}/podSelector`);
  const names = textsAt(here, raw['domainNames'], `${path}/domainNames`);
  if (raw['ipBlock'] !== undefined && raw['ipBlock'] !== null) {
    if (namespaces !== null || pods !== null) refuse(here, path, 'an ipBlock alone, without selectors', value);
    return readBlock(here, raw['ipBlock'], `${path}/ipBlock`);
  }
  if (namespaces !== null || pods !== null) return { kind: 'pods', namespaces, pods };
  if (names.length > 0) return { kind: 'names', names };
  return unknownPeer(here, raw, path, 'a peer with podSelector, namespaceSelector or ipBlock');
}

function readBlock(here: Here, value: unknown, path: string): PolicyPeer | null {
  const raw = recordAt(here, value, path);
  const prefix = prefixAt(here, raw['cidr'], `${path}/cidr`);
  const except = listAt(here, raw['except'], `${path}/except`).flatMap(
    (item, index) => prefixAt(here, item, `${path}/except/${index}`) ?? [],
  );
  return prefix === null ? null : { kind: 'block', prefix, except };
}

/** One element of `from` or `to` of a cluster policy: it may stand for several peers (`networks` is a list). */
export function readClusterPeer(here: Here, value: unknown, path: string): readonly PolicyPeer[] {
  const raw = recordAt(here, value, path);
  const namespaces = selectorAt(here, raw['namespaces'], `${path}/namespaces`);
  if (namespaces !== null) return [{ kind: 'pods', namespaces, pods: null }];
  if (raw['pods'] !== undefined && raw['pods'] !== null)
    return [{ kind: 'pods', ...readNamespacedPods(here, raw['pods'], `${path}/pods`) }];
  const nodes = selectorAt(here, raw['nodes'], `${path}/nodes`);
  if (nodes !== null) return [{ kind: 'nodes', nodes }];
  const networks = listAt(here, raw['networks'], `${path}/networks`);
  const names = textsAt(here, raw['domainNames'], `${path}/domainNames`);
  if (networks.length === 0 && names.length === 0) {
    const unknown = unknownPeer(here, raw, path, 'a peer with namespaces, pods, nodes, networks or domainNames');
    return unknown === null ? [] : [unknown];
  }
  const blocks = networks.flatMap((item, index): PolicyPeer[] => {
    const prefix = prefixAt(here, item, `${path}/networks/${index}`);
    return prefix === null ? [] : [{ kind: 'block', prefix, except: [] }];
  });
  return names.length > 0 ? [...blocks, { kind: 'names', names }] : blocks;
}

/** `{ namespaceSelector, podSelector }` of cluster policies, where an absent selector picks all. */
export function readNamespacedPods(
  here: Here,
  value: unknown,
  path: string,
): Pick<Extract<PolicyPeer, { kind: 'pods' }>, 'namespaces' | 'pods'> {
  const raw = recordAt(here, value, path);
  return {
    namespaces: selectorAt(here, raw['namespaceSelector'], `${path}/namespaceSelector`) ?? EVERYTHING,
    pods: selectorAt(here, raw['podSelector'], `${path}/podSelector`),
  };
}

/** A peer of a kind that is not known here is kept, so that an answer can say what it could not judge; an empty one is refused. */
function unknownPeer(here: Here, raw: Raw, path: string, expected: string): PolicyPeer | null {
  const fields = Object.keys(raw);
  if (fields.length > 0) return { kind: 'unknown', text: fields.join(', ') };
  refuse(here, path, expected, raw);
  return null;
}
