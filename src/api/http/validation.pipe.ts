/** Holds what a request carries against the schema of its parameter; every bad field is named by a JSON pointer. */
import { Injectable, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import { z } from 'zod';
import type { Failure, FieldError } from '../../answers/outcome.js';
import { problemException } from './problem.js';

@Injectable()
export class ValidationPipe implements PipeTransform {
  transform(value: unknown, { schema, type }: ArgumentMetadata): unknown {
    if (!(schema instanceof z.ZodType)) return value;
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    throw problemException(invalidFields(parsed.error.issues, value, type));
  }
}

/** The failure of a value that doesn't fit its schema. `what` names the value where the fault is the whole of it. */
export function invalidFields(issues: readonly z.core.$ZodIssue[], value: unknown, what: string): Failure {
  const errors = fieldErrors(issues, value);
  return { code: 'INVALID_FIELD', message: summary(errors, what), errors };
}

/** The issues of a schema as field errors. In: the issues, and the value they are about (to repeat small wrong values). */
function fieldErrors(issues: readonly z.core.$ZodIssue[], value: unknown): FieldError[] {
  return issues.flatMap((issue): FieldError[] => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({ path: pointer([...issue.path, key]), message: 'There is no such field.' }));
    }
    const given = issue.path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], value);
    const small = ['string', 'number', 'boolean'].includes(typeof given) && String(given).length <= 100;
    return [{ path: pointer(issue.path), message: issue.message, ...(small ? { value: given } : {}) }];
  });
}

/** One sentence over all errors, for readers who look at `detail` alone. */
function summary(errors: readonly FieldError[], where: string): string {
  const [first] = errors;
  const rest = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  return `${first?.path || `The ${where}`}: ${first?.message ?? 'is not valid'}${rest}`;
}

function pointer(path: readonly PropertyKey[]): string {
  return path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
