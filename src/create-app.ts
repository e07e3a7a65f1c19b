/** Builds the HTTP application from its settings: the same for the service and for the tests. */
import helmet from '@fastify/helmet';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { LogController, type FastifyInstance, type FastifyServerOptions } from 'fastify';
import { AllowedMethods } from './api/http/allowed-methods.js';
import { authenticate } from './api/http/authentication.js';
import { parseBodies } from './api/http/body-parsers.js';
import { nestLogger } from './api/http/logger.js';
import { readMultipart } from './api/http/multipart.js';
import { prettyStream } from './api/http/pretty-log.js';
import { logRequests } from './api/http/request-log.js';
import { Metrics } from './api/metrics/metrics.js';
import { serveOpenApi } from './api/openapi/openapi.js';
import { AppModule } from './app.module.js';
import type { Environment } from './config/environment.js';
import { uuidV7 } from './store/uuid-v7.js';

/** Milliseconds in which a client has to send a whole request; a large upload over a slow line takes minutes. */
const REQUEST_TIMEOUT = 30 * 60_000;

/** An application whose database is open and migrated, ready for `listen`. Rejects when the database can't be opened. */
export async function createApp(environment: Environment): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    logger: loggerOptions(environment),
    logController: new LogController({ disableRequestLogging: true }),
    requestTimeout: REQUEST_TIMEOUT,
    routerOptions: { maxParamLength: 2048 },
    genReqId: () => uuidV7(),
  });
  const instance: FastifyInstance = adapter.getInstance();
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.forRoot(environment), adapter, {
    bodyParser: false,
    logger: nestLogger(instance.log),
    abortOnError: false,
  });
  app.get(AllowedMethods).watch(instance);
  app.get(Metrics).watch(instance);
  logRequests(instance);
  authenticate(instance, environment);
  parseBodies(instance);
  await readMultipart(instance, environment.maxUploadBytes);
  await instance.register(helmet, securityHeaders);
  serveOpenApi(app);
  return app;
}

/** Behind plain HTTP on an internal network, so nothing here may send a browser to HTTPS; whoever puts TLS in front adds HSTS there. */
const securityHeaders = {
  strictTransportSecurity: false,
  contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } },
};

function loggerOptions({ logLevel, logFormat }: Environment): FastifyServerOptions['logger'] {
  return { level: logLevel, ...(logFormat === 'pretty' ? { stream: prettyStream(process.stdout) } : {}) };
}
