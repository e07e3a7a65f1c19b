/** What a component's reader is given and gives: documents of a snapshot in, entries of the network out. */
import type { Home } from '../model/resource.js';

/** One AWS output of the operation that was asked for. */
export interface AwsOutput {
  readonly home: Home;
  readonly input: Readonly<Record<string, unknown>>;
  readonly output: Readonly<Record<string, unknown>>;
  /** JSON pointer of `output` in the bundle: `/aws/0/calls/3/output`. */
  readonly pointer: string;
}

/** One Kubernetes object of the kind that was asked for. */
export interface KubernetesItem {
  readonly cluster: string;
  readonly item: Readonly<Record<string, unknown>>;
  readonly pointer: string;
}

/** The documents of a snapshot, grouped by what they are. */
export interface Documents {
  /** `ec2:DescribeVpcs` → every output of that operation, all accounts and Regions. */
  outputs(operation: string): readonly AwsOutput[];
  /** `Pod` → every object of that kind, all clusters. */
  objects(kind: string): readonly KubernetesItem[];
  readonly clusters: readonly string[];
}

/** Where readers say what they could not use. */
export interface Reading {
  /** Something odd that costs little: the entry is used without it. */
  warn(code: string, message: string, path: string): void;
  /** A wrong shape: the upload is refused, naming the place. `expected` is a short phrase: `a CIDR such as 10.0.0.0/16`. */
  refuse(path: string, expected: string, value?: unknown): void;
}
