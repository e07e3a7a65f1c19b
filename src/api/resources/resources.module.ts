/** Resources over HTTP. */
import { Module } from '@nestjs/common';
import { AnswersModule } from '../../answers/answers.module.js';
import { ResourcesController } from './resources.controller.js';

@Module({ imports: [AnswersModule], controllers: [ResourcesController] })
export class ResourcesModule {}
