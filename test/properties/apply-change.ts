/** Applies a random change to a drawn estate. */
import { add, addObject, type Json, type Sketch } from '../oracle/sketch.js';
import { route } from '../oracle/sketch-vpc.js';
import type { Change } from './network-changes.js';

function routesOf(drawn: Sketch, tableId: string): Json | undefined {
  return (drawn.lists['ec2:DescribeRouteTables'] ?? []).find((table) => table['RouteTableId'] === tableId);
}

function goesTo(existing: Json, to: string): boolean {
  return [existing['DestinationCidrBlock'], existing['DestinationIpv6CidrBlock'], existing['DestinationPrefixListId']].includes(to);
}

/** Rewrites what the first call of an operation about one subject printed. */
function replaceOutput(drawn: Sketch, operation: string, next: (output: Readonly<Json>) => Json): void {
  const index = drawn.about.findIndex((call) => call.operation === operation);
  const call = drawn.about[index];
  if (call !== undefined) drawn.about[index] = { ...call, output: next(call.output) };
}

/** Applies a change to the drawn estate; one that does not fit it does nothing. */
export function apply(drawn: Sketch, made: Change): void {
  switch (made.do) {
    case 'route':
    case 'remove-route': {
      const table = routesOf(drawn, made.table);
      if (table === undefined) return;
      const others = (table['Routes'] as Json[]).filter((existing) => existing['GatewayId'] === 'local' || !goesTo(existing, made.to));
      const local = others.some((existing) => existing['GatewayId'] === 'local' && goesTo(existing, made.to));
      table['Routes'] = made.do === 'remove-route' || local ? others : [...others, route(made.to, made.target, { State: made.state })];
      return;
    }
    case 'acl': {
      const acl = (drawn.lists['ec2:DescribeNetworkAcls'] ?? []).find((item) => item['NetworkAclId'] === `acl-${made.subnet.slice(7)}`);
      if (acl === undefined) return;
      const seen = new Set<unknown>();
      const fresh = made.entries.filter((item) => {
        const key = `${String(item['RuleNumber'])}/${String(item['Egress'])}`;
        return seen.has(key) ? false : seen.add(key);
      });
      const kept = (acl['Entries'] as Json[]).filter((item) => made.keep || Number(item['RuleNumber']) > 32000);
      acl['Entries'] = [...kept.filter((item) => !seen.has(`${String(item['RuleNumber'])}/${String(item['Egress'])}`)), ...fresh];
      return;
    }
    case 'group':
    case 'set': {
      const [operation, field, id] =
        made.do === 'group' ? ['ec2:DescribeSecurityGroups', 'GroupId', made.id] : [made.operation, made.field, made.id];
      const found = (drawn.lists[operation] ?? []).find((item) => item[field] === id);
      if (found !== undefined) Object.assign(found, made.do === 'group' ? { [made.side]: [...made.rules] } : made.change);
      return;
    }
    case 'policy':
      addObject(drawn, 'NetworkPolicy', made.policy);
      return;
    case 'entries':
      if (made.cidrs === null) return;
      drawn.about.push({
        operation: 'ec2:GetManagedPrefixListEntries',
        input: { PrefixListId: made.list },
        output: { Entries: made.cidrs.map((cidr) => ({ Cidr: cidr })) },
      });
      return;
    case 'public-access':
      replaceOutput(drawn, 'ec2:DescribeVpcBlockPublicAccessOptions', () => ({
        VpcBlockPublicAccessOptions: { AwsAccountId: '111122223333', AwsRegion: 'eu-west-1', InternetGatewayBlockMode: made.mode },
      }));
      return;
    case 'transit':
      replaceOutput(drawn, 'ec2:SearchTransitGatewayRoutes', (output) => ({
        ...output,
        Routes: made.routes === null ? [] : [...(output['Routes'] as Json[]), ...made.routes],
      }));
      return;
    case 'exclusion':
      add(drawn, 'ec2:DescribeVpcBlockPublicAccessExclusions', {
        ExclusionId: `vpcbpa-exclude-${made.subnet}`,
        ResourceArn: `arn:aws:ec2:eu-west-1:111122223333:subnet/${made.subnet}`,
        InternetGatewayExclusionMode: made.mode,
        State: 'create-complete',
      });
      return;
    case 'omit':
      drawn.omitted.add(made.operation);
  }
}
