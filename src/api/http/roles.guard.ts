/** What a caller's role admits: `reader` asks, `writer` also ingests and deletes, `admin` also manages keys. */
import { Inject, Injectable, SetMetadata, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import type { Role } from '../../config/environment.js';
import { problemException } from './problem.js';

const ROLE = 'packetpath:role';
const RANK: Readonly<Record<Role, number>> = { reader: 0, writer: 1, admin: 2 };

/** The least role that a route asks for; `reader` where none is written. */
export const RequiresRole = (role: Role) => SetMetadata(ROLE, role);

@Injectable()
export class RolesGuard implements CanActivate {
  constructor(@Inject(Reflector) private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const needed = this.reflector.getAllAndOverride<Role | undefined>(ROLE, [context.getHandler(), context.getClass()]) ?? 'reader';
    const role = context.switchToHttp().getRequest<FastifyRequest>().callerRole;
    // No role at all: the path is open to everybody, or authentication has already refused it.
    if (role === null || RANK[role] >= RANK[needed]) return true;
    throw problemException({ code: 'FORBIDDEN', message: `This call needs the role ${needed}; the key given has the role ${role}.` });
  }
}
