/** Finished traces: written in the background after the answer is given, read again for a link in a ticket. */
import type { Database } from './database.js';
import { TRACE, type TraceRow } from './trace.entity.js';

/** Rows of one transaction: large enough to be quick, small enough not to hold the writer for long. */
const BATCH = 100;

/** A trace to be written soon. Its answer is packed when it is written, so that nobody waits for it. */
export interface FinishedTrace extends Omit<TraceRow, 'answer'> {
  readonly pack: () => Promise<Buffer>;
}

async function rowOf({ pack, ...rest }: FinishedTrace): Promise<TraceRow> {
  return { ...rest, answer: await pack() };
}

export class TraceRepository {
  private readonly waiting = new Map<string, FinishedTrace>();
  private flushing: Promise<void> | null = null;

  constructor(
    private readonly database: Database,
    private readonly onFailure: (error: unknown) => void,
  ) {}

  /** Takes traces to be written soon; they can be read at once. A failed write is told to `onFailure` and loses its batch. */
  keep(traces: readonly FinishedTrace[]): void {
    for (const trace of traces) this.waiting.set(trace.id, trace);
    this.start();
  }

  /** The trace of this id, or null. */
  async find(id: string): Promise<TraceRow | null> {
    const waiting = this.waiting.get(id);
    return waiting === undefined ? this.database.read.getRepository<TraceRow>(TRACE).findOneBy({ id }) : rowOf(waiting);
  }

  /** Resolves when everything kept so far is written. */
  async settled(): Promise<void> {
    while (this.flushing !== null) await this.flushing;
  }

  private start(): void {
    if (this.flushing !== null || this.waiting.size === 0) return;
    this.flushing = this.flush().finally(() => {
      this.flushing = null;
      this.start();
    });
  }

  private async flush(): Promise<void> {
    while (this.waiting.size > 0) {
      const batch = [...this.waiting.values()].slice(0, BATCH);
      try {
        const rows = await Promise.all(batch.map(rowOf));
        await this.database.write((manager) => manager.getRepository<TraceRow>(TRACE).insert(rows));
      } catch (error) {
        this.onFailure(error);
      }
      for (const row of batch) this.waiting.delete(row.id);
    }
  }
}
