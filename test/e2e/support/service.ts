/** The whole application on an empty database of its own, for supertest. */
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import request from 'supertest';
import type { Environment } from '../../../src/config/environment.js';
import { createApp } from '../../../src/create-app.js';
import { freshDatabase } from './fresh-database.js';

export interface TestService {
  readonly app: NestFastifyApplication;
  readonly http: ReturnType<typeof request.agent>;
  stop(): Promise<void>;
}

/** Starts a service; `changes` differ from the settings of a quiet loopback listener. */
export async function startService(changes: Partial<Environment> = {}): Promise<TestService> {
  const database = await freshDatabase();
  const app = await createApp({
    host: '127.0.0.1',
    port: 0,
    database: database.settings,
    role: 'all',
    apiKeys: [],
    openWithoutKeys: false,
    maxUploadBytes: 64 * 2 ** 20,
    logLevel: 'silent',
    logFormat: 'json',
    ...changes,
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    app,
    http: request.agent(app.getHttpServer()),
    stop: async () => {
      await app.close();
      await database.drop();
    },
  };
}
