/** Finds what an output is about when neither it nor its wrapping says so: by an id in the file's name, checked against the ids that the same capture lists. */
import { isJsonObject, type Json } from './input-problem.js';
import type { AwsPiece } from './pieces.js';
import { hasSubject } from './recognise-aws.js';

/** Subject field → where the capture lists its possible values: operation, list key, field of the item. */
const LISTED_IN: ReadonlyMap<string, readonly [operation: string, key: string, field: string]> = new Map([
  ['TargetGroupArn', ['elbv2:DescribeTargetGroups', 'TargetGroups', 'TargetGroupArn']],
  ['LoadBalancerArn', ['elbv2:DescribeLoadBalancers', 'LoadBalancers', 'LoadBalancerArn']],
  ['ListenerArn', ['elbv2:DescribeListeners', 'Listeners', 'ListenerArn']],
  ['LoadBalancerName', ['elb:DescribeLoadBalancers', 'LoadBalancerDescriptions', 'LoadBalancerName']],
  ['TransitGatewayRouteTableId', ['ec2:DescribeTransitGatewayRouteTables', 'TransitGatewayRouteTables', 'TransitGatewayRouteTableId']],
  ['PrefixListId', ['ec2:DescribeManagedPrefixLists', 'PrefixLists', 'PrefixListId']],
  ['ResolverEndpointId', ['route53resolver:ListResolverEndpoints', 'ResolverEndpoints', 'Id']],
]);

/** The pieces of one capture, with the input filled in where the file's name settles it. A name that fits several subjects settles nothing. */
export function inferSubjects(pieces: readonly AwsPiece[]): readonly AwsPiece[] {
  return pieces.map((piece) => {
    const [field] = piece.call.operation.subject;
    if (field === undefined || piece.call.operation.subject.length !== 1 || hasSubject(piece.call.operation, piece.call.input))
      return piece;
    const subject = subjectInName(piece.file, listedValues(pieces, field));
    if (subject === null) return piece;
    return { ...piece, call: { ...piece.call, input: { ...piece.call.input, [field]: subject } } };
  });
}

function listedValues(pieces: readonly AwsPiece[], field: string): readonly string[] {
  const [operation, key, itemField] = LISTED_IN.get(field) ?? ['', '', ''];
  const items = pieces
    .filter(({ call }) => call.operation.operation === operation)
    .flatMap(({ call }) => call.output[key] as readonly Json[]);
  return items.flatMap((item) => (isJsonObject(item) && typeof item[itemField] === 'string' ? [item[itemField]] : []));
}

/** The only listed value that the name holds, by its id or else by its resource's name; null for none or several. */
function subjectInName(name: string, values: readonly string[]): string | null {
  const byId = values.filter((value) => GENERATED_ID.test(lastPart(value)) && holdsWord(name, lastPart(value), 'A-Za-z0-9'));
  if (byId.length > 0) return byId.length === 1 ? (byId[0] ?? null) : null;
  // Names may hold hyphens: `app-orders.json` isn't about `orders`.
  const byName = values.filter((value) => holdsWord(name, resourceName(value), 'A-Za-z0-9-'));
  return byName.length === 1 ? (byName[0] ?? null) : null;
}

/** Ids that AWS makes up: the end of an ELB ARN, or a prefix with hexadecimal digits. They can't be mistaken for a part of another name. */
const GENERATED_ID = /^(?:[0-9a-f]{16}|(?:tgw-rtb|pl|rslvr-[a-z]+)-[0-9a-f]{8,})$/;

/** The id that ends an ARN (`50dc6c495c0c9188`), or the whole id. */
const lastPart = (value: string): string => value.slice(value.lastIndexOf('/') + 1);

/** The name in an ARN: `orders` of `…:targetgroup/orders/50dc6c495c0c9188`. Names and ids that aren't ARNs are their own name. */
const resourceName = (value: string): string => value.split('/').at(-2) ?? value;

/** True when `word` stands in `text` with none of `wordCharacters` right before or after it. */
function holdsWord(text: string, word: string, wordCharacters: string): boolean {
  const escaped = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![${wordCharacters}])${escaped}(?![${wordCharacters}])`).test(text);
}
