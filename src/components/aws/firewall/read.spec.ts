// Network Firewall: rules by address and port as packets in evaluation order, everything else as a sentence.
import { describe, expect, it } from 'vitest';
import { call, readOne, type RawCall } from '../../../../test/sketch/aws-documents.js';
import { ALL_PORTS } from '../../../net/port.js';
import { ALL_ADDRESSES, parsePrefix, prefixSet, type Prefix } from '../../../net/prefix.js';
import { subtract, union } from '../../../net/interval-set.js';
import { headerAddresses, headerPorts, headerProtocols } from './five-tuple.js';
import { readFirewalls } from './read.js';

const arnOf = (kind: string, name: string) => `arn:aws:network-firewall:eu-west-1:111122223333:${kind}/${name}`;
const firewall = call('network-firewall:DescribeFirewall', {
  Firewall: {
    FirewallArn: arnOf('firewall', 'edge'),
    FirewallName: 'edge',
    VpcId: 'vpc-1',
    FirewallPolicyArn: arnOf('firewall-policy', 'p'),
  },
  FirewallStatus: {
    SyncStates: {
      'eu-west-1a': { Attachment: { EndpointId: 'vpce-a', SubnetId: 'subnet-a', Status: 'READY' } },
      'eu-west-1b': { Attachment: { EndpointId: 'vpce-b', SubnetId: 'subnet-b', Status: 'CREATING' } },
      'eu-west-1c': {},
    },
  },
});
const policy = (more: object) =>
  call('network-firewall:DescribeFirewallPolicy', {
    FirewallPolicyResponse: { FirewallPolicyArn: arnOf('firewall-policy', 'p') },
    FirewallPolicy: { StatelessDefaultActions: ['aws:forward_to_sfe'], ...more },
  });
const group = (name: string, source: object, more: object = {}) =>
  call('network-firewall:DescribeRuleGroup', {
    RuleGroupResponse: { RuleGroupArn: arnOf('rulegroup', name), RuleGroupName: name },
    RuleGroup: { RulesSource: source, ...more },
  });
const references = (...names: string[]) => names.map((name, index) => ({ ResourceArn: arnOf('rulegroup', name), Priority: index + 1 }));
const stateless = (Priority: number, action: string, MatchAttributes: object) => ({
  Priority,
  RuleDefinition: { Actions: [action], MatchAttributes },
});
const set = (cidr: string) => prefixSet(parsePrefix(cidr) as Prefix);
const read = (...calls: RawCall[]) => readOne(readFirewalls, firewall, ...calls);

it('reads endpoints with their states', () => {
  expect(read().endpoints).toEqual([
    { endpointId: 'vpce-a', subnetId: 'subnet-a', status: 'READY' },
    { endpointId: 'vpce-b', subnetId: 'subnet-b', status: 'CREATING' },
  ]);
});

it('knows no rules without the policy or without one of its groups', () => {
  expect(read()).toMatchObject({ stateless: null, stateful: null, statelessDefault: null });
  const partly = read(policy({ StatelessRuleGroupReferences: references('gone'), StatefulRuleGroupReferences: [] }));
  expect(partly).toMatchObject({ stateless: null, stateful: [], statelessDefault: 'aws:forward_to_sfe' });
});

describe('stateless rules', () => {
  it('are sorted by priority of group and rule, with the packets that they match', () => {
    const found = read(
      policy({ StatelessRuleGroupReferences: [...references('first', 'second')].reverse() }),
      group('first', {
        StatelessRulesAndCustomActions: {
          StatelessRules: [
            stateless(20, 'aws:pass', {}),
            stateless(10, 'aws:drop', {
              Protocols: [6],
              Sources: [{ AddressDefinition: '10.0.0.0/8' }],
              DestinationPorts: [{ FromPort: 23, ToPort: 23 }],
            }),
          ],
        },
      }),
      group('second', { StatelessRulesAndCustomActions: { StatelessRules: [stateless(1, 'aws:forward_to_sfe', {})] } }),
    );
    expect(found.stateless?.map(({ id, action, packets }) => [id, action, packets])).toEqual([
      ['first priority 10', 'drop', [{ protocols: [6, 7], sources: set('10.0.0.0/8'), destinationPorts: [23, 24] }]],
      ['first priority 20', 'pass', [{}]],
      ['second priority 1', 'forward', [{}]],
    ]);
  });

  it('that match TCP flags are left to the running firewall', () => {
    const found = read(
      policy({ StatelessRuleGroupReferences: references('first') }),
      group('first', {
        StatelessRulesAndCustomActions: { StatelessRules: [stateless(1, 'aws:drop', { TCPFlags: [{ Flags: ['SYN'] }] })] },
      }),
    );
    expect(found).toMatchObject({ stateless: [], opaqueRules: ['first priority 1: matches by TCP flags'] });
  });
});

describe('stateful rules', () => {
  const header = (more: object = {}) => ({
    ...{ Protocol: 'TCP', Source: 'ANY', SourcePort: 'ANY', Direction: 'FORWARD', Destination: 'ANY', DestinationPort: '443' },
    ...more,
  });
  const rule = (Action: string, sid: string, more: object = {}, options: object[] = []) => ({
    Action,
    Header: header(more),
    RuleOptions: [{ Keyword: 'sid', Settings: [sid] }, ...options],
  });
  const rules = (StatefulRules: object[], options: object = {}, more: object = {}) =>
    read(policy({ StatefulRuleGroupReferences: references('g'), ...options }), group('g', { StatefulRules }, more));
  const strict = { StatefulEngineOptions: { RuleOrder: 'STRICT_ORDER' }, StatefulDefaultActions: ['aws:drop_strict'] };

  it('keep their order where it is strict, else pass before drop before alert', () => {
    const written = [rule('ALERT', '1'), rule('REJECT', '2'), rule('PASS', '3')];
    const order = (options: object) => rules(written, options).stateful?.map(({ id, action }) => `${id} ${action}`);
    expect(order(strict)).toEqual(['g sid 1 alert', 'g sid 2 drop', 'g sid 3 pass']);
    expect(order({})).toEqual(['g sid 3 pass', 'g sid 2 drop', 'g sid 1 alert']);
    expect(rules(written, strict)).toMatchObject({ statefulStrict: true, statefulDefault: ['aws:drop_strict'] });
  });

  it('hold both ways where the direction is ANY', () => {
    const [both] = rules([rule('PASS', '1', { Source: '10.0.0.0/8', Direction: 'ANY' })]).stateful ?? [];
    expect(both?.packets).toEqual([
      { protocols: [6, 7], sources: set('10.0.0.0/8'), destinations: ALL_ADDRESSES, sourcePorts: ALL_PORTS, destinationPorts: [443, 444] },
      { protocols: [6, 7], sources: ALL_ADDRESSES, destinations: set('10.0.0.0/8'), sourcePorts: [443, 444], destinationPorts: ALL_PORTS },
    ]);
  });

  it('use the variables of their group', () => {
    const more = { RuleVariables: { IPSets: { HOME_NET: { Definition: ['10.0.0.0/16', '10.2.0.0/16'] } } } };
    const [passing] = rules([rule('PASS', '1', { Source: '$HOME_NET' })], {}, more).stateful ?? [];
    expect(passing?.packets[0]?.sources).toEqual(union(set('10.0.0.0/16'), set('10.2.0.0/16')));
  });

  it.each([
    ['an application protocol', rule('PASS', '1', { Protocol: 'TLS' })],
    ['a variable that is defined elsewhere', rule('PASS', '1', { Source: '$EXTERNAL_NET' })],
    ['an option', rule('DROP', '1', {}, [{ Keyword: 'content', Settings: ['"x"'] }])],
  ])('with %s are left to the running firewall', (_what, written) => {
    const found = rules([written]);
    expect(found.stateful).toEqual([]);
    expect(found.opaqueRules).toHaveLength(1);
  });

  it('of domain lists, Suricata text and groups that AWS manages are named as such', () => {
    const managed = { ResourceArn: 'arn:aws:network-firewall:eu-west-1:aws-managed:stateful-rulegroup/BotNet' };
    const found = read(
      policy({ StatefulRuleGroupReferences: [...references('domains', 'text'), managed] }),
      group('domains', {
        RulesSourceList: { Targets: ['.example.com', 'a.example'], TargetTypes: ['TLS_SNI'], GeneratedRulesType: 'ALLOWLIST' },
      }),
      group('text', { RulesString: 'pass tcp any any -> any 80 (sid:1;)' }),
    );
    expect(found.stateful).toEqual([]);
    expect(found.opaqueRules).toEqual([
      'BotNet: a rule group that AWS manages',
      'domains: a list of 2 domain names',
      "text: rules in Suricata's own language",
    ]);
  });
});

describe('five-tuple expressions', () => {
  const none = { addresses: new Map<string, string[]>(), ports: new Map<string, string[]>() };

  it.each([
    ['ANY', ALL_ADDRESSES],
    ['10.0.0.0/8', set('10.0.0.0/8')],
    ['[10.0.0.0/16, 10.2.0.0/16]', union(set('10.0.0.0/16'), set('10.2.0.0/16'))],
    ['!10.0.0.0/8', subtract(ALL_ADDRESSES, set('10.0.0.0/8'))],
    ['[10.0.0.0/8,!10.1.0.0/16]', subtract(set('10.0.0.0/8'), set('10.1.0.0/16'))],
    ['![10.0.0.0/16,[10.2.0.0/16]]', subtract(ALL_ADDRESSES, union(set('10.0.0.0/16'), set('10.2.0.0/16')))],
    ['$UNKNOWN', null],
    ['[10.0.0.0/8,@reference]', null],
  ])('addresses %s', (written, expected) => {
    expect(headerAddresses(written, none)).toEqual(expected);
  });

  it.each([
    ['443', [443, 444]],
    ['1024:2048', [1024, 2049]],
    ['1024:', [1024, 65536]],
    [':1023', [0, 1024]],
    ['[80,443]', [80, 81, 443, 444]],
    ['!80', [0, 80, 81, 65536]],
    ['70000', null],
    ['http', null],
  ])('ports %s', (written, expected) => {
    expect(headerPorts(written, none)).toEqual(expected);
  });

  it.each([
    ['IP', 'all'],
    ['tcp', [6, 7]],
    ['ICMP', [1, 2, 58, 59]],
    ['HTTP', null],
  ])('protocol %s', (written, expected) => {
    expect(headerProtocols(written)).toEqual(expected);
  });
});
