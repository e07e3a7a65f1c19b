/** A listener with a connection: its rules choose target groups by what the request says, or answer by themselves. */
import type { LoadBalancer, Listener, ListenerAction } from '../../../model/aws/services.js';
import { refOf, type ResourceRef } from '../../../model/resource.js';
import type { PlaceAt } from '../../../packet/place.js';
import type { Journey, Station, Step } from '../../../packet/station.js';
import { lost } from '../../ends.js';
import { missingCall } from '../../state.js';
import { balancerName } from '../load-balancer/names.js';
import { listenerText } from '../load-balancer/listeners.js';
import { alternativesOf, type Alternative } from '../target-group/alternatives.js';
import { classicGroup } from '../target-group/placed-target.js';
import { answersHttp } from '../target-group/no-targets.js';
import { listenerFindings } from './findings.js';
import { forwardsOf, ruleRef } from './forwards.js';
import { choicesOf, ruleText, type Choice } from './rule-match.js';

type At = PlaceAt<'listener'>;
type Answer = Exclude<ListenerAction, { type: 'forward' }>;

function listenerRef(loadBalancer: LoadBalancer, listener: Listener): ResourceRef {
  return loadBalancer.type === 'classic'
    ? refOf('load-balancer', loadBalancer)
    : { kind: 'listener', id: listener.id, name: listenerText(listener) };
}

const SYMPTOMS: Readonly<Record<string, 'http-403' | 'http-502' | 'http-503' | 'http-504'>> = {
  '403': 'http-403',
  '502': 'http-502',
  '503': 'http-503',
  '504': 'http-504',
};

/** The load balancer answers by itself: with an error because nothing matched what was asked for, or as it was told to. */
function answered(journey: Journey, place: At, choice: Choice, action: Answer): Step {
  const { loadBalancer, listener, eni } = place;
  const resource = listenerRef(loadBalancer, listener);
  const { host, path } = journey.flow.http;
  const asked = [host === null ? null : `host ${host}`, path === null ? null : `path ${path}`]
    .filter((part) => part !== null)
    .join(' and ');
  const status = action.status ?? '404';
  if (choice.rule === null && action.type === 'fixed-response' && Number(status) >= 400 && asked !== '') {
    const finding = listenerFindings.LISTENER_RULE_NO_MATCH({
      resource,
      packets: journey.packets,
      rule: ruleRef(choice),
      symptom: SYMPTOMS[status] ?? 'wrong-destination',
      considered: () =>
        (listener.rules ?? [])
          .filter(({ priority }) => priority !== 'default')
          .slice(0, 8)
          .map((rule) => ({ id: rule.arn, text: ruleText(rule), why: `it does not take ${asked}` })),
      say: () =>
        `No rule of listener ${listenerText(listener)} of ${balancerName(loadBalancer)} takes ${asked}, so the default action answers with ${status}.`,
    });
    return lost('listener', resource, finding);
  }
  const what =
    action.type === 'redirect'
      ? `a redirect${action.status === null ? '' : ` (${action.status})`}`
      : action.type === 'authenticate'
        ? 'a check of who asks'
        : `a fixed response (${status})`;
  return {
    kind: 'end',
    outcome: 'delivered',
    replyFrom: { at: 'load-balancer', loadBalancer, eni },
    hop: {
      station: 'listener',
      resource,
      action: 'deliver',
      rule: ruleRef(choice),
      explain: () =>
        `${ruleText(choice.rule).replace(/^./, (letter) => letter.toUpperCase())} of listener ${listenerText(listener)} answers by itself with ${what}; no target is asked.`,
    },
  };
}

/** describe-rules was not captured: some rule may send the request elsewhere than the default action. */
function unknownRules(journey: Journey, { loadBalancer, listener }: At): Alternative {
  const resource = listenerRef(loadBalancer, listener);
  const finding = missingCall(
    resource,
    `elbv2:DescribeRules for ${listener.id}`,
    `Which rules listener ${listenerText(listener)} of ${loadBalancer.name ?? loadBalancer.id} has besides the default action`,
    journey.packets,
  );
  return {
    member: { dimension: 'targets', label: 'rules that are not in the snapshot' },
    represents: 1,
    step: lost('listener', resource, finding),
  };
}

function nowhere(journey: Journey, { loadBalancer, listener }: At): Step {
  const resource = listenerRef(loadBalancer, listener);
  return lost(
    'listener',
    resource,
    listenerFindings.ELBV2_LISTENER_HAS_NO_TG({
      resource,
      packets: journey.packets,
      ...(answersHttp(listener) ? { symptom: 'http-503' } : {}),
      say: () => `Listener ${listenerText(listener)} of ${balancerName(loadBalancer)} leads to no target group that gets traffic.`,
    }),
  );
}

export const listener: Station<'listener'> = (journey, place, network) => {
  const { loadBalancer, listener: own } = place;
  if (loadBalancer.type === 'classic') {
    const group = classicGroup(loadBalancer, own.port);
    return { kind: 'choose', alternatives: alternativesOf(journey, place, { targetGroupArn: own.id, group, rule: null }, network) };
  }
  const choices = choicesOf(own, journey.flow.http, journey.packets);
  const forwards = forwardsOf(choices, network);
  const alternatives = forwards.flatMap((forward) => alternativesOf(journey, place, forward, network));
  if (own.rules === null) alternatives.push(unknownRules(journey, place));
  if (alternatives.length > 0) return { kind: 'choose', alternatives };
  const [choice] = choices.filter(({ action }) => action.type !== 'forward');
  if (choice === undefined || choice.action.type === 'forward') return nowhere(journey, place);
  return answered(journey, place, choice, choice.action);
};
