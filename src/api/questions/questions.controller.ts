/** Routes of the small questions on a snapshot. */
import { Body, Controller, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { EffectiveRules, NextHop, PolicyVerdict } from '../../answers/core.js';
import { failed, success, type Outcome } from '../../answers/outcome.js';
import { QuestionsService } from '../../answers/questions.service.js';
import { problemOf, valueOf, type Problem } from '../http/problem.js';
import { invalidFields } from '../http/validation.pipe.js';
import { ApiProblems } from '../openapi/api-problems.js';
import { SNAPSHOT_PARAMETER } from '../openapi/parameters.js';
import { PolicyQueriesDto, PolicyQueryDto, PolicyVerdictsDto } from './policy-verdicts.dto.js';
import { EffectiveRulesDto, NextHopDto, NextHopQuestionDto } from './routes.dto.js';
import { effectiveRulesExample, nextHopExample, nextHopQuestionExample } from './routes.examples.js';
import { policyQueriesExample, policyVerdictsExample } from './policy-verdicts.examples.js';

/** A reference has slashes of its own (an ARN up to four), and a rest of a path can't be followed by more: one pattern a length. */
const RULES_PATHS = [1, 2, 3, 4, 5].map((length) => {
  const parts = Array.from({ length }, (_, index) => `:part${index}`);
  return `resources/${parts.join('/')}/effective-rules`;
});

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

  @Post('next-hop')
  @HttpCode(200)
  @ApiOperation({ summary: 'Which route takes packets from a source to an address, and why the others lose' })
  @ApiParam(SNAPSHOT_PARAMETER)
  @ApiBody({ examples: { question: { value: nextHopQuestionExample } } } as never)
  @ApiOkResponse({ standardSchema: NextHopDto, example: nextHopExample })
  @ApiProblems(400, 404, 415, 422)
  async findNextHop(
    @Param('snapshot') snapshot: string,
    @Body({ schema: NextHopQuestionDto }) question: NextHopQuestionDto,
  ): Promise<NextHop> {
    return valueOf(await this.questions.nextHop(snapshot, question));
  }

  @Get(RULES_PATHS)
  @ApiOperation({ summary: 'Every rule in force at an interface or pod: policies, security groups, network ACLs, routes' })
  @ApiParam({
    name: 'ref',
    schema: { type: 'string' },
    description: 'A reference; its slashes may stand as they are.',
    example: 'pod/shop/cart-0',
  })
  @ApiParam(SNAPSHOT_PARAMETER)
  @ApiOkResponse({ standardSchema: EffectiveRulesDto, example: effectiveRulesExample })
  @ApiProblems(400, 404, 422)
  async listEffectiveRules(@Param() { snapshot = '', ...parts }: Record<string, string>): Promise<EffectiveRules> {
    return valueOf(await this.questions.effectiveRules(snapshot, Object.values(parts).join('/')));
  }
}

/** One query of a list, checked on its own: pointers in its errors are relative to it. */
function readQuery(value: unknown): Outcome<PolicyQueryDto> {
  const parsed = PolicyQueryDto.safeParse(value);
  return parsed.success ? success(parsed.data) : failed(invalidFields(parsed.error.issues, value, 'query'));
}
