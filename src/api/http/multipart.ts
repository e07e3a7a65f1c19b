/** The multipart reader, registered with limits, and kept away from the calls that take JSON. */
import multipart from '@fastify/multipart';
import type { FastifyInstance } from 'fastify';
import { takesStream } from './body-parsers.js';
import { problemException } from './problem.js';

/** Files and fields of one upload; more is a mistake or an attack. */
const LIMITS = { files: 10_000, fields: 20, fieldSize: 1024, headerPairs: 20, parts: 10_020 };

/** Lets handlers of uploads use `request.parts()`. In: the largest file in bytes. */
export async function readMultipart(instance: FastifyInstance, maxFileBytes: number): Promise<void> {
  instance.addHook('preValidation', (request, _reply, done) => {
    if (!request.isMultipart() || takesStream(request)) return done();
    throw problemException({ code: 'UNSUPPORTED_MEDIA_TYPE', message: 'This call takes application/json, not multipart/form-data.' });
  });
  await instance.register(multipart, { throwFileSizeLimit: true, limits: { ...LIMITS, fileSize: maxFileBytes } });
}
