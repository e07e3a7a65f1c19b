/** The canonical form of a snapshot: what every upload becomes before it is redacted, stored and read. */

/** One answer of an AWS API: `operation` is `service:Operation` (`ec2:DescribeVpcs`); `input` only where the output doesn't name its subject. */
export interface AwsCall {
  readonly operation: string;
  readonly input?: Readonly<Record<string, unknown>>;
  readonly output: Readonly<Record<string, unknown>>;
}

/** All calls of one account and Region. `accountId` and `region` are `unknown` where neither the upload nor its content says. */
export interface AwsCapture {
  readonly accountId: string;
  readonly region: string;
  readonly calls: readonly AwsCall[];
}

/** What `kubectl get … -o json` prints for one kind: `kind` is the list kind (`PodList`). An empty typed list says that there are none. */
export interface KubernetesList {
  readonly kind: string;
  readonly apiVersion: string;
  readonly items: readonly Readonly<Record<string, unknown>>[];
}

/** All lists of one cluster. `cluster` is empty where nothing says its name. */
export interface KubernetesCapture {
  readonly cluster: string;
  readonly objects: readonly KubernetesList[];
}

/** A whole snapshot. */
export interface Bundle {
  readonly schemaVersion: 1;
  readonly name: string;
  /** RFC 3339, UTC. */
  readonly capturedAt: string;
  readonly aws: readonly AwsCapture[];
  readonly kubernetes: readonly KubernetesCapture[];
}

/** Something that the reader of an answer should know about the snapshot; `path` points into the upload, null when it is about the whole. */
export interface SnapshotWarning {
  readonly code: string;
  readonly message: string;
  readonly path: string | null;
}
