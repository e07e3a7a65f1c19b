/** A body as bytes, never more of it than allowed. */
import { problemException } from './problem.js';

/**
 * Collects a stream. Throws the problem `code` as soon as more than `limit` bytes are announced (by Content-Length) or have come.
 */
export async function readAll(
  stream: AsyncIterable<Buffer>,
  limit: number,
  code: 'REQUEST_TOO_LARGE' | 'UPLOAD_TOO_LARGE',
  contentLength: string | undefined,
): Promise<Buffer> {
  const tooLarge = () => problemException({ code, message: `The body is larger than the ${limit} bytes that are taken.` });
  if (Number(contentLength ?? 0) > limit) throw tooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > limit) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}
