/** The OpenAPI document, made from the same schemas that check requests, and the page that shows it. */
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { z } from 'zod';
import { VERSION } from '../../config/version.js';
import { UPLOAD_BODY } from '../snapshots/upload-body.js';
import { TraceAnswerDto } from '../traces/trace-answer.dto.js';
import { ProblemDto } from './api-problems.js';

const DESCRIPTION =
  'Ingests snapshots of AWS networking and Kubernetes, traces flows through them in both directions, and names the exact rule that blocks. ' +
  'Errors are problem details (RFC 9457). Where API keys are configured, send one as a bearer token.';

/** Schemas that responses name by reference, because they come with a content type that Nest doesn't know. */
const REFERENCED = { Problem: ProblemDto, Trace: TraceAnswerDto };

const RESOURCE_PATH = { generated: '/v1/snapshots/{snapshot}/resources/{path}', documented: '/v1/snapshots/{snapshot}/resources/{ref}' };

/** The rules of a resource are served under one pattern for each number of slashes in the reference, and documented as one call. */
const RULES_PATH = {
  generated: /^\/v1\/snapshots\/\{snapshot\}\/resources\/.*\/effective-rules$/,
  documented: '/v1/snapshots/{snapshot}/resources/{ref}/effective-rules',
};

type RequestBody = NonNullable<NonNullable<OpenAPIObject['paths'][string]['post']>['requestBody']>;

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
  const document = SwaggerModule.createDocument(app, settings, { operationIdFactory: (_controller, method) => method });
  const schemas = { ...document.components?.schemas, ...referencedSchemas() };
  return { ...document, paths: correctedPaths(document.paths), components: { ...document.components, schemas } };
}

/** What Nest can't be told: the bodies of an upload by content type, and the name of the rest of a path. */
function correctedPaths(paths: OpenAPIObject['paths']): OpenAPIObject['paths'] {
  const { [RESOURCE_PATH.generated]: resource, '/v1/snapshots': snapshots, ...others } = paths;
  const rules = Object.entries(others).find(([path]) => RULES_PATH.generated.test(path))?.[1];
  const rest = Object.fromEntries(Object.entries(others).filter(([path]) => !RULES_PATH.generated.test(path)));
  const post = snapshots?.post && { ...snapshots.post, requestBody: UPLOAD_BODY as RequestBody };
  return {
    ...rest,
    '/v1/snapshots': { ...snapshots, post },
    [RESOURCE_PATH.documented]: { ...resource, get: documented(resource?.get) },
    [RULES_PATH.documented]: { ...rules, get: documented(rules?.get, 'listEffectiveRules') },
  };
}

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

/** Without the parameters that stand for parts of a reference, and under the name of the method alone. */
function documented(operation: Operation | undefined, operationId = operation?.operationId): Operation | undefined {
  if (operation === undefined) return undefined;
  const parts = /^(\*|part\d)$/;
  const parameters = (operation.parameters ?? []).filter((parameter) => !('name' in parameter && parts.test(parameter.name)));
  return { ...operation, ...(operationId === undefined ? {} : { operationId }), parameters };
}

function referencedSchemas(): Record<string, object> {
  const found: Record<string, object> = {};
  for (const [name, schema] of Object.entries(REFERENCED)) {
    const { $schema: _, $defs, ...own } = z.toJSONSchema(schema, { target: 'draft-2020-12' });
    Object.assign(found, { [name]: own }, $defs);
  }
  return JSON.parse(JSON.stringify(found).replaceAll('#/$defs/', '#/components/schemas/')) as Record<string, object>;
}

/** Serves `/openapi.json` and the page at `/docs`. */
export function serveOpenApi(app: NestFastifyApplication): void {
  SwaggerModule.setup('docs', app, () => openApiDocument(app), {
    jsonDocumentUrl: 'openapi.json',
    yamlDocumentUrl: 'openapi.yaml',
    customSiteTitle: 'packetpath API',
  });
}
