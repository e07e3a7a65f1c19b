/** Traces over HTTP. */
import { Module } from '@nestjs/common';
import { AnswersModule } from '../../answers/answers.module.js';
import { TracesController } from './traces.controller.js';

@Module({ imports: [AnswersModule], controllers: [TracesController] })
export class TracesModule {}
