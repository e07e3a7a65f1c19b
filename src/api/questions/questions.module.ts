/** The small questions over HTTP. */
import { Module } from '@nestjs/common';
import { AnswersModule } from '../../answers/answers.module.js';
import { QuestionsController } from './questions.controller.js';

@Module({ imports: [AnswersModule], controllers: [QuestionsController] })
export class QuestionsModule {}
