/** Routes of traces. */
import { Body, Controller, Get, Headers, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { failed, success, type Outcome } from '../../answers/outcome.js';
import { TracesService, type StoredAnswer } from '../../answers/traces.service.js';
import { negotiate } from '../http/negotiation.js';
import { problemOf, valueOf, type Problem } from '../http/problem.js';
import { invalidFields } from '../http/validation.pipe.js';
import { Metrics } from '../metrics/metrics.js';
import { ApiProblems } from '../openapi/api-problems.js';
import { SNAPSHOT_PARAMETER } from '../openapi/parameters.js';
import { writeAnswer } from './answer-forms.js';
import { ApiAnswer } from './api-answer.js';
import { TraceBatchAnswerDto } from './trace-answer.dto.js';
import { FormatQuery, TraceBatchDto, TraceRequestDto } from './trace-request.dto.js';
import { batchExample, questionExample } from './trace.examples.js';

@ApiTags('traces')
@Controller('v1')
@ApiProblems(401, 403)
export class TracesController {
  constructor(
    @Inject(TracesService) private readonly traces: TracesService,
    @Inject(Metrics) private readonly metrics: Metrics,
  ) {}

  @Post('snapshots/:snapshot/traces')
  @HttpCode(200)
  @ApiOperation({ summary: 'Trace a flow both ways: the verdict, the exact rule that blocks it, and every hop' })
  @ApiParam(SNAPSHOT_PARAMETER)
  @ApiBody({ examples: { question: { value: questionExample } } } as never)
  @ApiAnswer()
  @ApiProblems(400, 404, 406, 415, 422)
  async traceFlow(
    @Param('snapshot') snapshot: string,
    @Body({ schema: TraceRequestDto }) request: TraceRequestDto,
    @Query({ schema: FormatQuery }) query: FormatQuery,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const format = valueOf(negotiate(accept, query.format));
    const answer = this.counted(valueOf(await this.traces.trace(snapshot, request)));
    return writeAnswer(answer, format, reply);
  }

  @Post('snapshots/:snapshot/traces/batch')
  @HttpCode(200)
  @ApiOperation({ summary: 'Trace up to 1000 flows; a bad one is an error in its place' })
  @ApiParam(SNAPSHOT_PARAMETER)
  @ApiBody({ examples: { two: { value: { traces: [questionExample, { ...questionExample, to: 'rds/order' }] } } } } as never)
  @ApiOkResponse({ standardSchema: TraceBatchAnswerDto, example: batchExample })
  @ApiProblems(400, 404, 415)
  async traceFlows(
    @Param('snapshot') snapshot: string,
    @Body({ schema: TraceBatchDto }) batch: TraceBatchDto,
  ): Promise<{ results: readonly (StoredAnswer | Problem)[] }> {
    const results = valueOf(await this.traces.batch(snapshot, batch.traces.map(readRequest)));
    return { results: results.map((result) => (result.ok ? this.counted(result.value) : problemOf(result.failure))) };
  }

  @Get('traces/:id')
  @ApiOperation({ summary: 'A finished trace again, as it was answered' })
  @ApiParam({ name: 'id', schema: { type: 'string' }, example: '0195f0a1-77aa-7d20-8b1e-2f6f5a7c9d01' })
  @ApiAnswer()
  @ApiProblems(404, 406)
  async readTrace(
    @Param('id') id: string,
    @Query({ schema: FormatQuery }) query: FormatQuery,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const format = valueOf(negotiate(accept, query.format));
    return writeAnswer(valueOf(await this.traces.read(id)), format, reply);
  }

  private counted(answer: StoredAnswer): StoredAnswer {
    this.metrics.traced(answer.verdict);
    return answer;
  }
}

/** One entry of a batch, checked on its own: pointers in its errors are relative to it, as if it had been sent alone. */
function readRequest(value: unknown): Outcome<TraceRequestDto> {
  const parsed = TraceRequestDto.safeParse(value);
  return parsed.success ? success(parsed.data) : failed(invalidFields(parsed.error.issues, value, 'trace'));
}
