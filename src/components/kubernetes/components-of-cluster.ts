/** Where the networking of a cluster is configured: DaemonSets, ConfigMaps and EKS add-ons. */
import type { Documents, Reading } from '../reader.js';
import { readEmbeddedSettings } from './embedded-settings.js';
import { labelsAt, listAt, recordAt, textAt, textsAt, type Raw } from './fields.js';
import { openObject, type OpenedObject } from './objects.js';

/** A container as far as settings go. `environment` holds plain values only: one taken from a field or secret has none here. */
export interface ConfiguredContainer {
  readonly name: string;
  readonly imageTag: string | null;
  readonly environment: Readonly<Record<string, string>>;
  /** Command and arguments in one list. */
  readonly words: readonly string[];
}

export interface ConfiguredDaemonSet {
  readonly namespace: string;
  readonly name: string;
  readonly containers: readonly ConfiguredContainer[];
  readonly initContainers: readonly ConfiguredContainer[];
}

export interface ConfigMap {
  readonly data: Readonly<Record<string, string>>;
  readonly pointer: string;
}

export interface Addon {
  readonly name: string;
  readonly version: string | null;
  /** Empty when the add-on has no values of its own; null when they can't be read. */
  readonly values: Raw | null;
}

export interface ClusterDocuments {
  readonly cluster: string;
  readonly daemonSets: readonly ConfiguredDaemonSet[];
  /** The ConfigMaps of kube-system, by name. */
  readonly configMaps: ReadonlyMap<string, ConfigMap>;
  readonly addons: ReadonlyMap<string, Addon>;
}

/** DaemonSets whose containers are read; of others only the name counts. */
const CONFIGURED: ReadonlySet<string> = new Set(['aws-node', 'kube-proxy']);

export function readClusterDocuments(documents: Documents, reading: Reading, cluster: string): ClusterDocuments {
  const opened = (kind: string): OpenedObject[] =>
    documents.objects(kind).flatMap((item) => (item.cluster === cluster ? (openObject(item, reading, 'namespaced') ?? []) : []));
  const configMaps = opened('ConfigMap').filter(({ object }) => object.namespace === 'kube-system');
  return {
    cluster,
    daemonSets: opened('DaemonSet').map(readDaemonSet),
    configMaps: new Map(
      configMaps.map(({ here, object, item }) => [object.name, { data: labelsAt(here, item['data'], 'data'), pointer: here.pointer }]),
    ),
    addons: readAddons(documents, reading, cluster),
  };
}

function readDaemonSet(opened: OpenedObject): ConfiguredDaemonSet {
  const { here, object, spec } = opened;
  const template = recordAt(here, spec['template'], 'spec/template');
  const podSpec = recordAt(here, template['spec'], 'spec/template/spec');
  const containers = (field: string): ConfiguredContainer[] =>
    listAt(here, CONFIGURED.has(object.name) ? podSpec[field] : [], `spec/template/spec/${field}`).map((item, index) =>
      readContainer(opened, item, `spec/template/spec/${field}/${index}`),
    );
  return {
    namespace: object.namespace,
    name: object.name,
    containers: containers('containers'),
    initContainers: containers('initContainers'),
  };
}

function readContainer({ here }: OpenedObject, value: unknown, path: string): ConfiguredContainer {
  const raw = recordAt(here, value, path);
  const environment: Record<string, string> = {};
  for (const [index, item] of listAt(here, raw['env'], `${path}/env`).entries()) {
    const variable = recordAt(here, item, `${path}/env/${index}`);
    const name = textAt(here, variable['name'], `${path}/env/${index}/name`);
    const text = textAt(here, variable['value'], `${path}/env/${index}/value`);
    if (name !== null && text !== null) environment[name] = text;
  }
  return {
    name: textAt(here, raw['name'], `${path}/name`) ?? '',
    imageTag: tagOf(textAt(here, raw['image'], `${path}/image`)),
    environment,
    words: [...textsAt(here, raw['command'], `${path}/command`), ...textsAt(here, raw['args'], `${path}/args`)],
  };
}

/** `v1.20.4` of `registry:5000/name:v1.20.4@sha256:…`; null for an image by digest alone. */
function tagOf(image: string | null): string | null {
  return /:([\w][\w.-]*)$/.exec(image?.split('@')[0]?.split('/').at(-1) ?? '')?.[1] ?? null;
}

/** A cluster without a name takes the add-ons of the snapshot, when they are all of one cluster. */
function readAddons(documents: Documents, reading: Reading, cluster: string): ReadonlyMap<string, Addon> {
  const addons = new Map<string, Addon>();
  const outputs = documents.outputs('eks:DescribeAddon');
  const owners = new Set(outputs.map(({ input, output }) => addonOwner(input, output)));
  for (const { input, output, pointer } of outputs) {
    const here = { reading, pointer };
    const raw = recordAt(here, output['addon'], 'addon');
    const name = textAt(here, raw['addonName'], 'addon/addonName');
    const belongs = addonOwner(input, output) === cluster || (cluster === '' && owners.size === 1);
    if (name === null || !belongs) continue;
    const text = textAt(here, raw['configurationValues'], 'addon/configurationValues');
    const values = text === null ? {} : readEmbeddedSettings(text);
    if (values === null) warnUnreadable(reading, `the configuration values of the add-on ${name}`, `${pointer}/addon/configurationValues`);
    addons.set(name, { name, version: textAt(here, raw['addonVersion'], 'addon/addonVersion'), values });
  }
  return addons;
}

function addonOwner(input: Raw, output: Raw): unknown {
  const addon = output['addon'];
  const named = typeof addon === 'object' && addon !== null ? (addon as Raw)['clusterName'] : undefined;
  return named ?? input['clusterName'];
}

export function warnUnreadable(reading: Reading, what: string, path: string): void {
  reading.warn(
    'SETTINGS_UNREADABLE',
    `Could not read ${what}: neither JSON nor plain YAML. The defaults are taken and named as an assumption.`,
    path,
  );
}

/** The value of a switch of a program, without quotes: `--name=value`, `--name value`, or the bare `--name`, which is `true`. Null: not given. */
export function flagOf(words: readonly string[], name: string): string | null {
  for (const [index, word] of words.entries()) {
    if (word.startsWith(`--${name}=`)) return word.slice(name.length + 3).replaceAll('"', '');
    if (word !== `--${name}`) continue;
    const next = words[index + 1];
    return next === undefined || next.startsWith('-') ? 'true' : next;
  }
  return null;
}
