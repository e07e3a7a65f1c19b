/** Routes of the resources of a snapshot. */
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { ResourceDescription } from '../../answers/core.js';
import { ResourcesService, type ResourcePage } from '../../answers/resources.service.js';
import { pageSize } from '../http/paging.dto.js';
import { valueOf } from '../http/problem.js';
import { ApiProblems } from '../openapi/api-problems.js';
import { SNAPSHOT_PARAMETER } from '../openapi/parameters.js';
import { ResourceDescriptionDto, ResourcePageDto, ResourceQuery } from './resource.dto.js';

const MATCH = { ref: 'pod/shop/cart-0', kind: 'pod', id: 'shop/cart-0', name: 'cart-0', where: 'cluster demo' };

@ApiTags('resources')
@Controller('v1/snapshots/:snapshot/resources')
@ApiProblems(401, 403)
export class ResourcesController {
  constructor(@Inject(ResourcesService) private readonly resources: ResourcesService) {}

  @Get()
  @ApiOperation({ summary: 'Find resources by kind, VPC, and a part of their name, id or address' })
  @ApiParam(SNAPSHOT_PARAMETER)
  @ApiOkResponse({ standardSchema: ResourcePageDto, example: { items: [MATCH], nextCursor: null } })
  @ApiProblems(400, 404)
  async findResources(
    @Param('snapshot') snapshot: string,
    @Query({ schema: ResourceQuery }) { limit, cursor, ...filter }: ResourceQuery,
  ): Promise<ResourcePage> {
    return valueOf(await this.resources.search(snapshot, filter, pageSize(limit), cursor ?? null));
  }

  @Get('*')
  @ApiOperation({ summary: 'One resource as the engine sees it' })
  @ApiParam(SNAPSHOT_PARAMETER)
  @ApiParam({
    name: 'ref',
    schema: { type: 'string' },
    description: 'A reference; its slashes may stand as they are.',
    example: 'pod/shop/cart-0',
  })
  @ApiOkResponse({ standardSchema: ResourceDescriptionDto, example: { ...MATCH, addresses: ['10.0.1.17'], subnet: 'subnet-0c2d' } })
  @ApiProblems(404, 422)
  async describeResource(@Param('snapshot') snapshot: string, @Param('*') reference: string): Promise<ResourceDescription> {
    return valueOf(await this.resources.describe(snapshot, reference));
  }
}
