/** The two probes: is the process alive, and can it answer (its database does). */
import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Database } from '../../store/database.js';
import { problemException } from '../http/problem.js';
import { ApiProblems } from '../openapi/api-problems.js';
import { HealthDto } from './health.dto.js';

@ApiTags('operations')
@Controller('health')
export class HealthController {
  constructor(@Inject(Database) private readonly database: Database) {}

  @Get('live')
  @ApiOperation({ summary: 'Is the process alive?', security: [] })
  @ApiOkResponse({ standardSchema: HealthDto, example: { status: 'ok' } })
  checkLive(): HealthDto {
    return { status: 'ok' };
  }

  @Get('ready')
  @ApiOperation({ summary: 'Can the service answer? 503 while its database does not.', security: [] })
  @ApiOkResponse({ standardSchema: HealthDto, example: { status: 'ok' } })
  @ApiProblems(503)
  async checkReady(): Promise<HealthDto> {
    try {
      await this.database.ping();
    } catch {
      throw problemException({ code: 'NOT_READY', message: 'The database does not answer.' });
    }
    return { status: 'ok' };
  }
}
