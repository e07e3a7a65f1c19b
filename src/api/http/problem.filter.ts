/** Everything that is thrown on the way to an answer → a problem document. A bug is logged with its stack and told without it. */
import { Catch, HttpException, Inject, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AllowedMethods } from './allowed-methods.js';
import { problem, problemOf, type Problem } from './problem.js';

@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('errors');

  constructor(@Inject(AllowedMethods) private readonly allowedMethods: AllowedMethods) {}

  catch(exception: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const document = this.problemOf(exception, request, reply);
    if (document.status === 401) reply.header('www-authenticate', 'Bearer');
    // The rest of an upload that was refused half-way can't be told from the next request.
    if (document.status === 413) reply.header('connection', 'close');
    reply.status(document.status).header('content-type', 'application/problem+json; charset=utf-8').send(JSON.stringify(document));
  }

  private problemOf(exception: unknown, request: FastifyRequest, reply: FastifyReply): Problem {
    if (exception instanceof HttpException) {
      const body = exception.getResponse();
      if (typeof body === 'object' && 'code' in body && 'type' in body) return body as Problem;
      if (exception.getStatus() === 404) return this.unknownRoute(request, reply);
    }
    const status = statusOf(exception);
    if (status === 415) {
      const given = request.headers['content-type'];
      return problemOf({ code: 'UNSUPPORTED_MEDIA_TYPE', message: `${given ?? 'A body without a content type'} is not read here.` });
    }
    if (status === 413) return problemOf({ code: 'REQUEST_TOO_LARGE', message: 'The body is larger than this call takes.' });
    if (status >= 400 && status < 500) return problem(status, 'BAD_REQUEST', (exception as Error).message);
    this.logger.error(exception instanceof Error ? (exception.stack ?? exception.message) : String(exception));
    return problemOf({ code: 'INTERNAL', message: `The service failed to answer. Its log has the reason under request ${request.id}.` });
  }

  private unknownRoute(request: FastifyRequest, reply: FastifyReply): Problem {
    const path = request.url.split('?')[0] ?? '';
    const allowed = this.allowedMethods.of(path);
    if (allowed.length === 0) return problemOf({ code: 'NOT_FOUND', message: `There is nothing at ${path}.` });
    reply.header('allow', allowed.join(', '));
    return problemOf({ code: 'METHOD_NOT_ALLOWED', message: `${path} takes ${allowed.join(', ')}, not ${request.method}.` });
  }
}

/** The status that Fastify or Nest gave an error; 500 for everything else. */
function statusOf(exception: unknown): number {
  if (exception instanceof HttpException) return exception.getStatus();
  const status = exception instanceof Error && 'statusCode' in exception ? exception.statusCode : undefined;
  return typeof status === 'number' ? status : 500;
}
