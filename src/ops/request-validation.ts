import {
  type ArgumentMetadata,
  BadRequestException,
  HttpException,
  Injectable,
  ValidationPipe,
} from '@nestjs/common';

/**
 * Global pipe: parameters typed by a class are read by its rules, and parts of a path are plain
 * text. Touches nothing else; bodies that are signed stay as they came.
 */
@Injectable()
export class RequestValidation extends ValidationPipe {
  constructor() {
    super({ whitelist: true, transform: true });
  }

  /** @throws BadRequestException for what the rules refuse, and for all that cannot be read at all. */
  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    // PostgreSQL has no text with U+0000 in it, and no id has any other of them.
    if (metadata.type === 'param' && typeof value === 'string' && /\p{Cc}/u.test(value)) {
      throw new BadRequestException('A part of the path has a control character.');
    }
    try {
      return (await super.transform(value, metadata)) as unknown;
    } catch (error) {
      if (error instanceof HttpException) throw error;
      // The library fails on lists in lists in lists, and on a field named `constructor`.
      throw new BadRequestException('The request cannot be read.');
    }
  }
}
