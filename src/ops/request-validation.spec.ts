import { BadRequestException } from '@nestjs/common';
import { IsIn } from 'class-validator';
import { RequestValidation } from './request-validation.js';

class Step {
  @IsIn(['ready'])
  state!: string;
}

describe('RequestValidation', () => {
  const pipe = new RequestValidation();
  const body = (text: string) => pipe.transform(JSON.parse(text), { type: 'body', metatype: Step });

  it('reads a body by the rules of its class and leaves out what is not in them', async () => {
    expect(await body('{"state":"ready","more":1}')).toEqual({ state: 'ready' });
    await expect(body('{"state":"burnt"}')).rejects.toThrow(BadRequestException);
  });

  it.each([
    ['nested without end', `{"state":${'['.repeat(10_000)}${']'.repeat(10_000)}}`],
    ['with a constructor of its own', '{"state":{"constructor":1}}'],
    ['with a prototype of its own', '{"state":{"constructor":{"prototype":{"x":1}}}}'],
    ['with a prototype', '{"__proto__":{"state":"ready"}}'],
  ])('refuses a body %s', async (_, text) => {
    await expect(body(text)).rejects.toThrow(BadRequestException);
    expect('x' in {}).toBe(false);
  });

  it('refuses control characters in a path alone', async () => {
    const param = { type: 'param', metatype: String } as const;
    expect(await pipe.transform('order-1', param)).toBe('order-1');
    for (const text of ['\0', 'a\0b', 'a\nb', '\u0085']) {
      await expect(pipe.transform(text, param)).rejects.toThrow(BadRequestException);
    }
    expect(await pipe.transform('a\nb', { type: 'query', metatype: String })).toBe('a\nb');
  });
});
