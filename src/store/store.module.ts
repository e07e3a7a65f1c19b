/** Opens the database for the application and closes it at the end, after the traces that wait are written. */
import { Global, Inject, Logger, Module, type OnApplicationShutdown } from '@nestjs/common';
import { ENVIRONMENT, type Environment } from '../config/environment.js';
import { Database } from './database.js';
import { SnapshotRepository } from './snapshot.repository.js';
import { TraceRepository } from './trace.repository.js';

@Global()
@Module({
  providers: [
    { provide: Database, inject: [ENVIRONMENT], useFactory: ({ database }: Environment) => Database.open(database) },
    { provide: SnapshotRepository, inject: [Database], useFactory: (database: Database) => new SnapshotRepository(database) },
    {
      provide: TraceRepository,
      inject: [Database],
      useFactory: (database: Database) =>
        new TraceRepository(database, (error) => new Logger('traces').error(`Traces could not be written: ${String(error)}`)),
    },
  ],
  exports: [Database, SnapshotRepository, TraceRepository],
})
export class StoreModule implements OnApplicationShutdown {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(TraceRepository) private readonly traces: TraceRepository,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    await this.traces.settled();
    await this.database.close();
  }
}
