/** Puts Kubernetes objects together: one capture for each cluster, one typed list for each kind, every object once. */
import type { KubernetesCapture, KubernetesList, SnapshotWarning } from './bundle.js';
import { compareText } from './compare-text.js';
import { groupBy } from './group-by.js';
import { isJsonObject, placeInUpload, type InputProblem, type Json } from './input-problem.js';
import { groupOf, isReadKind } from './kubernetes-kinds.js';
import { mergeItems, repeatedWarnings, type SourcedList } from './merge-items.js';
import { warning, type KubernetesPiece, type UploadFields } from './pieces.js';

export interface MergedKubernetes {
  readonly captures: readonly KubernetesCapture[];
  readonly warnings: readonly SnapshotWarning[];
  readonly problems: readonly InputProblem[];
}

/** Groups the pieces by cluster and kind. Kinds that aren't read are left out with a warning; two clusters under one name are refused. */
export function mergeKubernetes(pieces: readonly KubernetesPiece[], fields: UploadFields): MergedKubernetes {
  const warnings: SnapshotWarning[] = [];
  const problems: InputProblem[] = [];
  const isRead = ({ part }: KubernetesPiece): boolean => isReadKind(part.kind, part.apiVersion);
  const read = pieces.filter(isRead);
  warnings.push(...unreadWarnings(pieces.filter((piece) => !isRead(piece))));
  const bareName = clusterOfBareFiles(read, fields);
  const captures = [...groupBy(read, ({ cluster }) => cluster ?? bareName)].map(([cluster, members]) => {
    const kinds = groupBy(members, ({ part }) => `${part.kind} ${groupOf(part.apiVersion)}`);
    const objects = [...kinds.values()].map((same) => mergeKind(cluster, same, warnings, problems));
    objects.sort((a, b) => compareText(a.kind, b.kind) || compareText(a.apiVersion, b.apiVersion));
    return { cluster, objects };
  });
  captures.sort((a, b) => compareText(a.cluster, b.cluster));
  return { captures, warnings, problems };
}

function mergeKind(
  cluster: string,
  pieces: readonly KubernetesPiece[],
  warnings: SnapshotWarning[],
  problems: InputProblem[],
): KubernetesList {
  const [{ part }] = pieces as [KubernetesPiece];
  const lists: SourcedList[] = pieces.map((piece) => ({ items: piece.part.items, place: placeInUpload(piece.file, piece.pointer) }));
  const merged = mergeItems(lists, objectName);
  const mixed = part.kind === 'Namespace' ? merged.repeated.find(({ kept, dropped }) => uidOf(kept) !== uidOf(dropped)) : undefined;
  if (mixed !== undefined) problems.push(mixedProblem(cluster, mixed.key, pieces));
  warnings.push(...repeatedWarnings(part.kind, lists, merged.repeated));
  return { kind: `${part.kind}List`, apiVersion: part.apiVersion, items: sortWhenJoined(merged.items, lists.length) };
}

/** kubectl lists objects by namespace and name; the joined list has that order too, so that it doesn't depend on how the objects were split into files. */
function sortWhenJoined(items: readonly Json[], lists: number): readonly Json[] {
  if (lists === 1) return items;
  const named = items.map((item) => ({ item, name: objectName(item) }));
  return named.sort((a, b) => compareText(a.name, b.name)).map(({ item }) => item);
}

function metadataOf(item: Json): Json {
  return isJsonObject(item.metadata) ? item.metadata : {};
}

function objectName(item: Json): string {
  const { namespace, name } = metadataOf(item);
  return typeof namespace === 'string' ? `${namespace}/${String(name)}` : String(name);
}

const uidOf = (item: Json): unknown => metadataOf(item).uid;

/** A namespace keeps its uid for life, so two uids are two clusters: traced as one, they would give wrong verdicts. */
function mixedProblem(cluster: string, namespace: string, pieces: readonly KubernetesPiece[]): InputProblem {
  const place = pieces.at(-1);
  const which = cluster === '' ? 'one cluster' : `cluster ${cluster}`;
  return {
    code: 'CLUSTERS_MIXED',
    file: place?.file ?? '',
    pointer: place?.pointer ?? '',
    message: `Namespace ${namespace} has two different uids: objects of several clusters are sent as ${which}. Send a bundle with one entry in "kubernetes" for each cluster.`,
  };
}

/** Bare files don't name their cluster: the CNI's own setting does (CLUSTER_NAME of aws-node), else the form field. */
function clusterOfBareFiles(pieces: readonly KubernetesPiece[], fields: UploadFields): string {
  const daemonSets = pieces.filter(({ part, cluster }) => cluster === null && part.kind === 'DaemonSet').flatMap(({ part }) => part.items);
  const names = new Set(daemonSets.filter((item) => metadataOf(item).name === 'aws-node').flatMap(clusterNameOf));
  const [only] = names;
  return names.size === 1 && only !== undefined ? only : (fields.cluster ?? '');
}

function clusterNameOf(daemonSet: Json): readonly string[] {
  const template = isJsonObject(daemonSet.spec) ? daemonSet.spec.template : null;
  const spec = isJsonObject(template) ? template.spec : null;
  const containers = isJsonObject(spec) && Array.isArray(spec.containers) ? spec.containers.filter(isJsonObject) : [];
  const variables = containers.flatMap(({ env }) => (Array.isArray(env) ? env.filter(isJsonObject) : []));
  return variables.flatMap(({ name, value }) => (name === 'CLUSTER_NAME' && typeof value === 'string' && value !== '' ? [value] : []));
}

function unreadWarnings(pieces: readonly KubernetesPiece[]): readonly SnapshotWarning[] {
  const kinds = groupBy(pieces, ({ part }) => `${part.kind} (${part.apiVersion})`);
  return [...kinds]
    .map(([kind, members]) => ({ kind, members, count: members.reduce((sum, { part }) => sum + part.items.length, 0) }))
    .sort((a, b) => compareText(a.kind, b.kind))
    .map(({ kind, members, count }) => {
      const [first] = members;
      const place = first === undefined ? null : placeInUpload(first.file, first.pointer);
      return warning('KIND_IGNORED', `packetpath does not read ${kind}: ${count} of them dropped, nothing of them is kept.`, place);
    });
}
