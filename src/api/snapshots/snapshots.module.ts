/** Snapshots over HTTP. */
import { Module } from '@nestjs/common';
import { AnswersModule } from '../../answers/answers.module.js';
import { SnapshotsController } from './snapshots.controller.js';

@Module({ imports: [AnswersModule], controllers: [SnapshotsController] })
export class SnapshotsModule {}
