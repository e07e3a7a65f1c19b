// AWS Network Firewall on the small AWS estate: stateless and stateful rules, default actions, and rules that configuration does not decide.
import { describe, expect, it } from 'vitest';
import type { AwsCall, Bundle } from '../../src/snapshot/bundle.js';
import { awsFixture } from '../sketch/aws-fixture.js';
import { addRouteTable, routes } from '../sketch/route-table.js';
import { addSubnet } from '../sketch/vpc.js';
import { ask, brief, passed } from '../support/ask.js';
import { route, withoutRoute } from './changes.js';
import { tcp } from './table.js';

type Fields = Record<string, unknown>;
const ARN = 'arn:aws:network-firewall:eu-west-1:111122223333';

interface Options {
  status?: string;
  stateless?: Fields[];
  statelessDefault?: string;
  stateful?: Fields[];
  strict?: boolean;
  statefulDefault?: string[];
  domains?: boolean;
  withoutPolicy?: boolean;
}

function groupCall(name: string, type: string, RulesSource: Fields): AwsCall {
  const arn = `${ARN}:${type}-rulegroup/${name}`;
  return {
    operation: 'network-firewall:DescribeRuleGroup',
    input: { RuleGroupArn: arn },
    output: { RuleGroup: { RulesSource }, RuleGroupResponse: { RuleGroupArn: arn, RuleGroupName: name, Type: type.toUpperCase() } },
  };
}

function firewallCalls(options: Options): AwsCall[] {
  const policyArn = `${ARN}:firewall-policy/policy-1`;
  const references = [...(options.stateful ? ['five-tuple'] : []), ...(options.domains ? ['domains'] : [])];
  const policy = {
    StatelessRuleGroupReferences: options.stateless ? [{ ResourceArn: `${ARN}:stateless-rulegroup/first`, Priority: 1 }] : [],
    StatelessDefaultActions: [options.statelessDefault ?? 'aws:forward_to_sfe'],
    StatelessFragmentDefaultActions: ['aws:forward_to_sfe'],
    StatefulRuleGroupReferences: references.map((name, index) => ({
      ResourceArn: `${ARN}:stateful-rulegroup/${name}`,
      Priority: index + 1,
    })),
    StatefulDefaultActions: options.statefulDefault,
    StatefulEngineOptions: { RuleOrder: options.strict ? 'STRICT_ORDER' : 'DEFAULT_ACTION_ORDER' },
  };
  return [
    {
      operation: 'network-firewall:DescribeFirewall',
      input: { FirewallName: 'fw-1' },
      output: {
        Firewall: {
          FirewallName: 'fw-1',
          FirewallArn: `${ARN}:firewall/fw-1`,
          FirewallPolicyArn: policyArn,
          VpcId: 'vpc-a',
          SubnetMappings: [{ SubnetId: 'sn-fw' }],
        },
        FirewallStatus: {
          Status: 'READY',
          SyncStates: { 'eu-west-1a': { Attachment: { SubnetId: 'sn-fw', EndpointId: 'vpce-fw', Status: options.status ?? 'READY' } } },
        },
      },
    },
    ...(options.withoutPolicy
      ? []
      : [
          {
            operation: 'network-firewall:DescribeFirewallPolicy',
            input: { FirewallPolicyArn: policyArn },
            output: { FirewallPolicy: policy, FirewallPolicyResponse: { FirewallPolicyArn: policyArn } },
          },
        ]),
    ...(options.stateless
      ? [groupCall('first', 'stateless', { StatelessRulesAndCustomActions: { StatelessRules: options.stateless } })]
      : []),
    ...(options.stateful ? [groupCall('five-tuple', 'stateful', { StatefulRules: options.stateful })] : []),
    ...(options.domains
      ? [
          groupCall('domains', 'stateful', {
            RulesSourceList: { Targets: ['.example.com'], TargetTypes: ['TLS_SNI'], GeneratedRulesType: 'ALLOWLIST' },
          }),
        ]
      : []),
  ];
}

function statelessRule(priority: number, action: string, port: number): Fields {
  return {
    Priority: priority,
    RuleDefinition: { Actions: [action], MatchAttributes: { Protocols: [6], DestinationPorts: [{ FromPort: port, ToPort: port }] } },
  };
}
function statefulRule(action: string, port: string, sid: number): Fields {
  const Header = { Protocol: 'TCP', Source: 'ANY', SourcePort: 'ANY', Direction: 'FORWARD', Destination: 'ANY', DestinationPort: port };
  return { Action: action, Header, RuleOptions: [{ Keyword: 'sid', Settings: [String(sid)] }] };
}

/** Both private subnets go out through the firewall in sn-fw, and come back through it. Only the firewall's own output names its endpoint. */
function bundleWith(options: Options): Bundle {
  const sketch = awsFixture();
  addSubnet(sketch.region, { id: 'sn-fw', vpc: 'vpc-a', cidr: '10.0.5.0/24' });
  addRouteTable(sketch.region, { id: 'rtb-fw', vpc: 'vpc-a', subnets: ['sn-fw'], routes: routes({ '0.0.0.0/0': 'nat-a' }) });
  for (const change of [
    withoutRoute('rtb-prv', '0.0.0.0/0'),
    route('rtb-prv', { '0.0.0.0/0': 'vpce-fw' }),
    route('rtb-pub', { '10.0.2.0/24': 'vpce-fw' }),
  ])
    change(sketch.region);
  sketch.region.calls.push(...firewallCalls(options));
  return sketch.bundle();
}

describe('network firewalls', () => {
  const drop23 = [statelessRule(1, 'aws:drop', 23)];
  it.each<[string, Options, number, string]>([
    ['a stateless drop (#85)', { stateless: drop23 }, 23, 'blocked FIREWALL_RULES_RESTRICTION'],
    ['beside a stateless drop', { stateless: drop23 }, 443, 'reachable'],
    [
      'a stateless pass before a drop',
      { stateless: [statelessRule(2, 'aws:drop', 443), statelessRule(1, 'aws:pass', 443)], statelessDefault: 'aws:pass' },
      443,
      'reachable',
    ],
    ['dropped by the stateless default', { statelessDefault: 'aws:drop' }, 443, 'blocked FIREWALL_RULES_RESTRICTION'],
    [
      'replies dropped by the stateless default',
      { stateless: [statelessRule(1, 'aws:pass', 443)], statelessDefault: 'aws:drop' },
      443,
      'blocked FIREWALL_RULES_RESTRICTION return',
    ],
    ['a stateful drop', { stateful: [statefulRule('DROP', '443', 1)] }, 443, 'blocked FIREWALL_RULES_RESTRICTION'],
    ['a stateful reject', { stateful: [statefulRule('REJECT', '443', 1)] }, 443, 'blocked FIREWALL_RULES_RESTRICTION'],
    ['a pass goes before a drop', { stateful: [statefulRule('DROP', '443', 1), statefulRule('PASS', '443', 2)] }, 443, 'reachable'],
    [
      'in strict order the first decides',
      { strict: true, stateful: [statefulRule('DROP', '443', 1), statefulRule('PASS', '443', 2)] },
      443,
      'blocked FIREWALL_RULES_RESTRICTION',
    ],
    [
      'an alert decides nothing',
      { strict: true, stateful: [statefulRule('ALERT', '443', 1), statefulRule('PASS', '443', 2)], statefulDefault: ['aws:drop_strict'] },
      443,
      'reachable',
    ],
    ['strict without rules', { strict: true, statefulDefault: ['aws:drop_strict'] }, 443, 'blocked FIREWALL_RULES_RESTRICTION'],
    ['strict without a default action', { strict: true }, 443, 'reachable'],
    ['a list of domains (#86)', { domains: true }, 443, 'unknown FIREWALL_UNSUPPORTED_HIGHER_PRIORITY_RULES'],
    ['a list of domains behind a stateless drop', { domains: true, stateless: drop23 }, 23, 'blocked FIREWALL_RULES_RESTRICTION'],
    ['a list of domains, and a pass that goes before', { domains: true, stateful: [statefulRule('PASS', '443', 1)] }, 443, 'reachable'],
    ['an endpoint that is being made', { status: 'CREATING' }, 443, 'blocked BAD_STATE'],
    ['a policy that is not in the snapshot', { withoutPolicy: true }, 443, 'unknown MISSING_CALL'],
  ])('%s', (_, options, port, expected) => {
    expect(brief(ask(bundleWith(options), tcp('eni/eni-app', 'internet/203.0.113.9', port)))).toBe(expected);
  });

  it('is named on both legs', () => {
    const trace = ask(bundleWith({}), tcp('eni/eni-app', 'internet/203.0.113.9', 443));
    expect(passed(trace, 'forward')).toContain(`${ARN}:firewall/fw-1`);
    expect(passed(trace, 'return')).toContain('vpce-fw');
  });
});
