/** The use cases of the small questions on a snapshot: what policies alone say, which route wins, which rules are in force. */
import { setImmediate } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { EffectiveRules, NextHop, NextHopQuestion, PolicyQuery, PolicyVerdict } from './core.js';
import { ENGINE, type Engine } from './engine.js';
import { success, type Outcome } from './outcome.js';
import { SnapshotsService } from './snapshots.service.js';

/** Queries that are judged in one go before other callers get their turn. */
const TURN = 100;

@Injectable()
export class QuestionsService {
  constructor(
    @Inject(SnapshotsService) private readonly snapshots: SnapshotsService,
    @Inject(ENGINE) private readonly engine: Engine,
  ) {}

  /** What network policies alone say of many flows, in order; a query that was refused before stays a failure in its place. */
  async policyVerdicts(reference: string, queries: readonly Outcome<PolicyQuery>[]): Promise<Outcome<readonly Outcome<PolicyVerdict>[]>> {
    const snapshot = await this.snapshots.find(reference);
    if (!snapshot.ok) return snapshot;
    const results: Outcome<PolicyVerdict>[] = [];
    for (let start = 0; start < queries.length; start += TURN) {
      const turn = queries.slice(start, start + TURN);
      const judged = await this.engine.policyVerdicts(
        snapshot.value.id,
        turn.flatMap((query) => (query.ok ? [query.value] : [])),
      );
      if (!judged.ok) return judged;
      const answers = judged.value[Symbol.iterator]();
      for (const query of turn) results.push(query.ok ? answers.next().value! : query);
      await setImmediate();
    }
    return success(results);
  }

  /** Which route takes packets from a source to an address. */
  async nextHop(reference: string, question: NextHopQuestion): Promise<Outcome<NextHop>> {
    const snapshot = await this.snapshots.find(reference);
    return snapshot.ok ? this.engine.nextHop(snapshot.value.id, question) : snapshot;
  }

  /** Every rule in force at an interface or pod (`pod/shop/cart-0`). */
  async effectiveRules(reference: string, resource: string): Promise<Outcome<EffectiveRules>> {
    const snapshot = await this.snapshots.find(reference);
    return snapshot.ok ? this.engine.effectiveRules(snapshot.value.id, resource) : snapshot;
  }
}
