/** A mixed load of trace questions on a generated network: between pods, to databases, to Services, out to the internet and in from it. */
import type { GeneratedNetwork } from './generate-network.js';
import { randomFrom, type Random } from './random.js';

/** A request body for `POST /v1/snapshots/{snapshot}/traces`. */
export interface Question {
  readonly from: string;
  readonly to: string;
  readonly protocol: 'tcp';
  readonly port: number;
}

export type QuestionKind = 'pod to pod' | 'pod to database' | 'pod to service' | 'pod to internet' | 'internet to node';

/** One question and what kind it is. */
export interface AskedQuestion {
  readonly kind: QuestionKind;
  readonly question: Question;
}

/** Of a hundred questions, how many are of each kind. */
const SHARES: readonly (readonly [QuestionKind, number])[] = [
  ['pod to pod', 35],
  ['pod to database', 20],
  ['pod to service', 20],
  ['pod to internet', 20],
  ['internet to node', 5],
];

/** `count` questions in a random but fixed order. */
export function questionsOn(network: GeneratedNetwork, count: number): AskedQuestion[] {
  const random = randomFrom(count);
  return Array.from({ length: count }, () => {
    const kind = kindAt(random.between(0, 99));
    return { kind, question: question(kind, network, random) };
  });
}

function kindAt(position: number): QuestionKind {
  let reached = 0;
  for (const [kind, share] of SHARES) {
    reached += share;
    if (position < reached) return kind;
  }
  return 'pod to pod';
}

function question(kind: QuestionKind, network: GeneratedNetwork, random: Random): Question {
  const from = random.oneOf(network.pods);
  switch (kind) {
    case 'pod to pod':
      return { from, to: random.oneOf(network.pods), protocol: 'tcp', port: 8080 };
    case 'pod to database':
      return { from, to: random.oneOf(network.databases), protocol: 'tcp', port: 5432 };
    case 'pod to service':
      return { from, to: random.oneOf(network.services), protocol: 'tcp', port: 80 };
    case 'pod to internet':
      return { from, to: `internet/198.18.${random.between(0, 255)}.${random.between(1, 254)}`, protocol: 'tcp', port: 443 };
    case 'internet to node':
      return { from: `internet/198.18.${random.between(0, 255)}.7`, to: random.oneOf(network.publicNodes), protocol: 'tcp', port: 30080 };
  }
}
