/** The OpenAPI document, made from the same schemas that check requests, and the page that shows it. */
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { z } from 'zod';
import { VERSION } from '../../config/version.js';
import { ProblemDto } from './api-problems.js';

const DESCRIPTION =
  'Ingests snapshots of AWS networking and Kubernetes, traces flows through them in both directions, and names the exact rule that blocks. ' +
  'Errors are problem details (RFC 9457). Where API keys are configured, send one as a bearer token.';

/** The document of an application whose controllers are registered. */
export function openApiDocument(app: NestFastifyApplication): OpenAPIObject {
  const settings = new DocumentBuilder()
    .setTitle('packetpath')
    .setDescription(DESCRIPTION)
    .setVersion(VERSION)
    .setOpenAPIVersion('3.1.0')
    .addBearerAuth({ type: 'http', scheme: 'bearer' }, 'key')
    .addSecurityRequirements('key')
    .build();
  const document = SwaggerModule.createDocument(app, settings, {
    operationIdFactory: (_controller, method) => method,
  });
  const { $schema: _, ...problem } = z.toJSONSchema(ProblemDto, { target: 'draft-2020-12' });
  return withSchema(document, problem);
}

/** Adds the problem schema, which is referenced by every call and returned by none. */
function withSchema(document: OpenAPIObject, problem: object): OpenAPIObject {
  const { $defs, ...schema } = problem as { $defs?: Record<string, object> };
  const text = JSON.stringify({ ...$defs, Problem: schema }).replaceAll('#/$defs/', '#/components/schemas/');
  const added = JSON.parse(text) as Record<string, object>;
  return { ...document, components: { ...document.components, schemas: { ...document.components?.schemas, ...added } } };
}

/** Serves `/openapi.json` and the page at `/docs`. */
export function serveOpenApi(app: NestFastifyApplication): void {
  SwaggerModule.setup('docs', app, () => openApiDocument(app), {
    jsonDocumentUrl: 'openapi.json',
    yamlDocumentUrl: 'openapi.yaml',
    customSiteTitle: 'packetpath API',
  });
}
