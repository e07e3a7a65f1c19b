/** Routes of the small questions on a snapshot. */
import { Body, Controller, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { PolicyVerdict } from '../../answers/core.js';
import { failed, success, type Outcome } from '../../answers/outcome.js';
import { QuestionsService } from '../../answers/questions.service.js';
import { problemOf, valueOf, type Problem } from '../http/problem.js';
import { invalidFields } from '../http/validation.pipe.js';
import { ApiProblems } from '../openapi/api-problems.js';
import { SNAPSHOT_PARAMETER } from '../openapi/parameters.js';
import { PolicyQueriesDto, PolicyQueryDto, PolicyVerdictsDto } from './policy-verdicts.dto.js';
import { policyQueriesExample, policyVerdictsExample } from './policy-verdicts.examples.js';

@ApiTags('questions')
@Controller('v1/snapshots/:snapshot')
@ApiProblems(401, 403)
export class QuestionsController {
  constructor(@Inject(QuestionsService) private readonly questions: QuestionsService) {}

  @Post('policy-verdicts')
  @HttpCode(200)
  @ApiOperation({ summary: 'What network policies alone say of up to 1000 flows, whatever the network does; needs no AWS data' })
  @ApiParam(SNAPSHOT_PARAMETER)
  @ApiBody({ examples: { two: { value: policyQueriesExample } } } as never)
  @ApiOkResponse({ standardSchema: PolicyVerdictsDto, example: policyVerdictsExample })
  @ApiProblems(400, 404, 415)
  async judgePolicies(
    @Param('snapshot') snapshot: string,
    @Body({ schema: PolicyQueriesDto }) { queries }: PolicyQueriesDto,
  ): Promise<{ results: readonly (PolicyVerdict | Problem)[] }> {
    const results = valueOf(await this.questions.policyVerdicts(snapshot, queries.map(readQuery)));
    return { results: results.map((result) => (result.ok ? result.value : problemOf(result.failure))) };
  }
}

/** One query of a list, checked on its own: pointers in its errors are relative to it. */
function readQuery(value: unknown): Outcome<PolicyQueryDto> {
  const parsed = PolicyQueryDto.safeParse(value);
  return parsed.success ? success(parsed.data) : failed(invalidFields(parsed.error.issues, value, 'query'));
}
