/** Documents of small raw AWS outputs, for the specs of readers; written by hand, so that traps of real output stay visible. */
import type { AwsOutput, Documents, Reading } from '../../src/components/reader.js';
import type { Home } from '../../src/model/resource.js';

export const HOME: Home = { accountId: '111122223333', region: 'eu-west-1' };
export const OTHER_HOME: Home = { accountId: '444455556666', region: 'eu-west-1' };

export interface RawCall {
  readonly operation: string;
  readonly output: Readonly<Record<string, unknown>>;
  readonly input?: Readonly<Record<string, unknown>>;
  /** HOME where left out. */
  readonly home?: Home;
}

/** One call: `call('ec2:DescribeVpcs', { Vpcs: [] })`. */
export function call(operation: string, output: RawCall['output'], input?: RawCall['input'], home?: Home): RawCall {
  return { operation, output, ...(input === undefined ? {} : { input }), ...(home === undefined ? {} : { home }) };
}

/** The calls as documents; the n-th call stands at `/aws/0/calls/n`. */
export function awsDocuments(calls: readonly RawCall[]): Documents {
  const outputs: { readonly operation: string; readonly output: AwsOutput }[] = calls.map(({ operation, output, input, home }, index) => ({
    operation,
    output: { home: home ?? HOME, input: input ?? {}, output, pointer: `/aws/0/calls/${index}/output` },
  }));
  return {
    outputs: (operation) => outputs.filter((one) => one.operation === operation).map(({ output }) => output),
    objects: () => [],
    clusters: [],
  };
}

export interface Recorded extends Reading {
  /** `PATH: EXPECTED`, in order. */
  readonly refusals: string[];
  readonly warnings: string[];
}

export function recorder(): Recorded {
  const refusals: string[] = [];
  const warnings: string[] = [];
  return {
    refusals,
    warnings,
    refuse: (path, expected) => refusals.push(`${path}: ${expected}`),
    warn: (code, message) => warnings.push(`${code}: ${message}`),
  };
}

type Reader<T> = (documents: Documents, reading: Reading) => ReadonlyMap<string, T>;

/** Reads the calls and gives what was read; a refusal is an error of the test. */
export function readAll<T>(reader: Reader<T>, ...calls: readonly RawCall[]): ReadonlyMap<string, T> {
  const reading = recorder();
  const found = reader(awsDocuments(calls), reading);
  if (reading.refusals.length > 0) throw new Error(reading.refusals.join('; '));
  return found;
}

/** The only resource that the calls hold. */
export function readOne<T>(reader: Reader<T>, ...calls: readonly RawCall[]): T {
  const [only, ...more] = readAll(reader, ...calls).values();
  if (only === undefined || more.length > 0) throw new Error(`expected one resource, found ${only === undefined ? 0 : more.length + 1}`);
  return only;
}

/** What reading the calls refuses. */
export function refusalsOf<T>(reader: Reader<T>, ...calls: readonly RawCall[]): string[] {
  const reading = recorder();
  reader(awsDocuments(calls), reading);
  return reading.refusals;
}
