/** Finished traces: written in the background after the answer is given, read again for a link in a ticket. */
import type { Database } from './database.js';
import { TRACE, type TraceRow } from './trace.entity.js';

/** Rows of one transaction: large enough to be quick, small enough not to hold the writer for long. */
const BATCH = 100;

export class TraceRepository {
  private readonly waiting = new Map<string, TraceRow>();
  private flushing: Promise<void> | null = null;

  constructor(
    private readonly database: Database,
    private readonly onFailure: (error: unknown) => void,
  ) {}

  /** Takes traces to be written soon; they can be read at once. A failed write is told to `onFailure` and loses its batch. */
  keep(rows: readonly TraceRow[]): void {
    for (const row of rows) this.waiting.set(row.id, row);
    this.start();
  }

  /** The trace of this id, or null. */
  async find(id: string): Promise<TraceRow | null> {
    return this.waiting.get(id) ?? (await this.database.read.getRepository<TraceRow>(TRACE).findOneBy({ id }));
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
        await this.database.write((manager) => manager.getRepository<TraceRow>(TRACE).insert(batch));
      } catch (error) {
        this.onFailure(error);
      }
      for (const row of batch) this.waiting.delete(row.id);
    }
  }
}
