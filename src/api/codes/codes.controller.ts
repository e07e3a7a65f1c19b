/** The catalogue of codes: what each means, and what to do about it. */
import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { codeCatalogue } from '../../answers/core.js';
import { problemException } from '../http/problem.js';
import { ApiProblems } from '../openapi/api-problems.js';
import { CodeDto, CodePageDto } from './code.dto.js';

const EXAMPLE: CodeDto = {
  code: 'ENI_SG_RULES_MISMATCH',
  component: 'security-group',
  effect: 'blocks',
  meaning: 'No rule of the security groups of the interface allows the packet.',
  remedy: 'Allow it in one of the groups.',
};

@ApiTags('codes')
@Controller('v1/codes')
@ApiProblems(401)
export class CodesController {
  @Get()
  @ApiOperation({ summary: 'Every code that an answer may hold, with its meaning and what to do' })
  @ApiOkResponse({ standardSchema: CodePageDto, example: { items: [EXAMPLE], nextCursor: null } })
  listCodes(): CodePageDto {
    return { items: [...codeCatalogue()], nextCursor: null };
  }

  @Get(':code')
  @ApiOperation({ summary: 'One code' })
  @ApiParam({ name: 'code', schema: { type: 'string' }, example: EXAMPLE.code })
  @ApiOkResponse({ standardSchema: CodeDto, example: EXAMPLE })
  @ApiProblems(404)
  readCode(@Param('code') code: string): CodeDto {
    const entry = codeCatalogue().find((candidate) => candidate.code === code);
    if (entry === undefined) throw problemException({ code: 'CODE_NOT_FOUND', message: `There is no code ${code}.` });
    return entry;
  }
}
