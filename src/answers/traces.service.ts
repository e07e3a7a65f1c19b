/** The use cases of traces: one flow, many flows, and reading a finished one again. */
import { setImmediate } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { VERSION } from '../config/version.js';
import type { SnapshotRow } from '../store/snapshot.entity.js';
import { TraceRepository } from '../store/trace.repository.js';
import { isUuid, uuidV7 } from '../store/uuid-v7.js';
import { packJson, unpackJson } from './packed-json.js';
import type { TraceRequest } from './core.js';
import { ENGINE, type Engine, type TimedAnswer } from './engine.js';
import { failed, success, type Outcome } from './outcome.js';
import { SnapshotsService } from './snapshots.service.js';

/** An answer with the id under which it can be read again. */
export type StoredAnswer = { readonly id: string } & TimedAnswer;

@Injectable()
export class TracesService {
  constructor(
    @Inject(SnapshotsService) private readonly snapshots: SnapshotsService,
    @Inject(TraceRepository) private readonly traces: TraceRepository,
    @Inject(ENGINE) private readonly engine: Engine,
  ) {}

  /** Traces one flow through the snapshot that a reference names. */
  async trace(reference: string, request: TraceRequest): Promise<Outcome<StoredAnswer>> {
    const snapshot = await this.snapshots.find(reference);
    return snapshot.ok ? this.traceIn(snapshot.value, request) : snapshot;
  }

  /** Traces many flows through one snapshot, in order; a request that was refused before stays a failure in its place. */
  async batch(reference: string, requests: readonly Outcome<TraceRequest>[]): Promise<Outcome<readonly Outcome<StoredAnswer>[]>> {
    const snapshot = await this.snapshots.find(reference);
    if (!snapshot.ok) return snapshot;
    const results: Outcome<StoredAnswer>[] = [];
    for (const request of requests) {
      results.push(request.ok ? await this.traceIn(snapshot.value, request.value) : request);
      // Other callers get their turn between two flows.
      await setImmediate();
    }
    return success(results);
  }

  /** A finished trace, as it was answered. */
  async read(id: string): Promise<Outcome<StoredAnswer>> {
    const row = isUuid(id) ? await this.traces.find(id) : null;
    if (row === null) return failed({ code: 'TRACE_NOT_FOUND', message: `There is no trace ${id}.` });
    return success((await unpackJson(row.answer)) as StoredAnswer);
  }

  private async traceIn(snapshot: SnapshotRow, request: TraceRequest): Promise<Outcome<StoredAnswer>> {
    const createdAt = new Date().toISOString();
    const { id, name, capturedAt } = snapshot;
    const outcome = await this.engine.trace({ id, name, capturedAt }, request, createdAt);
    if (!outcome.ok) return outcome;
    const answer: StoredAnswer = { id: uuidV7(), ...outcome.value };
    const pack = async (): Promise<Buffer> => (await packJson(answer)).packed;
    this.traces.keep([{ id: answer.id, snapshotId: snapshot.id, createdAt, engineVersion: VERSION, question: request, pack }]);
    return success(answer);
  }
}
