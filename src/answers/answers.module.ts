/** The use cases, over one engine that reads its documents from the store. */
import { Module } from '@nestjs/common';
import { decompressBundle } from '../ingest/pack-bundle.js';
import { SnapshotRepository } from '../store/snapshot.repository.js';
import { createEngine, ENGINE } from './engine.js';
import { QuestionsService } from './questions.service.js';
import { ResourcesService } from './resources.service.js';
import { SnapshotsService } from './snapshots.service.js';
import { TracesService } from './traces.service.js';

@Module({
  providers: [
    {
      provide: ENGINE,
      inject: [SnapshotRepository],
      useFactory: (snapshots: SnapshotRepository) =>
        createEngine(async (id) => {
          const document = await snapshots.document(id);
          if (document === null) return null;
          return { bundle: await decompressBundle(document.bundle, document.bytes), bytes: document.bytes };
        }),
    },
    SnapshotsService,
    TracesService,
    ResourcesService,
    QuestionsService,
  ],
  exports: [SnapshotsService, TracesService, ResourcesService, QuestionsService],
})
export class AnswersModule {}
