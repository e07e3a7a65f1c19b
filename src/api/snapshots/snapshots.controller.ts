/** Routes of snapshots. */
import { Controller, Delete, Get, Header, HttpCode, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SnapshotsService } from '../../answers/snapshots.service.js';
import { ENVIRONMENT, type Environment } from '../../config/environment.js';
import { TakesStream } from '../http/body-parsers.js';
import { pageSize } from '../http/paging.dto.js';
import { valueOf } from '../http/problem.js';
import { RequiresRole } from '../http/roles.guard.js';
import { Metrics } from '../metrics/metrics.js';
import { ApiProblems } from '../openapi/api-problems.js';
import { SNAPSHOT_PARAMETER } from '../openapi/parameters.js';
import { SnapshotDto, SnapshotListQuery, SnapshotPageDto, snapshotDto } from './snapshot.dto.js';
import { bundleExample, snapshotExample } from './snapshot.examples.js';
import { acceptsGzip, exportName } from './export.js';
import { UploadFields } from './upload-fields.dto.js';
import { readUpload } from './upload-reader.js';

@ApiTags('snapshots')
@Controller('v1/snapshots')
@ApiProblems(401, 403)
export class SnapshotsController {
  constructor(
    @Inject(SnapshotsService) private readonly snapshots: SnapshotsService,
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  @Post()
  @TakesStream()
  @RequiresRole('writer')
  @ApiOperation({ summary: 'Take in a snapshot: a bundle, raw files, or an archive. Kept whole or not at all.' })
  @ApiCreatedResponse({ description: 'A new snapshot; Location has its address.', standardSchema: SnapshotDto, example: snapshotExample })
  @ApiOkResponse({ description: 'The same content is there already.', standardSchema: SnapshotDto, example: snapshotExample })
  @ApiProblems(400, 413, 415)
  async createSnapshot(
    @Query({ schema: UploadFields }) fields: UploadFields,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SnapshotDto> {
    const upload = await readUpload(request, fields, this.environment.maxUploadBytes);
    const { row, created } = valueOf(await this.snapshots.upload(upload));
    if (created) this.metrics.ingested();
    reply.status(created ? 201 : 200).header('location', `/v1/snapshots/${row.id}`);
    return snapshotDto(row);
  }

  @Get()
  @ApiOperation({ summary: 'List snapshots, those taken in last first' })
  @ApiOkResponse({ standardSchema: SnapshotPageDto, example: { items: [snapshotExample], nextCursor: null } })
  @ApiProblems(400)
  async listSnapshots(@Query({ schema: SnapshotListQuery }) query: SnapshotListQuery): Promise<SnapshotPageDto> {
    const { items, next } = valueOf(await this.snapshots.list(pageSize(query.limit), query.cursor ?? null));
    return { items: items.map(snapshotDto), nextCursor: next };
  }

  @Get(':snapshot')
  @ApiOperation({ summary: 'One snapshot: what it holds, and what it lacks' })
  @ApiParam(SNAPSHOT_PARAMETER)
  @ApiOkResponse({ standardSchema: SnapshotDto, example: snapshotExample })
  @ApiProblems(404)
  async readSnapshot(@Param('snapshot') reference: string): Promise<SnapshotDto> {
    return snapshotDto(valueOf(await this.snapshots.find(reference)));
  }

  @Get(':snapshot/export')
  @Header('vary', 'accept-encoding')
  @ApiOperation({ summary: 'The redacted bundle, to attach to a ticket or to post to another service' })
  @ApiParam(SNAPSHOT_PARAMETER)
  @ApiOkResponse({ content: { 'application/json': { schema: { type: 'object' }, example: bundleExample } } })
  @ApiProblems(404)
  async exportSnapshot(@Param('snapshot') reference: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { row, packed } = valueOf(await this.snapshots.export(reference));
    const gzip = acceptsGzip(request.headers['accept-encoding']);
    reply
      .header('content-type', 'application/json; charset=utf-8')
      .header('content-disposition', `attachment; filename="${exportName(row)}"`);
    if (gzip) reply.header('content-encoding', 'gzip');
    await reply.send(gzip ? packed : await this.snapshots.unpacked(packed));
  }

  @Delete(':snapshot')
  @HttpCode(204)
  @RequiresRole('writer')
  @ApiOperation({ summary: 'Delete a snapshot with its documents; traces stay readable for the links in tickets' })
  @ApiParam(SNAPSHOT_PARAMETER)
  @ApiNoContentResponse()
  @ApiProblems(404)
  async deleteSnapshot(@Param('snapshot') reference: string): Promise<void> {
    valueOf(await this.snapshots.delete(reference));
  }
}
