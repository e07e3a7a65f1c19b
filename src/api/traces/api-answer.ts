/** Documents the three forms of an answer. */
import { ApiOkResponse } from '@nestjs/swagger';
import { answerExample, textExample } from './trace.examples.js';

/** A 200 with the answer as JSON, as a readable report, or as Markdown. */
export function ApiAnswer(): MethodDecorator {
  return ApiOkResponse({
    content: {
      'application/json': { schema: { $ref: '#/components/schemas/Trace' }, example: answerExample },
      'text/plain': { schema: { type: 'string' }, example: textExample },
      'text/markdown': { schema: { type: 'string' }, example: `**${textExample.trim().replace('\n\n', '**\n\n')}\n` },
    },
  });
}
